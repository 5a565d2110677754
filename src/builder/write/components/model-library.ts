/**
 * The meshes of all models that a city's components use, in one file a grade of detail (`components/models/near.bin`,
 * `coarse.bin`): tiles refer to it, so that no mesh is sent, kept or uploaded twice.
 *
 * Meshes are centred on the middle of their bounds; glTF axes (x east, y up, z south). All corners lie together, 20
 * bytes each: position (float32), normal (int8, padded), colour (uint8; the fourth byte is the corner's role); then all
 * indices (uint16). One buffer on the graphics card serves every tile.
 */
import { type ModelName, modelMesh } from '#city/components/model-mesh.ts';

/** Bytes a corner: position, normal, colour. */
export const CORNER = { stride: 20, normal: 12, colour: 16 } as const;

/** One mesh in the library: byte offsets, counts, bounds. */
export interface LibraryMesh {
  name: ModelName;
  vertices: number;
  indices: number;
  /** Of its first corner, from the first of all; of its first index, from the first of all; bytes. */
  vertexAt: number;
  indexAt: number;
  /** Bounds of the positions in the file. */
  min: [number, number, number];
  max: [number, number, number];
  /** Middle of the model, where the mesh was before: x right, y front, z up; m. */
  centre: [number, number, number];
  /** Farthest that a corner lies from the centre, level; half its height; m. */
  radius: number;
  half: number;
}

export interface ModelLibrary {
  bytes: Uint8Array;
  /** Bytes of the corners; the indices come after them. */
  vertexLength: number;
  meshes: Map<ModelName, LibraryMesh>;
}

export const LIBRARY_FILES = ['near.bin', 'coarse.bin'] as const;

const made = new Map<string, ModelLibrary>();

/** Makes the library of some models (in the order given), the same for the same names. Kept by names and detail. */
export function modelLibrary(names: readonly ModelName[], detail: 0 | 1): ModelLibrary {
  const key = `${detail} ${names.join(' ')}`;
  let library = made.get(key);
  if (!library) {
    library = make(names, detail);
    made.set(key, library);
  }
  return library;
}

/** 1/512 m: nothing is seen, and what is round is short. */
const GRAIN = 512;

function make(names: readonly ModelName[], detail: 0 | 1): ModelLibrary {
  const meshes = new Map<ModelName, LibraryMesh>();
  const sources = names.map((name) => modelMesh(name, detail));
  const vertexLength = sources.reduce((sum, mesh) => sum + (mesh.position.length / 3) * CORNER.stride, 0);
  const indexLength = sources.reduce((sum, mesh) => sum + mesh.index.byteLength, 0);
  const bytes = new Uint8Array(vertexLength + indexLength);
  const view = new DataView(bytes.buffer);
  let vertexAt = 0;
  let indexAt = 0;
  sources.forEach((mesh, number) => {
    const name = names[number]!;
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    mesh.position.forEach((value, at) => {
      low[at % 3] = Math.min(low[at % 3]!, value);
      high[at % 3] = Math.max(high[at % 3]!, value);
    });
    const centre = low.map((value, axis) => Math.round(((value + high[axis]!) / 2) * 64) / 64);
    const made: LibraryMesh = {
      name,
      vertices: mesh.position.length / 3,
      indices: mesh.index.length,
      vertexAt,
      indexAt,
      min: [Infinity, Infinity, Infinity],
      max: [-Infinity, -Infinity, -Infinity],
      centre: centre as [number, number, number],
      radius: 0,
      half: 0,
    };
    for (let v = 0; v < made.vertices; v++) {
      const [x, y, z] = [0, 1, 2].map(
        (axis) => Math.round((mesh.position[v * 3 + axis]! - centre[axis]!) * GRAIN) / GRAIN + 0,
      ) as [number, number, number];
      const at = vertexAt + v * CORNER.stride;
      for (const [axis, value] of [x, z, 0 - y].entries()) {
        view.setFloat32(at + axis * 4, value, true);
        made.min[axis] = Math.min(made.min[axis]!, value);
        made.max[axis] = Math.max(made.max[axis]!, value);
      }
      const normal = [mesh.normal[v * 3]!, mesh.normal[v * 3 + 2]!, -mesh.normal[v * 3 + 1]!];
      for (const [axis, value] of normal.entries())
        view.setInt8(at + CORNER.normal + axis, Math.round(value * 127));
      bytes.set(mesh.colour.subarray(v * 4, v * 4 + 4), at + CORNER.colour);
      made.radius = Math.max(made.radius, Math.hypot(x, y));
      made.half = Math.max(made.half, Math.abs(z));
    }
    mesh.index.forEach((index, k) => {
      view.setUint16(vertexLength + indexAt + k * 2, index, true);
    });
    vertexAt += made.vertices * CORNER.stride;
    indexAt += made.indices * 2;
    meshes.set(name, made);
  });
  return { bytes, vertexLength, meshes };
}
