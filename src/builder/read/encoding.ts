/** Text encodings of tables that do not name theirs: UTF-8, else Chinese (GB18030), else Western European. */
import iconv from 'iconv-lite';
import { SourceError } from '../problem.ts';

/** A decoder of whole fields or lines. */
export type Decode = (bytes: Uint8Array) => string;

/**
 * Finds the encoding of some text.
 *
 * UTF-8 proves itself; in Chinese text most bytes beyond ASCII come in pairs of two such, in European text a letter of
 * plain ASCII follows most of them.
 *
 * @param samples - fields or lines; a character cut at the end of one is forgiven.
 * @returns `utf8`, `gb18030` or `windows-1252`.
 */
export function findEncoding(samples: readonly Uint8Array[]): 'utf8' | 'gb18030' | 'windows-1252' {
  let utf8 = true;
  let pairs = 0;
  let singles = 0;
  for (const bytes of samples) {
    utf8 &&= isUtf8(bytes);
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i]! < 0x80) continue;
      if ((bytes[i + 1] ?? 0) >= 0xa1 && bytes[i]! >= 0x81) {
        pairs++;
        i++;
      } else singles++;
    }
  }
  if (utf8) return 'utf8';
  return pairs > singles ? 'gb18030' : 'windows-1252';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream: what is cut at the end is kept back, not refused.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a decoder for an encoding by its name (`UTF-8`, `GBK`, `936`, `ISO-8859-1` …).
 *
 * @param file - name for the message.
 * @throws SourceError for a name that is not known.
 */
export function createDecode(encoding: string, file: string): Decode {
  const name = encodingName(encoding);
  if (!iconv.encodingExists(name)) {
    throw new SourceError(
      `${file}: expected the name of a text encoding (UTF-8, GB18030 …), got "${encoding}"`,
    );
  }
  if (name === 'utf8')
    return (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return (bytes) => iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name);
}

function encodingName(encoding: string): string {
  const plain = encoding
    .trim()
    .toLowerCase()
    .replace(/^(cp|ansi|oem|windows)[ -]?(?=\d)/, '');
  if (/^utf-?8$|^65001$/.test(plain)) return 'utf8';
  if (/^(gbk|gb2312|gb18030|936|54936)$/.test(plain)) return 'gb18030';
  return /^\d{3,5}$/.test(plain)
    ? plain.startsWith('8859')
      ? `iso-8859-${plain.slice(4)}`
      : `cp${plain}`
    : plain;
}
