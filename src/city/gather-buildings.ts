/** Picks buildings out of packed segments into one packed whole: what a task is sent. */
import type {
  PackedBuildings,
  PackedPolygons,
  PackedSurfaces,
  PackedText,
  PackedVolumes,
} from './packed-buildings.ts';
import { createPackedVolumes, materialIndex } from './packed-buildings.ts';

/** Where the wanted buildings lie: building `k` is number `local[k]` of `segments[segment[k]]`. */
export interface Picks {
  segments: readonly PackedBuildings[];
  segment: Uint32Array;
  local: Uint32Array;
}

const VOLUME_NUMBERS = [
  'minHeight',
  'height',
  'roofShape',
  'roofAcross',
  'roofHeight',
  'roofDirection',
  'roofColour',
  'colour',
] as const;

/** Copies volumes [from, to) to `at`, with materials renumbered. */
function copyVolumes(
  source: PackedVolumes,
  from: number,
  to: number,
  target: PackedVolumes,
  at: number,
  material: (index: number) => number,
): void {
  for (let i = from, t = at; i < to; i++, t++) {
    for (const name of VOLUME_NUMBERS) target[name][t] = source[name][i]!;
    target.roofMaterial[t] = material(source.roofMaterial[i]!);
    target.material[t] = material(source.material[i]!);
  }
}

function createPolygons(polygons: number, rings: number, corners: number): PackedPolygons {
  return {
    lonLat: new Float64Array(corners * 2),
    ringStart: new Uint32Array(rings + 1),
    polygonStart: new Uint32Array(polygons + 1),
  };
}

interface PolygonCursor {
  polygon: number;
  ring: number;
  corner: number;
}

/** Appends polygons [from, to) at the cursor. */
function copyPolygons(
  source: PackedPolygons,
  from: number,
  to: number,
  target: PackedPolygons,
  at: PolygonCursor,
): void {
  const ringFrom = source.polygonStart[from]!;
  const ringTo = source.polygonStart[to]!;
  const cornerFrom = source.ringStart[ringFrom]!;
  const cornerTo = source.ringStart[ringTo]!;
  for (let i = cornerFrom * 2, t = at.corner * 2; i < cornerTo * 2; i++, t++) {
    target.lonLat[t] = source.lonLat[i]!;
  }
  for (let r = ringFrom; r < ringTo; r++) {
    target.ringStart[at.ring + r - ringFrom + 1] = source.ringStart[r + 1]! - cornerFrom + at.corner;
  }
  for (let p = from; p < to; p++) {
    target.polygonStart[at.polygon + p - from + 1] = source.polygonStart[p + 1]! - ringFrom + at.ring;
  }
  at.polygon += to - from;
  at.ring += ringTo - ringFrom;
  at.corner += cornerTo - cornerFrom;
}

interface SurfaceCursor {
  surface: number;
  ring: number;
  corner: number;
  uv: number;
}

/** Appends surfaces [from, to) at the cursor. */
function copySurfaces(
  source: PackedSurfaces,
  from: number,
  to: number,
  target: PackedSurfaces,
  at: SurfaceCursor,
): void {
  const ringFrom = source.ringsStart[from]!;
  const ringTo = source.ringsStart[to]!;
  const cornerFrom = source.ringStart[ringFrom]!;
  const cornerTo = source.ringStart[ringTo]!;
  const uvFrom = source.uvStart[from]!;
  const uvTo = source.uvStart[to]!;
  target.kind.set(source.kind.subarray(from, to), at.surface);
  target.texture.set(source.texture.subarray(from, to), at.surface);
  target.lonLatHeight.set(source.lonLatHeight.subarray(cornerFrom * 3, cornerTo * 3), at.corner * 3);
  target.uv.set(source.uv.subarray(uvFrom * 2, uvTo * 2), at.uv * 2);
  for (let r = ringFrom; r < ringTo; r++) {
    target.ringStart[at.ring + r - ringFrom + 1] = source.ringStart[r + 1]! - cornerFrom + at.corner;
  }
  for (let s = from; s < to; s++) {
    target.ringsStart[at.surface + s - from + 1] = source.ringsStart[s + 1]! - ringFrom + at.ring;
    target.uvStart[at.surface + s - from + 1] = source.uvStart[s + 1]! - uvFrom + at.uv;
  }
  at.surface += to - from;
  at.ring += ringTo - ringFrom;
  at.corner += cornerTo - cornerFrom;
  at.uv += uvTo - uvFrom;
}

/** How much room the picked buildings take. */
function measure({ segments, segment, local }: Picks) {
  const sum = {
    polygons: 0,
    rings: 0,
    corners: 0,
    parts: 0,
    partRings: 0,
    partCorners: 0,
    surfaces: 0,
    surfaceRings: 0,
    surfaceCorners: 0,
    uvs: 0,
    text: 0,
  };
  for (let k = 0; k < local.length; k++) {
    const source = segments[segment[k]!]!;
    const i = local[k]!;
    const { outlines, partOutlines, surfaces, text } = source;
    const [p0, p1] = [source.outlineStart[i]!, source.outlineStart[i + 1]!];
    const [r0, r1] = [outlines.polygonStart[p0]!, outlines.polygonStart[p1]!];
    sum.polygons += p1 - p0;
    sum.rings += r1 - r0;
    sum.corners += outlines.ringStart[r1]! - outlines.ringStart[r0]!;
    if (text) sum.text += text.start[i + 1]! - text.start[i]!;
    const [q0, q1] = [source.partStart[i]!, source.partStart[i + 1]!];
    if (q1 > q0) {
      const [a, b] = [partOutlines.polygonStart[q0]!, partOutlines.polygonStart[q1]!];
      sum.parts += q1 - q0;
      sum.partRings += b - a;
      sum.partCorners += partOutlines.ringStart[b]! - partOutlines.ringStart[a]!;
    }
    const [s0, s1] = [source.surfaceStart[i]!, source.surfaceStart[i + 1]!];
    if (s1 > s0) {
      const [a, b] = [surfaces.ringsStart[s0]!, surfaces.ringsStart[s1]!];
      sum.surfaces += s1 - s0;
      sum.surfaceRings += b - a;
      sum.surfaceCorners += surfaces.ringStart[b]! - surfaces.ringStart[a]!;
      sum.uvs += surfaces.uvStart[s1]! - surfaces.uvStart[s0]!;
    }
  }
  return sum;
}

/** Renumbers materials of segments into one list. */
function createMaterials(segments: readonly PackedBuildings[], names: string[]) {
  const known = new Map<string, number>();
  const maps = segments.map(({ materials }) => new Int32Array(materials.length).fill(-1));
  return (segment: number) =>
    (index: number): number => {
      if (index === 0) return 0;
      const map = maps[segment]!;
      if (map[index] === -1) map[index] = materialIndex(names, known, segments[segment]!.materials[index]!);
      return map[index]!;
    };
}

/**
 * Copies the picked buildings, in the order of the picks, into new arrays.
 *
 * @param withText - false leaves ids, names and attributes behind.
 */
export function gatherBuildings(picks: Picks, withText: boolean): PackedBuildings {
  const { segments, segment, local } = picks;
  const count = local.length;
  const sum = measure(picks);
  const materials = [''];
  const renumber = createMaterials(segments, materials);
  const renumbers = segments.map((_, index) => renumber(index));
  const text: PackedText | null = withText
    ? { ids: new Array<string>(count), bytes: new Uint8Array(sum.text), start: new Uint32Array(count + 1) }
    : null;
  const packed: PackedBuildings = {
    count,
    text,
    extents: new Float64Array(count * 4),
    outlineStart: new Uint32Array(count + 1),
    outlines: createPolygons(sum.polygons, sum.rings, sum.corners),
    volumes: createPackedVolumes(count),
    heightFrom: new Uint8Array(count),
    ground: new Float64Array(count),
    use: new Uint8Array(count),
    storeys: new Uint16Array(count),
    built: new Int16Array(count),
    demolished: new Int16Array(count),
    partStart: new Uint32Array(count + 1),
    partOutlines: createPolygons(sum.parts, sum.partRings, sum.partCorners),
    parts: createPackedVolumes(sum.parts),
    surfaceStart: new Uint32Array(count + 1),
    surfaces: {
      kind: new Uint8Array(sum.surfaces),
      texture: new Int32Array(sum.surfaces),
      ringsStart: new Uint32Array(sum.surfaces + 1),
      ringStart: new Uint32Array(sum.surfaceRings + 1),
      lonLatHeight: new Float64Array(sum.surfaceCorners * 3),
      uv: new Float32Array(sum.uvs * 2),
      uvStart: new Uint32Array(sum.surfaces + 1),
    },
    materials,
  };
  const outlineAt: PolygonCursor = { polygon: 0, ring: 0, corner: 0 };
  const partAt: PolygonCursor = { polygon: 0, ring: 0, corner: 0 };
  const surfaceAt: SurfaceCursor = { surface: 0, ring: 0, corner: 0, uv: 0 };
  for (let k = 0; k < count; k++) {
    const source = segments[segment[k]!]!;
    const material = renumbers[segment[k]!]!;
    const i = local[k]!;
    copyPolygons(
      source.outlines,
      source.outlineStart[i]!,
      source.outlineStart[i + 1]!,
      packed.outlines,
      outlineAt,
    );
    packed.outlineStart[k + 1] = outlineAt.polygon;
    copyVolumes(source.volumes, i, i + 1, packed.volumes, k, material);
    for (let e = 0; e < 4; e++) packed.extents[k * 4 + e] = source.extents[i * 4 + e]!;
    packed.heightFrom[k] = source.heightFrom[i]!;
    packed.ground[k] = source.ground[i]!;
    packed.use[k] = source.use[i]!;
    packed.storeys[k] = source.storeys[i]!;
    packed.built[k] = source.built[i]!;
    packed.demolished[k] = source.demolished[i]!;
    const [q0, q1] = [source.partStart[i]!, source.partStart[i + 1]!];
    if (q1 > q0) {
      copyVolumes(source.parts, q0, q1, packed.parts, partAt.polygon, material);
      copyPolygons(source.partOutlines, q0, q1, packed.partOutlines, partAt);
    }
    packed.partStart[k + 1] = partAt.polygon;
    const [s0, s1] = [source.surfaceStart[i]!, source.surfaceStart[i + 1]!];
    if (s1 > s0) copySurfaces(source.surfaces, s0, s1, packed.surfaces, surfaceAt);
    packed.surfaceStart[k + 1] = surfaceAt.surface;
    if (!text) continue;
    const from = source.text?.start[i] ?? 0;
    const to = source.text?.start[i + 1] ?? 0;
    text.ids[k] = source.text?.ids[i] ?? '';
    if (source.text && to > from) text.bytes.set(source.text.bytes.subarray(from, to), text.start[k]!);
    text.start[k + 1] = text.start[k]! + to - from;
  }
  return packed;
}
