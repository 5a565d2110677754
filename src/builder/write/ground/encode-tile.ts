/** Mapbox Vector Tile 2.1 (https://github.com/mapbox/vector-tile-spec/tree/master/2.1), written with `pbf`. */
import { PbfWriter } from 'pbf';
import { flatArea2 } from '#city/clip-flat.ts';
import type { TileValue } from './prepare-feature.ts';

export interface TileFeature {
  kind: 'line' | 'polygon';
  /** Whole tile units, flat: lines, or open rings, each outer one followed by its holes. */
  geometry: Int32Array[];
  properties: Record<string, TileValue>;
}

/** Encodes the layers that hold something. */
export function encodeTile(
  layers: readonly { name: string; features: TileFeature[] }[],
  extent: number,
): Uint8Array {
  const tile = new PbfWriter();
  for (const layer of layers)
    if (layer.features.length > 0) tile.writeMessage(3, writeLayer, { ...layer, extent });
  return tile.finish();
}

function writeLayer(layer: { name: string; features: TileFeature[]; extent: number }, pbf?: PbfWriter): void {
  if (!pbf) return;
  const keys = new Map<string, number>();
  const values = new Map<TileValue, number>();
  const indexIn = <T>(map: Map<T, number>, value: T) => {
    const known = map.get(value);
    if (known !== undefined) return known;
    map.set(value, map.size);
    return map.size - 1;
  };
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, layer.name);
  for (const { kind, geometry, properties } of layer.features) {
    const tags: number[] = [];
    for (const [key, value] of Object.entries(properties))
      tags.push(indexIn(keys, key), indexIn(values, value));
    pbf.writeMessage(
      2,
      () => {
        pbf.writePackedVarint(2, tags);
        pbf.writeVarintField(3, kind === 'line' ? 2 : 3);
        pbf.writePackedVarint(4, commandsOf(geometry, kind === 'polygon'));
      },
      null,
    );
  }
  for (const key of keys.keys()) pbf.writeStringField(3, key);
  for (const value of values.keys()) pbf.writeMessage(4, writeValue, value);
  pbf.writeVarintField(5, layer.extent);
}

function writeValue(value: TileValue, pbf?: PbfWriter): void {
  if (typeof value === 'string') pbf?.writeStringField(1, value);
  else if (typeof value === 'boolean') pbf?.writeBooleanField(7, value);
  else if (!Number.isInteger(value)) pbf?.writeDoubleField(3, value);
  else if (value < 0) pbf?.writeSVarintField(6, value);
  else pbf?.writeVarintField(5, value);
}

const zigzag = (value: number) => (value << 1) ^ (value >> 31);

/** MoveTo 1, LineTo 2, ClosePath 7; positions as differences. */
function commandsOf(geometry: readonly Int32Array[], closed: boolean): number[] {
  const commands: number[] = [];
  let [x, y] = [0, 0];
  for (const points of geometry) {
    const n = points.length / 2;
    for (let i = 0; i < n; i++) {
      if (i === 0) commands.push((1 << 3) | 1);
      else if (i === 1) commands.push(((n - 1) << 3) | 2);
      commands.push(zigzag(points[2 * i]! - x), zigzag(points[2 * i + 1]! - y));
      x = points[2 * i]!;
      y = points[2 * i + 1]!;
    }
    if (closed) commands.push((1 << 3) | 7);
  }
  return commands;
}

/** Rounds points to whole tile units and leaves out repeated ones; null when too few are left. */
export function toTileUnits(points: ArrayLike<number>, scale: number, closed: boolean): Int32Array | null {
  const out = new Int32Array(points.length);
  let at = 0;
  for (let i = 0; i < points.length; i += 2) {
    const x = Math.round(points[i]! * scale);
    const y = Math.round(points[i + 1]! * scale);
    if (at > 0 && out[at - 2] === x && out[at - 1] === y) continue;
    out[at++] = x;
    out[at++] = y;
  }
  if (closed) while (at > 2 && out[0] === out[at - 2] && out[1] === out[at - 1]) at -= 2;
  return at < (closed ? 6 : 4) ? null : out.slice(0, at);
}

/** Winds a ring as tiles want it: outer rings clockwise on screen, holes the other way; null when it has no area. */
export function windRing(ring: Int32Array, outer: boolean): Int32Array | null {
  const area = flatArea2(ring);
  if (area === 0) return null;
  if (area > 0 === outer) return ring;
  const turned = new Int32Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    turned[i] = ring[ring.length - 2 - i]!;
    turned[i + 1] = ring[ring.length - 1 - i]!;
  }
  return turned;
}
