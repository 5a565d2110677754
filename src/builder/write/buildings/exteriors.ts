/** Meshes the exteriors of a leaf: detailed faces where a building has them, else its volumes with their roofs. */
import type { EnuFrame } from '#base/geo/ellipsoid.ts';
import { triangulateSurface } from '#city/surface-mesh.ts';
import type { Problem } from '../../problem.ts';
import { ringsInPlane } from './tile-frame.ts';
import type { TileImage, TilePrimitive } from './tile-glb.ts';
import { TileMesh } from './tile-mesh.ts';
import { FOUNDATION, meshRoofed, type TileBuildings } from './volumes.ts';

export interface Exteriors {
  primitives: TilePrimitive[];
  images: TileImage[];
  problems: Problem[];
}

/** Meshes all buildings of a leaf. */
export async function meshExteriors(
  tile: TileBuildings,
  frame: EnuFrame,
  _textures: readonly string[],
): Promise<Exteriors> {
  const { buildings } = tile;
  const volumes = new TileMesh(frame.latDeg);
  const faces = new TileMesh(frame.latDeg);
  const problems: Problem[] = [];
  for (let i = 0; i < buildings.count; i++) {
    if (buildings.surfaceStart[i] === buildings.surfaceStart[i + 1]) {
      meshRoofed(tile, i, frame, volumes);
    } else {
      meshFaces(tile, i, frame, faces);
      meshPlinth(tile, i, frame, volumes);
    }
  }
  return {
    primitives: [
      { mesh: volumes, uv: null, image: -1, doubleSided: false },
      { mesh: faces, uv: null, image: -1, doubleSided: true },
    ],
    images: [],
    problems,
  };
}

/** Adds the faces of building `i`; corners that faces share are one. */
function meshFaces(tile: TileBuildings, i: number, frame: EnuFrame, mesh: TileMesh): void {
  const { surfaces, surfaceStart } = tile.buildings;
  const known = new Map<string, number>();
  mesh.feature = i;
  for (let s = surfaceStart[i]!; s < surfaceStart[i + 1]!; s++) {
    const rings: Float64Array[] = [];
    for (let r = surfaces.ringsStart[s]!; r < surfaces.ringsStart[s + 1]!; r++) {
      const from = surfaces.ringStart[r]!;
      const to = surfaces.ringStart[r + 1]!;
      const ring = new Float64Array((to - from) * 3);
      for (let v = from, at = 0; v < to; v++, at += 3) {
        const [lon, lat, h] = surfaces.lonLatHeight.subarray(v * 3, v * 3 + 3);
        frame.toEnu(lon!, lat!, h!, ring, at);
      }
      rings.push(ring);
    }
    const triangles = triangulateSurface(rings);
    const flat = rings.length === 1 ? rings[0]! : Float64Array.from(rings.flatMap((ring) => [...ring]));
    for (let t = 0; t < triangles.length; t += 3) {
      const a = weld(mesh, known, flat, triangles[t]!);
      const b = weld(mesh, known, flat, triangles[t + 1]!);
      const c = weld(mesh, known, flat, triangles[t + 2]!);
      if (a !== b && b !== c && c !== a) mesh.triangle(a, b, c);
    }
  }
}

/** Gives the corner's vertex, the same for corners within half a centimetre's cell. */
function weld(mesh: TileMesh, known: Map<string, number>, flat: Float64Array, index: number): number {
  const x = flat[index * 3]!;
  const y = flat[index * 3 + 1]!;
  const z = flat[index * 3 + 2]!;
  const key = `${Math.round(x * 200)} ${Math.round(y * 200)} ${Math.round(z * 200)}`;
  let vertex = known.get(key);
  if (vertex === undefined) {
    vertex = mesh.place(x, y, z);
    known.set(key, vertex);
  }
  return vertex;
}

/** Adds walls from a detailed model's lowest point down into ground that lies lower. */
function meshPlinth({ buildings, grounds }: TileBuildings, i: number, frame: EnuFrame, mesh: TileMesh): void {
  const { surfaces, surfaceStart, outlines, outlineStart } = buildings;
  let lowest = Number.POSITIVE_INFINITY;
  const from = surfaces.ringStart[surfaces.ringsStart[surfaceStart[i]!]!]!;
  const to = surfaces.ringStart[surfaces.ringsStart[surfaceStart[i + 1]!]!]!;
  for (let v = from; v < to; v++) lowest = Math.min(lowest, surfaces.lonLatHeight[v * 3 + 2]!);
  const ground = grounds[i]!;
  if (!(lowest - ground > 0.05) || buildings.volumes.minHeight[i]! > 0) return;
  mesh.feature = i;
  const bottom = ground - FOUNDATION - frame.h;
  const top = lowest - frame.h;
  for (let p = outlineStart[i]!; p < outlineStart[i + 1]!; p++) {
    for (const ring of ringsInPlane(outlines, p, frame)) {
      const n = ring.length / 2;
      const first = mesh.vertexCount;
      for (let k = 0; k < n; k++) {
        mesh.vertex(ring[k * 2]!, ring[k * 2 + 1]!, bottom);
        mesh.vertex(ring[k * 2]!, ring[k * 2 + 1]!, top);
      }
      for (let k = 0; k < n; k++) {
        const a = first + k * 2;
        const b = first + ((k + 1) % n) * 2;
        mesh.triangle(a, b, b + 1);
        mesh.triangle(a, b + 1, a + 1);
      }
    }
  }
}
