/** Meshes the exteriors of a leaf: detailed faces where a building has them, else its volumes with their roofs. */
import type { EnuFrame } from '#base/geo/ellipsoid.ts';
import { triangulateSurface } from '#city/surface-mesh.ts';
import type { Problem } from '../../problem.ts';
import { type AtlasPlacement, packAtlas, toAtlas } from './atlas.ts';
import type { AtlasImage } from './atlas-crops.ts';
import { FINE_STEP, ringsInPlane } from './tile-frame.ts';
import type { TileImage, TilePrimitive } from './tile-glb.ts';
import { TileMesh } from './tile-mesh.ts';
import { FOUNDATION, meshRoofed, type TileBuildings } from './volumes.ts';

export interface Exteriors {
  primitives: TilePrimitive[];
  images: TileImage[];
  problems: Problem[];
}

/** Faces that share a picture, or have none. */
interface FaceMesh {
  mesh: TileMesh;
  /** Grows beside the corners; empty without picture. */
  uv: number[];
  /** Corners of the building at hand, by place (and place on the page). */
  known: Map<string, number>;
  feature: number;
}

/**
 * Meshes all buildings of a leaf.
 *
 * @param textures - absolute paths of the pictures that surfaces refer to.
 */
export async function meshExteriors(
  tile: TileBuildings,
  frame: EnuFrame,
  textures: readonly string[],
): Promise<Exteriors> {
  const { buildings } = tile;
  const { surfaces, surfaceStart } = buildings;
  const { requests, requestOf } = atlasRequests(tile, textures);
  const atlas = await packAtlas(requests);
  const volumes = new TileMesh(frame.latDeg);
  const createFaces = (): FaceMesh => ({
    mesh: new TileMesh(frame.latDeg),
    uv: [],
    known: new Map(),
    feature: -1,
  });
  const bare = createFaces();
  const pages = atlas.pages.map(createFaces);
  for (let i = 0; i < buildings.count; i++) {
    const from = surfaceStart[i]!;
    const to = surfaceStart[i + 1]!;
    if (from === to) {
      // Why a roof became flat was told when the building was mended.
      meshRoofed(tile, i, frame, volumes);
      continue;
    }
    for (let s = from; s < to; s++) {
      const request = requestOf.get(s);
      const placement = request === undefined ? null : (atlas.placements[request] ?? null);
      const faces = placement ? pages[placement.page]! : bare;
      if (faces.feature !== i) {
        faces.known.clear();
        faces.feature = i;
        faces.mesh.feature = i;
      }
      addFace(surfaces, s, placement, frame, faces);
    }
    addPlinth(tile, i, frame, volumes);
  }
  return {
    primitives: [
      { mesh: volumes, uv: null, image: -1, doubleSided: false },
      { mesh: bare.mesh, uv: null, image: -1, doubleSided: true },
      ...pages.map(({ mesh, uv }, image) => ({ mesh, uv: Float32Array.from(uv), image, doubleSided: true })),
    ],
    images: atlas.pages.map(({ image, mimeType }) => ({ bytes: image, mimeType })),
    problems: atlas.problems,
  };
}

/** Asks the atlas for what each textured face shows of its picture. */
function atlasRequests(
  { buildings }: TileBuildings,
  textures: readonly string[],
): { requests: AtlasImage[]; requestOf: Map<number, number> } {
  const { surfaces } = buildings;
  const requests: AtlasImage[] = [];
  const requestOf = new Map<number, number>();
  for (let s = 0; s < surfaces.kind.length; s++) {
    const path = textures[surfaces.texture[s]!];
    if (path === undefined) continue;
    let [u0, v0, u1, v1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = surfaces.uvStart[s]!; at < surfaces.uvStart[s + 1]!; at++) {
      u0 = Math.min(u0, surfaces.uv[at * 2]!);
      u1 = Math.max(u1, surfaces.uv[at * 2]!);
      v0 = Math.min(v0, surfaces.uv[at * 2 + 1]!);
      v1 = Math.max(v1, surfaces.uv[at * 2 + 1]!);
    }
    requestOf.set(s, requests.push({ path, region: [u0, v0, u1, v1] }) - 1);
  }
  return { requests, requestOf };
}

type PackedSurfaces = TileBuildings['buildings']['surfaces'];

/** Adds a face; corners that a building's faces share are one. */
function addFace(
  surfaces: PackedSurfaces,
  s: number,
  placement: AtlasPlacement | null,
  frame: EnuFrame,
  faces: FaceMesh,
): void {
  const { lonLatHeight, ringStart, ringsStart } = surfaces;
  const rings: Float64Array[] = [];
  for (let r = ringsStart[s]!; r < ringsStart[s + 1]!; r++) {
    const from = ringStart[r]!;
    const to = ringStart[r + 1]!;
    const ring = new Float64Array((to - from) * 3);
    for (let v = from, at = 0; v < to; v++, at += 3) {
      frame.toEnu(lonLatHeight[v * 3]!, lonLatHeight[v * 3 + 1]!, lonLatHeight[v * 3 + 2]!, ring, at);
    }
    rings.push(ring);
  }
  const flat = rings.length === 1 ? rings[0]! : Float64Array.from(rings.flatMap((ring) => [...ring]));
  const uvFrom = surfaces.uvStart[s]!;
  const { mesh, known, uv } = faces;
  const corner = (index: number): number => {
    // On the grid of the file: corners that would be written the same are one, and none moves by more than rounding.
    const x = Math.round(flat[index * 3]! / FINE_STEP);
    const y = Math.round(flat[index * 3 + 1]! / FINE_STEP);
    const z = Math.round(flat[index * 3 + 2]! / FINE_STEP);
    let key = `${x} ${y} ${z}`;
    let [u, v] = [0, 0];
    if (placement) {
      const at = (uvFrom + index) * 2;
      [u, v] = toAtlas(placement, surfaces.uv[at]!, surfaces.uv[at + 1]!);
      key += ` ${Math.round(u * 0xffff)} ${Math.round(v * 0xffff)}`;
    }
    let vertex = known.get(key);
    if (vertex === undefined) {
      vertex = mesh.place(x * FINE_STEP, y * FINE_STEP, z * FINE_STEP);
      if (placement) uv.push(u, v);
      known.set(key, vertex);
    }
    return vertex;
  };
  const triangles = triangulateSurface(rings);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = corner(triangles[t]!);
    const b = corner(triangles[t + 1]!);
    const c = corner(triangles[t + 2]!);
    if (a !== b && b !== c && c !== a) mesh.triangle(a, b, c);
  }
}

/** Adds walls from a detailed model's lowest point down into ground that lies lower. */
function addPlinth({ buildings, grounds }: TileBuildings, i: number, frame: EnuFrame, mesh: TileMesh): void {
  const { surfaces, surfaceStart, outlines, outlineStart } = buildings;
  const from = surfaces.ringStart[surfaces.ringsStart[surfaceStart[i]!]!]!;
  const to = surfaces.ringStart[surfaces.ringsStart[surfaceStart[i + 1]!]!]!;
  let lowest = Number.POSITIVE_INFINITY;
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
