import type { Point } from '../plane.ts';
import { centroid } from '../plane.ts';
import type { OpenSpace } from './furnish-open.ts';
import type { Inventory } from './inventory.ts';
import type { Lamp } from './lamps.ts';
import { alongEdge, inGrid } from './spots.ts';
import type { Thing } from './thing.ts';

/** From lamp to lamp on squares, m. */
const LAMPS = 26;
/** Squares below this are lit by their streets, m². */
const LIT = 2_500;
/** Squares above this have rows of trees and pieces in their middle, m². */
const LARGE = 7_000;

/** Lights squares by lamps in a square grid along an angle, radians from east. */
export function lightSquares(inventory: Inventory, spaces: readonly OpenSpace[], angle: number): Lamp[] {
  const lamps: Lamp[] = [];
  for (const { kind, ring, area, name } of spaces) {
    if (kind !== 'square' || area < LIT) continue;
    for (const at of inGrid(ring, LAMPS, angle)) {
      const lamp: Lamp = {
        kind: '0118',
        at,
        height: 6,
        ...(name ? { road: name } : {}),
        attributes: {
          lampKind: 'square',
          arms: 1,
          powerRating: 80,
          lanternHeight: 6,
          locationCategory: 'square',
        },
      };
      if (inventory.stand(lamp, 1)) lamps.push(lamp);
    }
  }
  return lamps;
}

/** Rows along a square's edge: from one to the next, and inside the edge, m. */
const ROWS: readonly {
  kind: string;
  step: number;
  inset: number;
  room: number;
  /** Only on large squares. */
  large?: boolean;
  looks?: 'out' | 'in';
  height?: number;
  /** At most so many, beginning in the middle of the row. */
  most?: number;
  attributes?: NonNullable<Thing['attributes']>;
}[] = [
  { kind: '2102', step: 1.8, inset: 0.7, room: 0.5, looks: 'out', height: 0.9, most: 16 },
  {
    kind: '0136',
    step: 340,
    inset: 1.2,
    room: 0.5,
    looks: 'in',
    height: 5,
    attributes: { type: '球机', view: '广场' },
  },
  { kind: '0305', step: 70, inset: 2, room: 0.5, looks: 'in', attributes: { type: '果皮箱' } },
  { kind: '0404', step: 19, inset: 2.2, room: 0.9, looks: 'out' },
  { kind: '0407', step: 27, inset: 3.8, room: 1, looks: 'in' },
  {
    kind: '0402',
    step: 8,
    inset: 6.5,
    room: 1.5,
    large: true,
    height: 9.5,
    attributes: {
      species: '银杏',
      latin: 'Ginkgo biloba',
      size: 'medium',
      crown: 4.5,
      girth: 85,
      use: '广场树',
      planted: 2009,
    },
  },
  { kind: '0119', step: 26, inset: 9, room: 0.4, large: true },
];

/** Furnishes squares: rows along their edges, in the middle fountain and sculptures between the lamps. */
export function furnishSquares(inventory: Inventory, spaces: readonly OpenSpace[], angle: number): void {
  for (const space of spaces) {
    if (space.kind !== 'square') continue;
    const place = space.name ? { road: space.name } : {};
    if (space.area > LARGE) middle(inventory, space, angle, place);
    for (const { kind, step, inset, room, large, looks, height, most, attributes } of ROWS) {
      if (large && space.area < LARGE) continue;
      const spots = alongEdge(space.ring, step, inset);
      for (const { at, outwards } of spots.slice(0, most)) {
        const azimuthDeg = looks === 'in' ? Math.round(((outwards + 180) % 360) * 10) / 10 : outwards;
        inventory.stand(
          {
            kind,
            at,
            ...(looks ? { azimuthDeg } : {}),
            ...(height ? { height } : {}),
            ...(attributes ? { attributes: { ...attributes } } : {}),
            ...place,
          },
          room,
        );
      }
    }
  }
}

/** A fountain nearest to the middle, sculptures in every third cell between the lamps. */
function middle(inventory: Inventory, space: OpenSpace, angle: number, place: { road?: string }): void {
  const [x, y] = centroid(space.ring);
  const shift: Point = [
    (LAMPS / 2) * (Math.cos(angle) - Math.sin(angle)),
    (LAMPS / 2) * (Math.sin(angle) + Math.cos(angle)),
  ];
  const cells = inGrid(space.ring, LAMPS, angle).map(([u, v]): Point => [u + shift[0], v + shift[1]]);
  const away = ([u, v]: Point): number => Math.hypot(u - x, v - y);
  let fountain = false;
  for (const [i, at] of cells.toSorted((p, q) => away(p) - away(q)).entries()) {
    if (!fountain) fountain = inventory.stand({ kind: '0410', at, ...place }, 5);
    else if (i % 5 === 2) inventory.stand({ kind: '0406', at, ...place }, 2);
  }
}
