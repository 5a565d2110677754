/**
 * The meshes of all models that a city's components use, in one file a grade of detail (`components/models/near.bin`,
 * `coarse.bin`): tiles refer to it, so that no mesh is sent, kept or uploaded twice.
 *
 * Meshes are centred on the middle of their bounds; glTF axes (x east, y up, z south). A mesh is position (float32),
 * normal (int8, padded) and colour (uint8; the fourth byte is the corner's role), then indices (uint16).
 */
import { type ModelName, modelMesh } from '#city/components/model-mesh.ts';

/** One mesh in the library: byte offsets, counts, bounds. */
export interface LibraryMesh {
  name: ModelName;
  vertices: number;
  indices: number;
  positionAt: number;
  normalAt: number;
  colourAt: number;
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

/** 1/4096 m: nothing is seen, and what is round compresses. */
const GRAIN = 4_096;

function make(names: readonly ModelName[], detail: 0 | 1): ModelLibrary {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const put = (array: Float32Array | Int8Array | Uint8Array | Uint16Array): number => {
    const at = length;
    const bytes = new Uint8Array(Math.ceil(array.byteLength / 4) * 4);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    chunks.push(bytes);
    length += bytes.byteLength;
    return at;
  };
  const meshes = new Map<ModelName, LibraryMesh>();
  for (const name of names) {
    const mesh = modelMesh(name, detail);
    const vertices = mesh.position.length / 3;
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    mesh.position.forEach((value, at) => {
      low[at % 3] = Math.min(low[at % 3]!, value);
      high[at % 3] = Math.max(high[at % 3]!, value);
    });
    const centre = low.map((value, axis) => Math.round(((value + high[axis]!) / 2) * 64) / 64);
    const positions = new Float32Array(vertices * 3);
    const normals = new Int8Array(vertices * 4);
    let radius = 0;
    let half = 0;
    for (let v = 0; v < vertices; v++) {
      const [x, y, z] = [0, 1, 2].map(
        (axis) => Math.round((mesh.position[v * 3 + axis]! - centre[axis]!) * GRAIN) / GRAIN + 0,
      );
      positions[v * 3] = x!;
      positions[v * 3 + 1] = z!;
      positions[v * 3 + 2] = 0 - y!;
      normals[v * 4] = Math.round(mesh.normal[v * 3]! * 127);
      normals[v * 4 + 1] = Math.round(mesh.normal[v * 3 + 2]! * 127);
      normals[v * 4 + 2] = Math.round(-mesh.normal[v * 3 + 1]! * 127);
      radius = Math.max(radius, Math.hypot(x!, y!));
      half = Math.max(half, Math.abs(z!));
    }
    const min: [number, number, number] = [Infinity, Infinity, Infinity];
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    positions.forEach((value, at) => {
      min[at % 3] = Math.min(min[at % 3]!, value);
      max[at % 3] = Math.max(max[at % 3]!, value);
    });
    meshes.set(name, {
      name,
      vertices,
      indices: mesh.index.length,
      positionAt: put(positions),
      normalAt: put(normals),
      colourAt: put(mesh.colour),
      indexAt: put(mesh.index),
      min,
      max,
      centre: centre as [number, number, number],
      radius,
      half,
    });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return { bytes, meshes };
}
