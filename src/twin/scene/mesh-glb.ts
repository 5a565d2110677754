import type { ComponentMesh } from '#city/component.ts';

const FLOAT = 5126;
const UNSIGNED_BYTE = 5121;
const UNSIGNED_SHORT = 5123;
const ARRAY_BUFFER = 34962;
const ELEMENT_ARRAY_BUFFER = 34963;
const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;

const padded = (length: number): number => (length + 3) & ~3;

/**
 * Packs a mesh (metres, z up, front to +y) as a binary glTF, whose y is up. The engine turns it back; a model that is
 * told that its front is x (`forwardAxis`) then has the mesh's own frame.
 */
export function meshGlb(mesh: ComponentMesh): Uint8Array<ArrayBuffer> {
  const turned = (source: Float32Array): Float32Array => {
    const target = new Float32Array(source.length);
    for (let at = 0; at < source.length; at += 3) {
      target[at] = source[at]!;
      target[at + 1] = source[at + 2]!;
      target[at + 2] = -source[at + 1]!;
    }
    return target;
  };
  const position = turned(mesh.position);
  const parts = [position, turned(mesh.normal), mesh.colour, mesh.index];
  const count = mesh.position.length / 3;
  const offsets: number[] = [];
  let size = 0;
  for (const part of parts) {
    offsets.push(size);
    size += padded(part.byteLength);
  }
  const [min, max] = boundsOf(position);
  const view = (at: number, target: number) => ({
    buffer: 0,
    byteOffset: offsets[at],
    byteLength: parts[at]!.byteLength,
    target,
  });
  const gltf = {
    asset: { version: '2.0', generator: 'Spar' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [
      {
        primitives: [{ attributes: { POSITION: 0, NORMAL: 1, COLOR_0: 2 }, indices: 3, material: 0 }],
      },
    ],
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 0.8 } }],
    accessors: [
      { bufferView: 0, componentType: FLOAT, count, type: 'VEC3', min, max },
      { bufferView: 1, componentType: FLOAT, count, type: 'VEC3' },
      { bufferView: 2, componentType: UNSIGNED_BYTE, normalized: true, count, type: 'VEC4' },
      { bufferView: 3, componentType: UNSIGNED_SHORT, count: mesh.index.length, type: 'SCALAR' },
    ],
    bufferViews: [
      view(0, ARRAY_BUFFER),
      view(1, ARRAY_BUFFER),
      view(2, ARRAY_BUFFER),
      view(3, ELEMENT_ARRAY_BUFFER),
    ],
    buffers: [{ byteLength: size }],
  };
  const json = new TextEncoder().encode(JSON.stringify(gltf));
  const jsonSize = padded(json.length);
  const glb = new Uint8Array(12 + 8 + jsonSize + 8 + size);
  const header = new DataView(glb.buffer);
  const words = [MAGIC, 2, glb.length, jsonSize, JSON_CHUNK];
  for (const [at, word] of words.entries()) header.setUint32(at * 4, word, true);
  glb.fill(0x20, 20, 20 + jsonSize);
  glb.set(json, 20);
  header.setUint32(20 + jsonSize, size, true);
  header.setUint32(24 + jsonSize, BINARY_CHUNK, true);
  parts.forEach((part, at) => {
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    glb.set(bytes, 28 + jsonSize + offsets[at]!);
  });
  return glb;
}

function boundsOf(position: Float32Array): [number[], number[]] {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  position.forEach((value, at) => {
    min[at % 3] = Math.min(min[at % 3]!, value);
    max[at % 3] = Math.max(max[at % 3]!, value);
  });
  return [min, max];
}
