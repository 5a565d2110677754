/**
 * One quantized-mesh 1.0 tile with oct-encoded normals.
 *
 * Source: CesiumGS/quantized-mesh specification 1.0; oct encoding: Cigolle et al. 2014, "A Survey of Efficient
 * Representations for Independent Unit Vectors".
 */
import { lonLatHeightToEcef } from '#base/geo/ellipsoid.ts';
import { TILE_CELLS } from '#builder/terrain/lattice.ts';
import { horizonOcclusionPoint } from './horizon.ts';
import type { TileMesh } from './rtin.ts';

/** Largest value of quantised u, v and height. */
export const QUANTUM = 32767;
const HEADER_BYTES = 88;
const OCT_NORMALS = 1;

export interface TileInput {
  mesh: TileMesh;
  /** Heights of the mesh's vertices, m ellipsoidal. */
  heights: Float64Array;
  /** Unit normals of the vertices, ECEF, flat [x, y, z]. */
  normals: Float64Array;
  /** West, south, east, north; degrees. */
  rectangle: [number, number, number, number];
}

/** Encodes a tile. @returns its bytes; a new array. */
export function encodeTile({ mesh, heights, normals, rectangle }: TileInput): Uint8Array {
  const count = heights.length;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const h of heights) {
    low = Math.min(low, h);
    high = Math.max(high, h);
  }
  // The header has float32: take the values that a reader will have, rounded outwards.
  low = floatBelow(low);
  high = floatAbove(high);
  const span = high - low;
  const u = new Uint16Array(count);
  const v = new Uint16Array(count);
  const h = new Uint16Array(count);
  const ecef = new Float64Array(3 * count);
  const [west, south, east, north] = rectangle;
  for (let i = 0; i < count; i++) {
    u[i] = Math.round(((mesh.vertices[2 * i] as number) * QUANTUM) / TILE_CELLS);
    v[i] = Math.round(((mesh.vertices[2 * i + 1] as number) * QUANTUM) / TILE_CELLS);
    h[i] = span > 0 ? Math.round((((heights[i] as number) - low) / span) * QUANTUM) : 0;
    const lon = west + ((east - west) * (u[i] as number)) / QUANTUM;
    const lat = south + ((north - south) * (v[i] as number)) / QUANTUM;
    lonLatHeightToEcef(lon, lat, low + (span * (h[i] as number)) / QUANTUM, ecef, 3 * i);
  }
  const middle = lonLatHeightToEcef((west + east) / 2, (south + north) / 2, (low + high) / 2, [0, 0, 0], 0);
  const sphere = boundingSphere(ecef);
  const horizon = horizonOcclusionPoint(ecef, middle as [number, number, number], low);

  const wide = count > 65536;
  const indexBytes = wide ? 4 : 2;
  const edges = edgeLists(mesh);
  const vertexEnd = HEADER_BYTES + 4 + 6 * count;
  const padding = (indexBytes - (vertexEnd % indexBytes)) % indexBytes;
  const edgeBytes = edges.reduce((sum, list) => sum + 4 + list.length * indexBytes, 0);
  const total = vertexEnd + padding + 4 + mesh.triangles.length * indexBytes + edgeBytes + 5 + 2 * count;
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  let at = 0;
  const float64 = (...values: number[]): void => {
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  };
  const uint32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const index = (value: number): void => {
    if (wide) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += indexBytes;
  };
  float64(middle[0] as number, middle[1] as number, middle[2] as number);
  view.setFloat32(at, low, true);
  view.setFloat32(at + 4, high, true);
  at += 8;
  float64(...sphere, ...horizon);
  uint32(count);
  for (const values of [u, v, h]) {
    let previous = 0;
    for (const value of values) {
      const delta = value - previous;
      view.setUint16(at, (delta << 1) ^ (delta >> 31), true);
      at += 2;
      previous = value;
    }
  }
  at += padding;
  uint32(mesh.triangles.length / 3);
  let highest = 0;
  for (const vertex of mesh.triangles) {
    index(highest - vertex);
    if (vertex === highest) highest++;
  }
  for (const list of edges) {
    uint32(list.length);
    for (const vertex of list) index(vertex);
  }
  out[at] = OCT_NORMALS;
  view.setUint32(at + 1, 2 * count, true);
  at += 5;
  for (let i = 0; i < count; i++) {
    octEncode(normals[3 * i] as number, normals[3 * i + 1] as number, normals[3 * i + 2] as number, out, at);
    at += 2;
  }
  return out;
}

/** Largest float32 that is not above a number, and its counterpart. */
function floatBelow(value: number): number {
  const near = Math.fround(value);
  return near <= value ? near : Math.fround(value - Math.abs(value) * 2 ** -23 - 1e-30);
}

function floatAbove(value: number): number {
  return -floatBelow(-value);
}

/** Middle of the bounding box and the farthest vertex from it: [x, y, z, radius]. */
function boundingSphere(ecef: Float64Array): [number, number, number, number] {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ecef.length; i++) {
    const value = ecef[i] as number;
    low[i % 3] = Math.min(low[i % 3] as number, value);
    high[i % 3] = Math.max(high[i % 3] as number, value);
  }
  const [x, y, z] = low.map((value, k) => (value + (high[k] as number)) / 2) as [number, number, number];
  let radius = 0;
  for (let i = 0; i < ecef.length; i += 3) {
    const distance = Math.hypot(
      (ecef[i] as number) - x,
      (ecef[i + 1] as number) - y,
      (ecef[i + 2] as number) - z,
    );
    radius = Math.max(radius, distance);
  }
  return [x, y, z, radius * (1 + 1e-9) + 1e-3];
}

/** Vertices on the west, south, east and north edge, each in order along it. */
function edgeLists({ vertices }: TileMesh): number[][] {
  const lists: [number, number][][] = [[], [], [], []];
  for (let i = 0; 2 * i < vertices.length; i++) {
    const x = vertices[2 * i] as number;
    const y = vertices[2 * i + 1] as number;
    if (x === 0) lists[0]?.push([y, i]);
    if (y === 0) lists[1]?.push([x, i]);
    if (x === TILE_CELLS) lists[2]?.push([y, i]);
    if (y === TILE_CELLS) lists[3]?.push([x, i]);
  }
  return lists.map((list) => list.sort((a, b) => a[0] - b[0]).map(([, i]) => i));
}

/** Writes a unit vector as two bytes of the octahedral map. */
function octEncode(x: number, y: number, z: number, out: Uint8Array, at: number): void {
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z);
  let px = x / sum;
  let py = y / sum;
  if (z < 0) {
    const qx = (1 - Math.abs(py)) * (px < 0 ? -1 : 1);
    py = (1 - Math.abs(px)) * (py < 0 ? -1 : 1);
    px = qx;
  }
  out[at] = Math.round((px * 0.5 + 0.5) * 255);
  out[at + 1] = Math.round((py * 0.5 + 0.5) * 255);
}
