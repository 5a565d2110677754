/** Well-known binary geometry, OGC and ISO (Z, M) and EWKB: to GeoJSON. */
import type { Geometry, Position } from 'geojson';

/**
 * Parses WKB.
 *
 * @throws Error for types that GeoJSON has not (curves, surfaces, triangles) and for bytes that break off.
 * Source: OGC 06-103r4, 8.
 */
export function parseWkb(bytes: Uint8Array): Geometry | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readGeometry(view, { at: 0 });
  } catch (error) {
    if (error instanceof RangeError)
      throw new Error(`wkb: expected more than ${bytes.length} bytes, got their end`);
    throw error;
  }
}

interface Cursor {
  at: number;
}

const NAMES: Record<number, string> = {
  8: 'CircularString',
  9: 'CompoundCurve',
  10: 'CurvePolygon',
  11: 'MultiCurve',
  12: 'MultiSurface',
  13: 'Curve',
  14: 'Surface',
  15: 'PolyhedralSurface',
  16: 'TIN',
  17: 'Triangle',
};

function readGeometry(view: DataView, cursor: Cursor): Geometry | null {
  const little = view.getUint8(cursor.at) === 1;
  const code = view.getUint32(cursor.at + 1, little);
  cursor.at += 5;
  // EWKB flags the dimensions in the high bits, ISO in the thousands.
  if (code & 0x20000000) cursor.at += 4;
  const iso = Math.floor((code & 0x0fffffff) / 1000);
  const hasZ = (code & 0x80000000) !== 0 || iso === 1 || iso === 3;
  const hasM = (code & 0x40000000) !== 0 || iso >= 2;
  const type = (code & 0x0fffffff) % 1000;
  const uint = () => {
    const value = view.getUint32(cursor.at, little);
    cursor.at += 4;
    // A count that the bytes cannot hold: caught before an array of it is made.
    if (value * 4 > view.byteLength) throw new RangeError('count');
    return value;
  };
  const position = (): Position => {
    const out = [view.getFloat64(cursor.at, little), view.getFloat64(cursor.at + 8, little)];
    if (hasZ) out.push(view.getFloat64(cursor.at + 16, little));
    cursor.at += 16 + (hasZ ? 8 : 0) + (hasM ? 8 : 0);
    return out;
  };
  const list = <T>(read: () => T): T[] => {
    const out: T[] = [];
    for (let left = uint(); left > 0; left--) out.push(read());
    return out;
  };
  const line = () => list(position);
  const members = () => list(() => readGeometry(view, cursor));
  const inner = <T>(kind: string) =>
    members().map((member) => {
      if (member?.type !== kind)
        throw new Error(`wkb: expected a ${kind} inside, got ${member?.type ?? 'nothing'}`);
      return (member as unknown as { coordinates: T }).coordinates;
    });
  switch (type) {
    case 1: {
      const coordinates = position();
      return Number.isNaN(coordinates[0]) ? null : { type: 'Point', coordinates };
    }
    case 2:
      return { type: 'LineString', coordinates: line() };
    case 3:
      return { type: 'Polygon', coordinates: list(line) };
    case 4:
      return { type: 'MultiPoint', coordinates: inner<Position>('Point') };
    case 5:
      return { type: 'MultiLineString', coordinates: inner<Position[]>('LineString') };
    case 6:
      return { type: 'MultiPolygon', coordinates: inner<Position[][]>('Polygon') };
    case 7:
      return { type: 'GeometryCollection', geometries: members().filter((member) => member !== null) };
    default:
      throw new Error(`wkb: expected a geometry of GeoJSON, got ${NAMES[type] ?? `type ${type}`}`);
  }
}
