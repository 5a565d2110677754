/**
 * Cuts a byte stream into lines (without their ends), as text.
 *
 * `whole` is false for a last line that no line end follows.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ text: string; number: number; whole: boolean }> {
  let rest: Buffer[] = [];
  let number = 0;
  for await (const bytes of chunks) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      rest.push(chunk.subarray(from, end));
      yield { text: Buffer.concat(rest).toString('utf8'), number: ++number, whole: true };
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString('utf8'), number: ++number, whole: false };
}
