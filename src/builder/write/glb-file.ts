/** Binary glTF: buffer views as they are collected, and the file around them. */
import { MeshoptEncoder } from 'meshoptimizer/encoder';

/** Collects buffer views: those that are compressed refer to another, imaginary buffer, as the extension wants. */
export class GlbBuffer {
  readonly #imaginary: number;

  /** @param imaginary - number of that buffer in the file. */
  constructor(imaginary = 1) {
    this.#imaginary = imaginary;
  }

  readonly views: Record<string, unknown>[] = [];
  readonly chunks: Uint8Array[] = [];
  length = 0;
  decodedLength = 0;

  /** Length of the file's binary chunk. */
  get byteLength(): number {
    return align(this.length, 4);
  }

  /** Adds bytes as they are; `extra` goes into the view (target, byteStride). Gives the view's number. */
  plain(bytes: Uint8Array, extra: Readonly<Record<string, number>> = {}): number {
    const byteOffset = this.#append(bytes);
    return this.views.push({ buffer: 0, byteOffset, byteLength: bytes.byteLength, ...extra }) - 1;
  }

  /** Adds a view of another buffer of the file. Gives the view's number. */
  external(
    buffer: number,
    byteOffset: number,
    byteLength: number,
    extra: Readonly<Record<string, number>>,
  ): number {
    return this.views.push({ buffer, byteOffset, byteLength, ...extra }) - 1;
  }

  /** Adds meshopt-compressed bytes (codec v0). Gives the view's number. */
  compressed(bytes: Uint8Array, count: number, stride: number, mode: 'ATTRIBUTES' | 'TRIANGLES'): number {
    const encoded = MeshoptEncoder.encodeGltfBuffer(bytes, count, stride, mode, 0);
    const byteOffset = this.#append(encoded);
    const decodedOffset = this.decodedLength;
    this.decodedLength = align(decodedOffset + count * stride, 4);
    const view: Record<string, unknown> = {
      buffer: this.#imaginary,
      byteOffset: decodedOffset,
      byteLength: count * stride,
      ...(mode === 'ATTRIBUTES' ? { byteStride: stride, target: 34_962 } : { target: 34_963 }),
      extensions: {
        EXT_meshopt_compression: {
          buffer: 0,
          byteOffset,
          byteLength: encoded.byteLength,
          byteStride: stride,
          count,
          mode,
        },
      },
    };
    return this.views.push(view) - 1;
  }

  #append(bytes: Uint8Array): number {
    const offset = align(this.length, 8);
    if (offset > this.length) this.chunks.push(new Uint8Array(offset - this.length));
    this.chunks.push(bytes);
    this.length = offset + bytes.byteLength;
    return offset;
  }
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

/** Puts JSON and buffer together. A new array. */
export function toGlb(json: unknown, buffer: GlbBuffer): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const jsonLength = align(text.byteLength, 4);
  const binLength = align(buffer.length, 4);
  const glb = new Uint8Array(12 + 8 + jsonLength + 8 + binLength);
  const view = new DataView(glb.buffer);
  view.setUint32(0, 0x46_54_6c_67, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, glb.byteLength, true);
  view.setUint32(12, jsonLength, true);
  view.setUint32(16, 0x4e_4f_53_4a, true);
  glb.fill(0x20, 20, 20 + jsonLength);
  glb.set(text, 20);
  view.setUint32(20 + jsonLength, binLength, true);
  view.setUint32(24 + jsonLength, 0x00_4e_49_42, true);
  let at = 28 + jsonLength;
  for (const chunk of buffer.chunks) {
    glb.set(chunk, at);
    at += chunk.byteLength;
  }
  return glb;
}
