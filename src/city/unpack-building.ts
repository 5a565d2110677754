/** Single buildings out of packed ones. */
import type { Building, LonLatPolygon, Roof, Surface, Volume } from './model.ts';
import { HEIGHT_ORIGINS } from './model.ts';
import type { PackedBuildings, PackedPolygons, PackedVolumes } from './packed-buildings.ts';
import { SURFACE_KINDS } from './packed-buildings.ts';
import { ROOF_SHAPES } from './roof-shape.ts';
import { USES } from './use.ts';

const decoder = new TextDecoder();

/** Gives one polygon as rings: views, not copies. */
export function unpackPolygon(packed: PackedPolygons, polygon: number): LonLatPolygon {
  const rings: LonLatPolygon = [];
  for (let r = packed.polygonStart[polygon]!; r < packed.polygonStart[polygon + 1]!; r++) {
    rings.push(packed.lonLat.subarray(packed.ringStart[r]! * 2, packed.ringStart[r + 1]! * 2));
  }
  return rings;
}

/** Gives the roof of a packed volume. */
export function unpackRoof(columns: PackedVolumes, at: number, materials: readonly string[]): Roof {
  const direction = columns.roofDirection[at]!;
  const colour = columns.roofColour[at]!;
  const material = columns.roofMaterial[at]!;
  return {
    shape: ROOF_SHAPES[columns.roofShape[at]!]!,
    height: columns.roofHeight[at]!,
    directionDeg: Number.isNaN(direction) ? null : direction,
    orientation: columns.roofAcross[at] === 1 ? 'across' : 'along',
    colour: colour < 0 ? null : colour,
    material: material === 0 ? null : materials[material]!,
  };
}

/** Gives what a building or a part has of a volume, its polygon apart. */
function unpackVolume(
  columns: PackedVolumes,
  at: number,
  materials: readonly string[],
): Omit<Volume, 'polygon'> {
  const colour = columns.colour[at]!;
  const material = columns.material[at]!;
  return {
    minHeight: columns.minHeight[at]!,
    height: columns.height[at]!,
    roof: unpackRoof(columns, at, materials),
    colour: colour < 0 ? null : colour,
    material: material === 0 ? null : materials[material]!,
  };
}

/** Gives the parts of a building; their rings are views. */
export function unpackParts(packed: PackedBuildings, i: number): Volume[] {
  const parts: Volume[] = [];
  for (let p = packed.partStart[i]!; p < packed.partStart[i + 1]!; p++) {
    parts.push({
      polygon: unpackPolygon(packed.partOutlines, p),
      ...unpackVolume(packed.parts, p, packed.materials),
    });
  }
  return parts;
}

/** Gives the detailed faces of a building; their rings are views. */
export function unpackSurfaces(packed: PackedBuildings, i: number): Surface[] {
  const columns = packed.surfaces;
  const surfaces: Surface[] = [];
  for (let s = packed.surfaceStart[i]!; s < packed.surfaceStart[i + 1]!; s++) {
    const rings: Float64Array[] = [];
    const uv: Float32Array[] = [];
    const textured = columns.texture[s]! >= 0;
    let uvAt = columns.uvStart[s]!;
    for (let r = columns.ringsStart[s]!; r < columns.ringsStart[s + 1]!; r++) {
      const from = columns.ringStart[r]!;
      const to = columns.ringStart[r + 1]!;
      rings.push(columns.lonLatHeight.subarray(from * 3, to * 3));
      if (!textured) continue;
      uv.push(columns.uv.subarray(uvAt * 2, (uvAt + to - from) * 2));
      uvAt += to - from;
    }
    surfaces.push({ kind: SURFACE_KINDS[columns.kind[s]!]!, rings, texture: columns.texture[s]!, uv });
  }
  return surfaces;
}

/** Gives name and attributes of a building; none when they were not packed. */
export function unpackText(packed: PackedBuildings, i: number): Pick<Building, 'name' | 'attributes'> {
  const { text } = packed;
  if (!text || text.start[i] === text.start[i + 1]) return { name: null, attributes: {} };
  const line = decoder.decode(text.bytes.subarray(text.start[i]!, text.start[i + 1]!));
  const nul = line.indexOf('\0');
  const json = line.slice(nul + 1);
  return { name: nul < 0 ? null : line.slice(0, nul), attributes: json === '' ? {} : JSON.parse(json) };
}

/** Gives one building whole. Rings are views of the packed arrays; its id is empty when texts were not packed. */
export function unpackBuilding(packed: PackedBuildings, i: number): Building {
  const outline: LonLatPolygon[] = [];
  for (let p = packed.outlineStart[i]!; p < packed.outlineStart[i + 1]!; p++) {
    outline.push(unpackPolygon(packed.outlines, p));
  }
  const ground = packed.ground[i]!;
  return {
    id: packed.text?.ids[i] ?? '',
    outline,
    ...unpackVolume(packed.volumes, i, packed.materials),
    heightFrom: HEIGHT_ORIGINS[packed.heightFrom[i]!]!,
    ground: Number.isNaN(ground) ? null : ground,
    parts: unpackParts(packed, i),
    surfaces: unpackSurfaces(packed, i),
    use: USES[packed.use[i]!]!.use,
    storeys: packed.storeys[i]!,
    built: packed.built[i]!,
    demolished: packed.demolished[i]!,
    ...unpackText(packed, i),
  };
}
