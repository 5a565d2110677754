/** Where a city's buildings stand, as the boxes of their tiles tell: what the opening view is framed by. */
import { ecefToLonLatHeight } from '#base/geo/ellipsoid.ts';
import type { LonLatHeight } from '#base/state/twin-state.ts';

interface TileJson {
  boundingVolume?: { box?: number[] };
  transform?: number[];
  children?: TileJson[];
}

/** Tiles smaller than this part of the whole tell nothing more. */
const FINEST = 1 / 14;
const MOST_TILES = 400;
/** Buildings seldom fill the corners of their tile. */
const SHARE = 0.85;
/** Few roofs of a tile are as high as its highest. */
const ROOF_SHARE = 0.35;
const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** @returns a × b; both column-major. */
function multiply(a: readonly number[], b: readonly number[]): number[] {
  return b.map((_, at) => {
    const [column, row] = [at - (at % 4), at % 4];
    return [0, 1, 2, 3].reduce((sum, i) => sum + a[i * 4 + row]! * b[column + i]!, 0);
  });
}

/**
 * Reads the places about which the buildings of a tileset stand: on the ground and at roof height round each tile.
 *
 * @param tileset - parsed tileset.json whose boxes are level (east, north, up), as the builder writes them.
 * @returns degrees, m ellipsoidal; [] when nothing of it can be read.
 */
export function builtUpArea(tileset: unknown): LonLatHeight[] {
  const root = (tileset as { root?: TileJson } | null)?.root;
  if (!root) return [];
  const places: LonLatHeight[] = [];
  const whole = Math.max(1, ...halfSides(root));
  let queue: { tile: TileJson; frame: number[] }[] = [{ tile: root, frame: root.transform ?? IDENTITY }];
  for (let seen = 0; queue.length > 0 && seen < MOST_TILES; ) {
    const next: typeof queue = [];
    for (const { tile, frame } of queue) {
      seen++;
      const children = tile.children ?? [];
      if (children.length > 0 && Math.max(...halfSides(tile)) > whole * FINEST) {
        for (const child of children) {
          next.push({
            tile: child,
            frame: child.transform ? multiply(frame, child.transform) : frame,
          });
        }
      } else addPlaces(tile, frame, places);
    }
    queue = next;
  }
  // So many tiles that the rest stays coarse.
  for (const { tile, frame } of queue) addPlaces(tile, frame, places);
  return places;
}

function halfSides({ boundingVolume }: TileJson): [number, number] {
  const box = boundingVolume?.box ?? [];
  return [
    Math.hypot(box[3] ?? 0, box[4] ?? 0, box[5] ?? 0),
    Math.hypot(box[6] ?? 0, box[7] ?? 0, box[8] ?? 0),
  ];
}

function addPlaces({ boundingVolume }: TileJson, frame: readonly number[], places: LonLatHeight[]): void {
  const box = boundingVolume?.box;
  if (box?.length !== 12 || !box.every(Number.isFinite)) return;
  const b = (at: number): number => box[at]!;
  for (const [u, v] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    for (const w of [-1, 2 * ROOF_SHARE - 1]) {
      const at = (i: number): number => b(i) + SHARE * (u * b(3 + i) + v * b(6 + i)) + w * b(9 + i);
      const [x, y, z] = [at(0), at(1), at(2)];
      const ecef = [0, 1, 2].map(
        (i) => frame[i]! * x + frame[4 + i]! * y + frame[8 + i]! * z + frame[12 + i]!,
      );
      const [lon, lat, height] = ecefToLonLatHeight(ecef[0]!, ecef[1]!, ecef[2]!, [0, 0, 0]);
      places.push([lon!, lat!, height!]);
    }
  }
}
