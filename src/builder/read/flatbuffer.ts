/** Tables of FlatBuffers, as far as FlatGeobuf needs them. All numbers are little endian. */

/** A table in a buffer; `field` gives the place of a field's value, or 0 where it is left out. */
export interface FlatTable {
  view: DataView;
  at: number;
}

/** The table that a buffer's first offset points to. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: view.getUint32(0, true) };
}

function field({ view, at }: FlatTable, index: number): number {
  const vtable = at - view.getInt32(at, true);
  const slot = 4 + index * 2;
  if (slot >= view.getUint16(vtable, true)) return 0;
  const offset = view.getUint16(vtable + slot, true);
  return offset === 0 ? 0 : at + offset;
}

function pointer({ view }: FlatTable, place: number): number {
  return place + view.getUint32(place, true);
}

export function uint8Field(table: FlatTable, index: number): number {
  const place = field(table, index);
  return place ? table.view.getUint8(place) : 0;
}

export function uint16Field(table: FlatTable, index: number, otherwise: number): number {
  const place = field(table, index);
  return place ? table.view.getUint16(place, true) : otherwise;
}

export function int32Field(table: FlatTable, index: number): number {
  const place = field(table, index);
  return place ? table.view.getInt32(place, true) : 0;
}

export function uint64Field(table: FlatTable, index: number): number {
  const place = field(table, index);
  return place ? Number(table.view.getBigUint64(place, true)) : 0;
}

export function textField(table: FlatTable, index: number): string | null {
  const bytes = bytesField(table, index);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

export function bytesField(table: FlatTable, index: number): Uint8Array | null {
  const place = field(table, index);
  if (!place) return null;
  const at = pointer(table, place);
  const length = table.view.getUint32(at, true);
  return new Uint8Array(table.view.buffer, table.view.byteOffset + at + 4, length);
}

export function tableField(table: FlatTable, index: number): FlatTable | null {
  const place = field(table, index);
  return place ? { view: table.view, at: pointer(table, place) } : null;
}

export function tablesField(table: FlatTable, index: number): FlatTable[] {
  const place = field(table, index);
  if (!place) return [];
  const at = pointer(table, place);
  const out: FlatTable[] = [];
  for (let i = table.view.getUint32(at, true), slot = at + 4; i > 0; i--, slot += 4) {
    out.push({ view: table.view, at: pointer(table, slot) });
  }
  return out;
}

export function doublesField(table: FlatTable, index: number): Float64Array | null {
  const place = field(table, index);
  if (!place) return null;
  const at = pointer(table, place);
  const length = table.view.getUint32(at, true);
  if (at + 4 + length * 8 > table.view.byteLength) throw new RangeError('vector');
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = table.view.getFloat64(at + 4 + i * 8, true);
  return out;
}

export function uintsField(table: FlatTable, index: number): number[] {
  const place = field(table, index);
  if (!place) return [];
  const at = pointer(table, place);
  const out: number[] = [];
  for (let i = 0; i < table.view.getUint32(at, true); i++)
    out.push(table.view.getUint32(at + 4 + i * 4, true));
  return out;
}
