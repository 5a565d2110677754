/**
 * Buildings as typed arrays: what crosses threads and what a million footprints are kept in.
 *
 * Offsets nest: building → polygons (`outlineStart`) → rings (`polygonStart`) → corners (`ringStart`); each offset
 * array has one entry more than it has owners. Frames and units are those of model.ts.
 */
import type { Building, HeightOrigin, LonLatPolygon, Roof, Surface, Volume } from './model.ts';
import { HEIGHT_ORIGINS } from './model.ts';
import { ROOF_SHAPES } from './roof-shape.ts';
import { useIndex } from './use.ts';

/** Polygons, their rings, their corners. */
export interface PackedPolygons {
  /** Flat [lon, lat, …], degrees. */
  lonLat: Float64Array;
  /** First corner of each ring. */
  ringStart: Uint32Array;
  /** First ring of each polygon. */
  polygonStart: Uint32Array;
}

/** What buildings and parts have in common; NaN, −1 and 0 stand for null where model.ts has null. */
export interface PackedVolumes {
  minHeight: Float64Array;
  height: Float64Array;
  roofShape: Uint8Array;
  roofAcross: Uint8Array;
  roofHeight: Float64Array;
  roofDirection: Float64Array;
  roofColour: Int32Array;
  colour: Int32Array;
  /** Index in `materials`, 0 for none. */
  roofMaterial: Uint16Array;
  material: Uint16Array;
}

export interface PackedSurfaces {
  kind: Uint8Array;
  texture: Int32Array;
  /** First ring of each surface. */
  ringsStart: Uint32Array;
  /** First corner of each ring. */
  ringStart: Uint32Array;
  /** Flat [lon, lat, h, …]. */
  lonLatHeight: Float64Array;
  /** Flat [u, v, …] of the surfaces that have a texture, in order. */
  uv: Float32Array;
  /** First uv pair of each surface. */
  uvStart: Uint32Array;
}

/** Ids, names and attributes as UTF-8: `name NUL attributes-as-JSON`, the first left out when there is none. */
export interface PackedText {
  ids: string[];
  bytes: Uint8Array;
  start: Uint32Array;
}

export interface PackedBuildings {
  count: number;
  /** Null where only geometry and numbers were asked for. */
  text: PackedText | null;
  /** West, south, east, north of the outline, degrees; four a building. */
  extents: Float64Array;
  outlineStart: Uint32Array;
  outlines: PackedPolygons;
  volumes: PackedVolumes;
  heightFrom: Uint8Array;
  /** Ellipsoidal height of the ground, m; NaN when the source does not say. */
  ground: Float64Array;
  use: Uint8Array;
  storeys: Uint16Array;
  built: Int16Array;
  demolished: Int16Array;
  partStart: Uint32Array;
  /** One polygon a part. */
  partOutlines: PackedPolygons;
  parts: PackedVolumes;
  surfaceStart: Uint32Array;
  surfaces: PackedSurfaces;
  /** Names of materials; the first stands for none. */
  materials: string[];
}

export const SURFACE_KINDS = [
  'wall',
  'roof',
  'ground',
  'other',
] as const satisfies readonly Surface['kind'][];

/** Makes room for `count` volumes. */
export function createPackedVolumes(count: number): PackedVolumes {
  return {
    minHeight: new Float64Array(count),
    height: new Float64Array(count),
    roofShape: new Uint8Array(count),
    roofAcross: new Uint8Array(count),
    roofHeight: new Float64Array(count),
    roofDirection: new Float64Array(count),
    roofColour: new Int32Array(count),
    colour: new Int32Array(count),
    roofMaterial: new Uint16Array(count),
    material: new Uint16Array(count),
  };
}

/** Gives the number of a material in the list, adding it when it is new; 0 for null and for the 65,536th. */
export function materialIndex(materials: string[], known: Map<string, number>, name: string | null): number {
  if (name === null) return 0;
  let index = known.get(name);
  if (index === undefined) {
    if (materials.length > 0xffff) return 0;
    index = materials.push(name) - 1;
    known.set(name, index);
  }
  return index;
}

interface VolumeLike {
  minHeight: number;
  height: number;
  roof: Roof;
  colour: number | null;
  material: string | null;
}

interface Materials {
  names: string[];
  known: Map<string, number>;
}

function putVolume(columns: PackedVolumes, at: number, volume: VolumeLike, materials: Materials): void {
  const { roof } = volume;
  columns.minHeight[at] = volume.minHeight;
  columns.height[at] = volume.height;
  columns.roofShape[at] = ROOF_SHAPES.indexOf(roof.shape);
  columns.roofAcross[at] = roof.orientation === 'across' ? 1 : 0;
  columns.roofHeight[at] = roof.height;
  columns.roofDirection[at] = roof.directionDeg ?? Number.NaN;
  columns.roofColour[at] = roof.colour ?? -1;
  columns.colour[at] = volume.colour ?? -1;
  columns.roofMaterial[at] = materialIndex(materials.names, materials.known, roof.material);
  columns.material[at] = materialIndex(materials.names, materials.known, volume.material);
}

/** Packs polygons; the offsets that group them are the caller's. */
function packPolygons(polygons: readonly LonLatPolygon[]): PackedPolygons {
  let rings = 0;
  let numbers = 0;
  for (const polygon of polygons) {
    rings += polygon.length;
    for (const ring of polygon) numbers += ring.length;
  }
  const packed: PackedPolygons = {
    lonLat: new Float64Array(numbers),
    ringStart: new Uint32Array(rings + 1),
    polygonStart: new Uint32Array(polygons.length + 1),
  };
  let ringAt = 0;
  let at = 0;
  for (let p = 0; p < polygons.length; p++) {
    for (const ring of polygons[p]!) {
      packed.lonLat.set(ring, at);
      at += ring.length;
      packed.ringStart[++ringAt] = at / 2;
    }
    packed.polygonStart[p + 1] = ringAt;
  }
  return packed;
}

/** Whether every ring of a surface has its texture coordinates. */
function hasUv(surface: Surface): boolean {
  return (
    surface.texture >= 0 &&
    surface.uv.length === surface.rings.length &&
    surface.rings.every((ring, r) => surface.uv[r]!.length * 3 === ring.length * 2)
  );
}

function packSurfaces(surfaces: readonly Surface[]): PackedSurfaces {
  let rings = 0;
  let numbers = 0;
  let uvs = 0;
  for (const surface of surfaces) {
    let corners = 0;
    for (const ring of surface.rings) corners += ring.length / 3;
    rings += surface.rings.length;
    numbers += corners * 3;
    if (hasUv(surface)) uvs += corners * 2;
  }
  const packed: PackedSurfaces = {
    kind: new Uint8Array(surfaces.length),
    texture: new Int32Array(surfaces.length),
    ringsStart: new Uint32Array(surfaces.length + 1),
    ringStart: new Uint32Array(rings + 1),
    lonLatHeight: new Float64Array(numbers),
    uv: new Float32Array(uvs),
    uvStart: new Uint32Array(surfaces.length + 1),
  };
  let ringAt = 0;
  let at = 0;
  let uvAt = 0;
  for (const [s, surface] of surfaces.entries()) {
    const textured = hasUv(surface);
    packed.kind[s] = SURFACE_KINDS.indexOf(surface.kind);
    packed.texture[s] = textured ? surface.texture : -1;
    for (const [r, ring] of surface.rings.entries()) {
      packed.lonLatHeight.set(ring, at);
      at += ring.length;
      packed.ringStart[++ringAt] = at / 3;
      if (!textured) continue;
      packed.uv.set(surface.uv[r]!, uvAt);
      uvAt += surface.uv[r]!.length;
    }
    packed.ringsStart[s + 1] = ringAt;
    packed.uvStart[s + 1] = uvAt / 2;
  }
  return packed;
}

function packText(buildings: readonly Building[]): PackedText {
  const encoder = new TextEncoder();
  const start = new Uint32Array(buildings.length + 1);
  let bytes = new Uint8Array(buildings.length * 64 + 256);
  let at = 0;
  for (const [i, { name, attributes }] of buildings.entries()) {
    const json = JSON.stringify(attributes);
    const text = `${name === null ? '' : `${name.replaceAll('\0', '')}\0`}${json === '{}' ? '' : json}`;
    if (at + text.length * 3 > bytes.length) {
      const larger = new Uint8Array((bytes.length + text.length * 3) * 2);
      larger.set(bytes.subarray(0, at));
      bytes = larger;
    }
    at += encoder.encodeInto(text, bytes.subarray(at)).written;
    start[i + 1] = at;
  }
  return { ids: buildings.map(({ id }) => id), bytes: bytes.slice(0, at), start };
}

/** Writes west, south, east, north of the corners [from, to) into `out`. */
function putExtent(lonLat: Float64Array, from: number, to: number, out: Float64Array, at: number): void {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let i = from * 2; i < to * 2; i += 2) {
    const lon = lonLat[i]!;
    const lat = lonLat[i + 1]!;
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  out[at] = west;
  out[at + 1] = south;
  out[at + 2] = east;
  out[at + 3] = north;
}

/** Packs buildings. Everything of them is kept; the arrays are new. */
export function packBuildings(buildings: readonly Building[]): PackedBuildings {
  const count = buildings.length;
  const materials: Materials = { names: [''], known: new Map() };
  const parts: Volume[] = [];
  const surfaces: Surface[] = [];
  const polygons: LonLatPolygon[] = [];
  const volumes = createPackedVolumes(count);
  const packed = {
    count,
    outlineStart: new Uint32Array(count + 1),
    heightFrom: new Uint8Array(count),
    ground: new Float64Array(count),
    use: new Uint8Array(count),
    storeys: new Uint16Array(count),
    built: new Int16Array(count),
    demolished: new Int16Array(count),
    partStart: new Uint32Array(count + 1),
    surfaceStart: new Uint32Array(count + 1),
  };
  for (let i = 0; i < count; i++) {
    const building = buildings[i]!;
    for (const polygon of building.outline) polygons.push(polygon);
    for (const part of building.parts) parts.push(part);
    for (const surface of building.surfaces) surfaces.push(surface);
    packed.outlineStart[i + 1] = polygons.length;
    packed.partStart[i + 1] = parts.length;
    packed.surfaceStart[i + 1] = surfaces.length;
    putVolume(volumes, i, building, materials);
    packed.heightFrom[i] = HEIGHT_ORIGINS.indexOf(building.heightFrom satisfies HeightOrigin);
    packed.ground[i] = building.ground ?? Number.NaN;
    packed.use[i] = useIndex(building.use);
    packed.storeys[i] = Math.min(0xffff, building.storeys);
    packed.built[i] = building.built;
    packed.demolished[i] = building.demolished;
  }
  const outlines = packPolygons(polygons);
  const extents = new Float64Array(count * 4);
  for (let i = 0; i < count; i++) {
    const from = outlines.ringStart[outlines.polygonStart[packed.outlineStart[i]!]!]!;
    const to = outlines.ringStart[outlines.polygonStart[packed.outlineStart[i + 1]!]!]!;
    putExtent(outlines.lonLat, from, to, extents, i * 4);
  }
  const partVolumes = createPackedVolumes(parts.length);
  for (const [p, part] of parts.entries()) putVolume(partVolumes, p, part, materials);
  return {
    ...packed,
    text: packText(buildings),
    extents,
    outlines,
    volumes,
    partOutlines: packPolygons(parts.map(({ polygon }) => polygon)),
    parts: partVolumes,
    surfaces: packSurfaces(surfaces),
    materials: materials.names,
  };
}

/** Lists the buffers of packed buildings, for `postMessage`. */
export function transferList(packed: PackedBuildings): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer.byteLength > 0) buffers.add(value.buffer as ArrayBuffer);
    } else if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  visit(packed);
  return [...buffers];
}
