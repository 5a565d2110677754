/** Well-known text of geometries (`POLYGON Z ((…))`, EWKT): to GeoJSON. */
import type { Geometry, Position } from 'geojson';

const TYPES = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  LINEARRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
} as const;

const TOKEN = /\s*([(),]|[^\s(),]+)/y;

/**
 * Parses WKT.
 *
 * @returns null for an empty geometry.
 * @throws Error `wkt: expected …, got …` where the text is not WKT of a type that GeoJSON has.
 * Source: OGC 06-103r4, 7.
 */
export function parseWkt(text: string): Geometry | null {
  const tokens: string[] = [];
  const plain = text.replace(/^\s*SRID=\d+;/i, '').trimEnd();
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(plain); match; match = TOKEN.exec(plain)) tokens.push(match[1]!);
  const reader = { tokens, at: 0 };
  const geometry = readGeometry(reader);
  if (reader.at < tokens.length) throw new Error(`wkt: expected the end, got "${tokens[reader.at]}"`);
  return geometry;
}

interface Tokens {
  tokens: string[];
  at: number;
}

function readGeometry(reader: Tokens): Geometry | null {
  const word = (next(reader) ?? '').toUpperCase();
  // PostGIS writes POLYGONZ; the standard POLYGON Z.
  const glued = /^(.*?[^Z])(ZM|Z|M)$/.exec(word);
  const keyword = word in TYPES || word === 'GEOMETRYCOLLECTION' || !glued ? word : glued[1]!;
  let dimensions = keyword === word ? '' : glued![2]!;
  if (/^(ZM|Z|M)$/i.test(reader.tokens[reader.at] ?? '')) dimensions = next(reader)!.toUpperCase();
  if (/^EMPTY$/i.test(reader.tokens[reader.at] ?? '')) {
    reader.at++;
    return null;
  }
  if (keyword === 'GEOMETRYCOLLECTION') {
    const members = readList(reader, () => readGeometry(reader));
    return { type: 'GeometryCollection', geometries: members.filter((member) => member !== null) };
  }
  const type = TYPES[keyword as keyof typeof TYPES];
  if (!type) throw new Error(`wkt: expected a geometry of GeoJSON, got "${word.slice(0, 40)}"`);
  const position = () => readPosition(reader, dimensions === 'M');
  const line = () => readList(reader, position);
  switch (type) {
    case 'Point':
      return { type, coordinates: readList(reader, position)[0]! };
    case 'LineString':
      return { type, coordinates: line() };
    case 'MultiPoint':
      // Each point in brackets of its own, or all in one.
      return { type, coordinates: readList(reader, () => (peek(reader) === '(' ? line()[0]! : position())) };
    case 'Polygon':
    case 'MultiLineString':
      return { type, coordinates: readList(reader, line) };
    case 'MultiPolygon':
      return { type, coordinates: readList(reader, () => readList(reader, line)) };
  }
}

function peek({ tokens, at }: Tokens): string | undefined {
  return tokens[at];
}

function next(reader: Tokens): string | undefined {
  return reader.tokens[reader.at++];
}

function readList<T>(reader: Tokens, read: () => T): T[] {
  const open = next(reader);
  if (open !== '(') throw new Error(`wkt: expected "(", got ${open === undefined ? 'the end' : `"${open}"`}`);
  const out: T[] = [];
  for (;;) {
    out.push(read());
    const after = next(reader);
    if (after === ')') return out;
    if (after !== ',')
      throw new Error(`wkt: expected "," or ")", got ${after === undefined ? 'the end' : `"${after}"`}`);
  }
}

function readPosition(reader: Tokens, measured: boolean): Position {
  const out: number[] = [];
  while (reader.at < reader.tokens.length && !/^[(),]$/.test(peek(reader)!)) {
    const text = next(reader)!;
    const value = Number(text);
    // NaN stays: the frame drops the feature and shows it.
    if (Number.isNaN(value) && !/^nan$/i.test(text))
      throw new Error(`wkt: expected a number, got "${text.slice(0, 40)}"`);
    out.push(value);
  }
  if (out.length < 2) throw new Error(`wkt: expected two or more numbers, got ${out.length}`);
  return out.slice(0, measured ? 2 : 3);
}
