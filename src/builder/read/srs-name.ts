/** Names of coordinate reference systems as city models spell them. */
import type { CrsHint } from './source.ts';

/**
 * Reads a CRS name: `urn:ogc:def:crs:EPSG::7415`, `urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783`,
 * `http(s)://www.opengis.net/def/crs/EPSG/0/7415`, `http://www.opengis.net/gml/srs/epsg.xml#4326`, `EPSG:7415`,
 * `urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH`, `OGC:CRS84`, or a bare code.
 *
 * Of a compound name the horizontal (first) code is given.
 *
 * @param value - the name, or a number.
 * @param first - a first coordinate pair of the file, in its order: a name in URN or URL form whose pair fits latitude
 * and longitude is taken to be latitude first, as those forms demand. Without it nothing is said of the axes.
 * @returns the hint, or null when the name says nothing that can be used.
 */
export function parseSrsName(value: unknown, first?: readonly [number, number]): CrsHint | null {
  if (typeof value === 'number') return Number.isInteger(value) && value > 0 ? { epsg: value } : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text === '') return null;
  if (/\bCRS:?84h?\b/i.test(text)) return { epsg: 4326, latitudeFirst: false };
  const epsg = epsgOf(text);
  if (epsg === null) return /^(\+proj=|[A-Z_]+CRS\[|[A-Z_]+_?CS\[)/.test(text) ? { text } : null;
  const hint: CrsHint = { epsg };
  // Beyond ±90 the second value can only be a longitude, whatever the form of the name.
  if (first && looksLatitudeFirst(first) && (/^(urn:|https?:)/i.test(text) || Math.abs(first[1]) > 90))
    hint.latitudeFirst = true;
  return hint;
}

function epsgOf(text: string): number | null {
  if (/^\d{4,6}$/.test(text)) return Number(text);
  const german = /ETRS89_UTM(3[1-3])/i.exec(text);
  if (german) return 25800 + Number(german[1]);
  const match = /epsg(?:\.xml#|[:/](?:[\d.]*[:/])?)(\d{4,6})\b/i.exec(text);
  return match ? Number(match[1]) : null;
}

/** Degrees, the first of them at most 90: what a latitude and a longitude look like. */
function looksLatitudeFirst([a, b]: readonly [number, number]): boolean {
  return Math.abs(a) <= 90 && Math.abs(b) <= 180 && (a !== 0 || b !== 0);
}
