/** The decoder, which is not the encoder's: CommonJS, whose default export Node and bundlers hand over differently. */
import * as library from '@here/quantized-mesh-decoder';

export type QuantizedMesh = library.QuantizedMesh;

/**
 * Decodes a quantized-mesh tile.
 *
 * @param bytes - of the tile; read in place, index arrays are views of them.
 * @throws RangeError when the bytes end too early.
 */
export function decodeTile(bytes: Uint8Array<ArrayBuffer>): QuantizedMesh {
  const given = library.default as unknown as { default?: typeof library.default };
  const decode = given.default ?? library.default;
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return decode(whole ? bytes.buffer : bytes.slice().buffer);
}
