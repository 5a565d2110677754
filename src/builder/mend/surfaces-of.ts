/** Detailed faces of a city model: checked, counted, and the footprint that they stand on. */
import type { LonLatPolygon, Surface } from '#city/model.ts';
import { areaVector } from '#city/surface-mesh.ts';
import type { RawSurface } from '../read/source.ts';
import { unionPolygons } from './clipping.ts';
import { isClean, METRES_A_DEGREE, type Remark } from './mend-polygon.ts';
import { straightened } from './straighten.ts';

/** Faces smaller than this, m², are degenerate. */
const LEAST_FACE = 1e-4;
/** Gaps between ground faces that are closed, m. */
const CLOSE = 0.02;

export interface MendedSurfaces {
  surfaces: Surface[];
  /** Footprint from ground faces, else from what the roofs cover. */
  outline: LonLatPolygon[];
  /** Lowest and highest point, m ellipsoidal. */
  ground: number;
  top: number;
  remarks: Remark[];
}

/**
 * Checks a feature's faces and finds the footprint under them.
 *
 * @param raw - rings flat [lon, lat, h, …], degrees and m ellipsoidal, closed or not.
 * @returns null when no face is left.
 */
export function surfacesOf(raw: readonly RawSurface[]): MendedSurfaces | null {
  const first = raw.find(({ rings }) => rings.length > 0 && rings[0]!.length >= 3)?.rings[0];
  if (!first) return null;
  const lon0 = first[0]!;
  const lat0 = first[1]!;
  const mx = METRES_A_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  const surfaces: Surface[] = [];
  const locals: Float64Array[][] = [];
  let degenerate = 0;
  let ground = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (const face of raw) {
    const open = openFace(face);
    const local = open.rings.map((ring) => toLocal(ring, lon0, lat0, mx));
    const outer = local[0];
    if (!outer || outer.length < 9 || !outer.every(Number.isFinite) || areaOf(outer) < LEAST_FACE) {
      degenerate++;
      continue;
    }
    for (let i = 2; i < outer.length; i += 3) {
      ground = Math.min(ground, outer[i]!);
      top = Math.max(top, outer[i]!);
    }
    surfaces.push(open);
    locals.push(local);
  }
  if (surfaces.length === 0) return null;
  const outline = footprint(surfaces, locals).map((polygon) =>
    polygon.map((ring) =>
      ring.map((value, i) => (i % 2 ? lat0 + value / METRES_A_DEGREE : lon0 + value / mx)),
    ),
  );
  const remarks: Remark[] = [];
  if (degenerate > 0) {
    remarks.push({
      reason: 'degenerate-face',
      detail: `expected faces with an area, got ${degenerate} of ${raw.length} without: left out`,
    });
  }
  return { surfaces, outline, ground, top, remarks };
}

/** Takes closing points and points repeated exactly away, with their texture coordinates; holes without area go. */
function openFace(face: RawSurface): Surface {
  const rings: Float64Array[] = [];
  const uv: Float32Array[] = [];
  face.rings.forEach((ring, r) => {
    const n = ring.length / 3;
    const keep: number[] = [];
    for (let i = 0; i < n; i++) {
      const j = keep.length > 0 ? keep[keep.length - 1]! : -1;
      if (j < 0 || !same(ring, i, j)) keep.push(i);
    }
    while (keep.length > 1 && same(ring, keep[0]!, keep[keep.length - 1]!)) keep.pop();
    if (r > 0 && keep.length < 3) return;
    const texture = face.uv[r];
    if (keep.length === n) {
      rings.push(ring);
      if (texture) uv.push(texture);
      return;
    }
    rings.push(Float64Array.from(keep.flatMap((i) => [ring[3 * i]!, ring[3 * i + 1]!, ring[3 * i + 2]!])));
    if (texture) uv.push(Float32Array.from(keep.flatMap((i) => [texture[2 * i]!, texture[2 * i + 1]!])));
  });
  return { kind: face.kind, rings, texture: face.texture, uv };
}

function same(ring: Float64Array, i: number, j: number): boolean {
  return (
    ring[3 * i] === ring[3 * j] && ring[3 * i + 1] === ring[3 * j + 1] && ring[3 * i + 2] === ring[3 * j + 2]
  );
}

function toLocal(ring: Float64Array, lon0: number, lat0: number, mx: number): Float64Array {
  const out = new Float64Array(ring.length);
  for (let i = 0; i + 2 < ring.length; i += 3) {
    out[i] = (ring[i]! - lon0) * mx;
    out[i + 1] = (ring[i + 1]! - lat0) * METRES_A_DEGREE;
    out[i + 2] = ring[i + 2]!;
  }
  return out;
}

function areaOf(ring: Float64Array): number {
  const [x, y, z] = areaVector(ring);
  return Math.hypot(x, y, z);
}

function footprint(surfaces: readonly Surface[], locals: readonly Float64Array[][]): Float64Array[][] {
  for (const kinds of [['ground'], ['roof'], ['roof', 'other', 'wall']]) {
    const flat: Float64Array[][] = [];
    surfaces.forEach(({ kind }, i) => {
      if (!kinds.includes(kind)) return;
      const rings = locals[i]!.map(dropHeights);
      if (Math.abs(areaOf2(rings[0]!)) > 0.01) flat.push(rings);
    });
    if (flat.length === 0) continue;
    const simple = flat.length === 1 && flat[0]!.length === 1;
    let joined = unionPolygons(flat, simple ? {} : { close: CLOSE });
    if (!joined.every(isClean)) joined = unionPolygons(joined, { shrink: 0.002 });
    if (joined.length > 0) return joined.map(straightened);
  }
  return [];
}

function dropHeights(ring: Float64Array): Float64Array {
  const out = new Float64Array((ring.length / 3) * 2);
  for (let i = 0, o = 0; i < ring.length; i += 3) {
    out[o++] = ring[i]!;
    out[o++] = ring[i + 1]!;
  }
  return out;
}

function areaOf2(ring: Float64Array): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    twice += ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!;
  }
  return twice / 2;
}
