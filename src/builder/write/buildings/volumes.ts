/** Meshes the buildings of a tile: as massing, as prisms, as exteriors; and says how far the first two are off. */
import type { EnuFrame } from '#base/geo/ellipsoid.ts';
import type { PackedBuildings, PackedPolygons, PackedVolumes } from '#city/packed-buildings.ts';
import { unpackRoof } from '#city/unpack-building.ts';
import { meshVolume } from '#city/volume-mesh.ts';
import { simplifyFootprint } from './massing.ts';
import { meshPrism } from './prism.ts';
import { ringsInPlane } from './tile-frame.ts';
import type { TileMesh } from './tile-mesh.ts';

/** Walls that stand on the ground go on below it by this, m: slopes and coarser terrain shall not open a gap. */
export const FOUNDATION = 0.5;

/** What a tile is meshed from. */
export interface TileBuildings {
  buildings: PackedBuildings;
  /** Lowest ground under each footprint, m ellipsoidal. */
  grounds: Float64Array;
  /** Highest point of each, m ellipsoidal; NaN or absent: ground and height. */
  tops: Float64Array | null;
}

/** Top of a building, m ellipsoidal. */
export function topOf({ buildings, grounds, tops }: TileBuildings, i: number): number {
  const top = tops ? tops[i]! : Number.NaN;
  return Number.isNaN(top) ? grounds[i]! + buildings.volumes.height[i]! : top;
}

/** One prism: polygon number in `polygons`, columns row, underside above ground (m), top (m ellipsoidal). */
type VisitVolume = (
  polygons: PackedPolygons,
  polygon: number,
  columns: PackedVolumes,
  row: number,
  minHeight: number,
  top: number,
) => void;

/** Visits what a building is massed from: its parts where it has them and no faces, else its outline. */
export function forEachVolume(tile: TileBuildings, i: number, visit: VisitVolume): void {
  const { buildings, grounds } = tile;
  const from = buildings.partStart[i]!;
  const to = buildings.partStart[i + 1]!;
  if (to > from && buildings.surfaceStart[i] === buildings.surfaceStart[i + 1]) {
    for (let p = from; p < to; p++) {
      const { parts } = buildings;
      visit(buildings.partOutlines, p, parts, p, parts.minHeight[p]!, grounds[i]! + parts.height[p]!);
    }
    return;
  }
  const { outlines, outlineStart, volumes } = buildings;
  const top = topOf(tile, i);
  for (let p = outlineStart[i]!; p < outlineStart[i + 1]!; p++) {
    visit(outlines, p, volumes, i, volumes.minHeight[i]!, top);
  }
}

/** Underside in the tile's plane. */
function bottomOf(ground: number, minHeight: number, h: number): number {
  return minHeight > 0 ? ground + minHeight - h : ground - FOUNDATION - h;
}

/** Adds building `i` as flat-topped prisms. */
export function meshPrisms(tile: TileBuildings, i: number, frame: EnuFrame, mesh: TileMesh): void {
  mesh.feature = i;
  forEachVolume(tile, i, (polygons, polygon, _columns, _row, minHeight, top) => {
    const bottom = bottomOf(tile.grounds[i]!, minHeight, frame.h);
    if (!(top - frame.h > bottom)) return;
    meshPrism(ringsInPlane(polygons, polygon, frame), bottom, top - frame.h, mesh, minHeight > 0);
  });
}

/**
 * Adds building `i` simplified; volumes smaller than half the tolerance are left out, the largest never.
 *
 * @returns how far the result is from the building, m.
 */
export function meshMassing(
  tile: TileBuildings,
  i: number,
  tolerance: number,
  frame: EnuFrame,
  mesh: TileMesh,
): number {
  mesh.feature = i;
  const found: { rings: Float64Array[]; bottom: number; top: number; size: number }[] = [];
  let largest = 0;
  forEachVolume(tile, i, (polygons, polygon, _columns, _row, minHeight, top) => {
    const rings = ringsInPlane(polygons, polygon, frame);
    const bottom = bottomOf(tile.grounds[i]!, minHeight, frame.h);
    if (!(top - frame.h > bottom)) return;
    const size = Math.max(extentOf(rings[0]!), top - frame.h - bottom);
    largest = Math.max(largest, size);
    found.push({ rings, bottom, top: top - frame.h, size });
  });
  let deviation = 0;
  for (const { rings, bottom, top, size } of found) {
    if (size < tolerance / 2 && size < largest) {
      deviation = Math.max(deviation, size);
      continue;
    }
    const simple = simplifyFootprint(rings, tolerance);
    deviation = Math.max(deviation, simple.deviation);
    meshPrism(simple.rings, bottom, top, mesh, false);
  }
  return deviation;
}

/** Adds building `i` with its roofs; gives why a roof became flat, or null. */
export function meshRoofed(tile: TileBuildings, i: number, frame: EnuFrame, mesh: TileMesh): string | null {
  mesh.feature = i;
  let refused: string | null = null;
  forEachVolume(tile, i, (polygons, polygon, columns, row, minHeight, top) => {
    const bottom = bottomOf(tile.grounds[i]!, minHeight, frame.h);
    if (!(top - frame.h > bottom)) return;
    const roof = unpackRoof(columns, row, tile.buildings.materials);
    // The foundation is no part of the building: a roof as high as the building ends on the ground.
    const height = Math.min(roof.height, top - tile.grounds[i]! - minHeight);
    const rings = ringsInPlane(polygons, polygon, frame);
    const why = meshVolume(rings, bottom, top - frame.h, { ...roof, height }, mesh, minHeight > 0);
    refused ??= why;
  });
  return refused;
}

/** Larger side of a ring's bounds, m. */
function extentOf(ring: Float64Array): number {
  let minX = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < ring.length; k += 2) {
    minX = Math.min(minX, ring[k]!);
    maxX = Math.max(maxX, ring[k]!);
    minY = Math.min(minY, ring[k + 1]!);
    maxY = Math.max(maxY, ring[k + 1]!);
  }
  return Math.max(maxX - minX, maxY - minY);
}
