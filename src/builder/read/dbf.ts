/** dBASE tables: the attributes of a Shapefile. */
import { SourceError } from '../problem.ts';
import { createDecode, type Decode, findEncoding } from './encoding.ts';

export interface DbfTable {
  count: number;
  fields: string[];
  encoding: string;
  /** Attributes of a row (0-based); null where the row is marked deleted. Empty fields are left out. */
  row(index: number): Record<string, string | number | boolean> | null;
}

interface Field {
  name: string;
  type: string;
  offset: number;
  length: number;
}

/** Language drivers that say more than "ANSI" or "DOS". */
const DRIVERS: Readonly<Record<number, string>> = {
  1: 'cp437',
  2: 'cp850',
  3: 'windows-1252',
  19: 'cp932',
  77: 'gb18030',
  78: 'cp949',
  79: 'cp950',
  100: 'cp852',
  101: 'cp866',
  120: 'cp950',
  121: 'cp949',
  122: 'gb18030',
  123: 'cp932',
  200: 'windows-1250',
  201: 'windows-1251',
};

/**
 * Parses a dBASE table.
 *
 * @param named - encoding by the recipe or the `.cpg` file, or null: then it is found.
 * @throws SourceError when it is no table or breaks off.
 */
export function parseDbf(bytes: Uint8Array, named: string | null, file: string): DbfTable {
  if (bytes.length < 33)
    throw new SourceError(`${file}: expected a dBASE header of 33 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4, true);
  const headerLength = view.getUint16(8, true);
  const rowLength = view.getUint16(10, true);
  const end = headerLength + count * rowLength;
  if (bytes.length < end) {
    const whole = Math.max(0, Math.floor((bytes.length - headerLength) / rowLength));
    throw new SourceError(
      `${file}: expected ${count} rows in ${end} bytes, got ${bytes.length} bytes (${whole} whole rows)`,
    );
  }
  const raw: (Omit<Field, 'name'> & { label: Uint8Array })[] = [];
  let offset = 1;
  for (let at = 32; at + 32 <= headerLength && bytes[at] !== 0x0d; at += 32) {
    const zero = bytes.subarray(at, at + 11).indexOf(0);
    const label = bytes.subarray(at, at + (zero < 0 ? 11 : zero));
    const type = String.fromCharCode(bytes[at + 11]!);
    // A character field may be longer than 255: its decimals are the high byte.
    const length = type === 'C' ? bytes[at + 16]! + 256 * bytes[at + 17]! : bytes[at + 16]!;
    raw.push({ label, type, offset, length });
    offset += length;
  }
  const encoding = named ?? find(bytes, raw, count, headerLength, rowLength);
  const decode = createDecode(encoding, file);
  const fields: Field[] = raw.map(({ label, ...field }) => ({ ...field, name: decode(label).trim() }));
  return {
    count,
    fields: fields.map((field) => field.name),
    encoding,
    row(index) {
      const at = headerLength + index * rowLength;
      if (bytes[at] === 0x2a) return null;
      const out: Record<string, string | number | boolean> = {};
      for (const field of fields) {
        const value = readField(view, bytes, at + field.offset, field, decode);
        if (value !== null) out[field.name] = value;
      }
      return out;
    },
  };
}

function find(
  bytes: Uint8Array,
  fields: readonly { label: Uint8Array; type: string; offset: number; length: number }[],
  count: number,
  headerLength: number,
  rowLength: number,
): string {
  const samples: Uint8Array[] = fields.map(({ label }) => label);
  for (let i = 0; i < Math.min(count, 5000); i++) {
    for (const { type, offset, length } of fields) {
      if (type !== 'C') continue;
      const at = headerLength + i * rowLength + offset;
      samples.push(trimmed(bytes.subarray(at, at + length)));
    }
  }
  const found = findEncoding(samples);
  return found === 'utf8' ? found : (DRIVERS[bytes[29]!] ?? found);
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}

function readField(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  { type, length }: Field,
  decode: Decode,
): string | number | boolean | null {
  if (type === 'I' || type === '+') return view.getInt32(at, true);
  if (type === 'O' || (type === 'B' && length === 8)) return view.getFloat64(at, true);
  const text = decode(trimmed(bytes.subarray(at, at + length))).trim();
  if (text === '') return null;
  if (type === 'N' || type === 'F') {
    // `****` stands for a number that its field could not hold.
    const number = Number(text);
    return Number.isFinite(number) ? number : null;
  }
  if (type === 'L') return /^[YyTt]$/.test(text) ? true : /^[NnFf]$/.test(text) ? false : null;
  if (type === 'D' && /^\d{8}$/.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return text;
}
