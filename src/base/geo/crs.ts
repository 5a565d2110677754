/** Coordinate reference systems: from a code, WKT or proj4 text to WGS84 longitude and latitude. */
import proj4, { type Converter } from 'proj4';
import { epsgOfWkt, findWkt, nameOfWkt, parseCrsWkt, type WktNode } from './crs-wkt.ts';
import { datumCodeByName, datumShift } from './datum-shifts.ts';

export interface Crs {
  /** `EPSG:7415 Amersfoort / RD New + NAP height`, for report and manifest. */
  name: string;
  epsg: number | null;
  geographic: boolean;
  /** To WGS84 degrees [lon, lat]. x is easting or longitude, y northing or latitude, whatever the CRS's axis order. */
  toLonLat(x: number, y: number): [number, number];
  fromLonLat(lon: number, lat: number): [number, number];
  /** Metres a unit of height. */
  heightUnit: number;
  heights: 'ellipsoidal' | 'orthometric' | 'unknown';
  /** The definition's own axis order is latitude or northing first. */
  northingFirst: boolean;
  /** Area of use, degrees: west, south, east, north; null unknown. */
  area: [number, number, number, number] | null;
  /** EPSG's name of the datum shift taken; null where the definition's own, or none, is. */
  shift: string | null;
  /** For transverse Mercator systems (UTM, Gauss-Krüger): degrees, and the CRS's unit. */
  transverse: { centralMeridianDeg: number; falseEasting: number } | null;
}

/** What a table of EPSG definitions answers for a code. Handed in: `base` reads no files. */
export interface EpsgRecord {
  name: string;
  proj4: string;
  wkt?: string;
  /** north, west, south, east; as epsg-index gives it. */
  bbox?: [number, number, number, number] | null;
}
export type EpsgLookup = (code: number) => EpsgRecord | null;

/** US survey foot, m. */
export const US_SURVEY_FOOT = 1200 / 3937;
/** International foot, m. */
export const FOOT = 0.3048;

const HORIZONTAL = [
  'PROJCS',
  'PROJCRS',
  'PROJECTEDCRS',
  'GEOGCS',
  'GEOGCRS',
  'GEODCRS',
  'GEODETICCRS',
  'GEOGRAPHICCRS',
];
const BASE = ['GEOGCS', 'BASEGEOGCRS', 'BASEGEODCRS', 'GEOGCRS', 'GEODCRS', 'GEODETICCRS', 'GEOGRAPHICCRS'];
const VERTICAL = ['VERT_CS', 'VERTCS', 'VERTCRS', 'VERTICALCRS'];
const WKT = /^\s*(PROJ|GEO|GEOG|GEOD|COMP|BOUND|VERT|LOCAL|ENG|FITTED)\w*\s*[[(]/i;

/** proj4's record of a definition, as far as it is looked at here. */
interface Projection {
  projName?: string;
  ellps?: string;
  datumCode?: string;
  datum_params?: string[];
  nadgrids?: string;
  a?: number;
  long0?: number;
  x0?: number;
  zone?: number;
  to_meter?: number;
  from_greenwich?: number;
}

/** A definition taken apart: what proj4 gets, and what is said of it. */
interface Definition {
  name: string;
  epsg: number | null;
  /** proj4 or WKT text of the horizontal part. */
  text: string;
  /** The horizontal part as a tree, when there is WKT. */
  horizontal: WktNode | null;
  vertical: WktNode | null;
  area: Crs['area'];
  threeD: boolean;
}

/**
 * Creates a CRS from whatever names one.
 *
 * @param spec - an EPSG code as number or text (`EPSG:28992`, `28992`, `EPSG:28992+5709`, `urn:ogc:def:crs:EPSG::7415`,
 *   `http://www.opengis.net/def/crs/EPSG/0/7415`), `OGC:CRS84` in its spellings, WKT 1 or 2 (an ESRI .prj too), or a
 *   proj4 string.
 * @param lookup - table of EPSG definitions.
 * @throws Error `crs "…": expected …, got …` for an unknown code or a text that is none of these.
 *
 * Compound systems take the definition of their horizontal part; datum shifts come from `datum-shifts.ts` where it knows
 * the datum. Heights of a projected 2D system in feet are taken to be in the same feet.
 * Accuracy: 0.25 m for EPSG:28992, 0.3 m for 2056; 1 m against PROJ for a dozen others (tests).
 */
export function createCrs(spec: string | number, lookup: EpsgLookup): Crs {
  const label = typeof spec === 'number' ? `EPSG:${spec}` : spec.trim();
  const definition = define(label, lookup);
  const shown = label.length > 60 ? `${label.slice(0, 60)}…` : label;
  const { horizontal, vertical, text } = definition;
  const base = horizontal && findWkt(horizontal, ...BASE);
  const centre = definition.area && centreOf(definition.area);
  const code = datumCodeOf(base, definition.name);
  const shift = code ? datumShift(code, centre) : null;

  let projection: Projection | undefined;
  let converter: Converter;
  try {
    projection = parseProjection(text);
    if (shift) {
      projection.datum_params = shift.parameters.map(String);
      delete projection.nadgrids;
    } else if (projection.nadgrids && projection.nadgrids !== '@null') {
      delete projection.nadgrids;
    }
    converter = converterOf(projection);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const found = message.startsWith('Could not get projection name') ? projection?.projName : message;
    const got = JSON.stringify(found ?? message);
    throw new Error(`crs "${shown}": expected a projection that proj4 knows, got ${got}`, { cause });
  }

  const geographic = projection.projName === 'longlat';
  if (projection.projName === 'geocent') {
    throw new Error(`crs "${shown}": expected a projected or geographic system, got a geocentric one`);
  }
  const transverse = transverseOf(projection);
  const toMetre = Number(projection.to_meter ?? 1) || 1;
  const plain = geographic && isWgs84Degrees(projection, horizontal);
  const unit = vertical && findWkt(vertical, 'UNIT', 'LENGTHUNIT');
  const point: [number, number] = [0, 0];
  return {
    name: definition.name,
    epsg: definition.epsg,
    geographic,
    toLonLat(x, y) {
      if (plain) return [x, y];
      point[0] = x;
      point[1] = y;
      const [lon, lat] = converter.inverse(point) as [number, number];
      return [lon, lat];
    },
    fromLonLat(lon, lat) {
      if (plain) return [lon, lat];
      point[0] = lon;
      point[1] = lat;
      const [x, y] = converter.forward(point) as [number, number];
      return [x, y];
    },
    heightUnit: unit ? Number(unit.values[1]) : geographic ? 1 : exactFoot(toMetre),
    heights: heightKind(vertical, definition.threeD),
    northingFirst: isNorthingFirst(definition, geographic),
    area: definition.area ?? areaOf(transverse),
    transverse,
    shift: shift ? `${shift.source} (EPSG)` : null,
  };
}

/** Takes any spelling of a CRS apart. */
function define(label: string, lookup: EpsgLookup): Definition {
  if (/^\+|^\s*\+?proj=/.test(label)) {
    return {
      name: label,
      epsg: null,
      text: label,
      horizontal: null,
      vertical: null,
      area: null,
      threeD: false,
    };
  }
  if (/CRS:?84h?$/i.test(label)) {
    const crs84 = fromCode(4326, lookup, label);
    return { ...crs84, name: 'OGC:CRS84', epsg: 4326, threeD: /h$/i.test(label) };
  }
  if (WKT.test(label)) return fromWkt(label, lookup);
  const codes = epsgCodes(label);
  const first = codes[0];
  if (first === undefined) {
    throw new Error(
      `crs "${label.slice(0, 60)}": expected an EPSG code, WKT or a proj4 string, got ${JSON.stringify(label.slice(0, 60))}`,
    );
  }
  const definition = fromCode(first, lookup, label);
  const second = codes[1] === undefined ? null : record(codes[1], lookup, label);
  if (!second?.wkt) return definition;
  const name = `EPSG:${first}+${codes[1]} ${definition.name.replace(/^EPSG:\d+ /, '')} + ${second.name}`;
  return { ...definition, name, vertical: findWkt(parseCrsWkt(second.wkt), ...VERTICAL) };
}

/** The EPSG codes that a name, urn or address holds: one, or horizontal and vertical. */
function epsgCodes(label: string): number[] {
  const plain = /^(?:EPSG:+)?(\d+)(?:\+(\d+))?$/i.exec(label);
  if (plain) return plain.slice(1).filter(Boolean).map(Number);
  const urn = [...label.matchAll(/EPSG(?::[\d.]*:|\/[\d.]+\/|\.xml#|:)(\d+)/gi)];
  return urn.map((match) => Number(match[1]));
}

function record(code: number, lookup: EpsgLookup, label: string): EpsgRecord {
  const found = lookup(code);
  if (!found)
    throw new Error(`crs "${label}": expected a code of the EPSG table, got ${code}, which is not in it`);
  return found;
}

function fromCode(code: number, lookup: EpsgLookup, label: string): Definition {
  const found = record(code, lookup, label);
  const tree = found.wkt ? parseCrsWkt(found.wkt) : null;
  const compound = tree && /^COMP/.test(tree.keyword);
  const horizontal = tree && findWkt(tree, ...HORIZONTAL);
  const name = `EPSG:${code} ${found.name}`;
  const box = found.bbox;
  const area: Crs['area'] = box ? [box[1], box[2], box[3], box[0]] : null;
  const vertical = compound ? findWkt(tree, ...VERTICAL) : null;
  if (compound && horizontal) {
    const part = epsgOfWkt(horizontal);
    const own = part === null ? null : lookup(part);
    if (own?.proj4) return { name, epsg: code, text: own.proj4, horizontal, vertical, area, threeD: false };
  }
  if (!found.proj4 || !/\+proj=/.test(found.proj4)) {
    const kind = tree?.keyword ?? 'one without a definition';
    throw new Error(`crs "${label}": expected a projected or geographic system, got ${kind} (${found.name})`);
  }
  const threeD = /\(3D\)/.test(found.name) || (!tree && /longlat/.test(found.proj4));
  return { name, epsg: code, text: found.proj4, horizontal, vertical, area, threeD };
}

function fromWkt(label: string, lookup: EpsgLookup): Definition {
  let tree: WktNode;
  try {
    tree = parseCrsWkt(label);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`crs "${label.slice(0, 60)}…": expected well-known text, got ${found}`, { cause });
  }
  const horizontal = findWkt(tree, ...HORIZONTAL);
  if (!horizontal) {
    throw new Error(
      `crs "${nameOfWkt(tree)}": expected a projected or geographic system, got ${tree.keyword}`,
    );
  }
  const vertical = findWkt(tree, ...VERTICAL);
  const code = epsgOfWkt(tree);
  const part = epsgOfWkt(horizontal);
  const known = part === null ? null : lookup(part);
  const box = known?.bbox;
  return {
    name: code ? `EPSG:${code} ${nameOfWkt(tree)}` : nameOfWkt(tree) || nameOfWkt(horizontal),
    epsg: code ?? (vertical ? null : part),
    // The table's definition has the axes and names that proj4 surely knows.
    text: known?.proj4 && /\+proj=/.test(known.proj4) ? known.proj4 : horizontal.text,
    horizontal,
    vertical,
    area: box ? [box[1], box[2], box[3], box[0]] : null,
    threeD: horizontal.children.some((c) => c.keyword === 'CS' && c.values[1] === 3),
  };
}

/** The EPSG code of the geographic CRS under a definition: its own, or by its name, or by that of its datum. */
function datumCodeOf(base: WktNode | null, name: string): number | null {
  // `EPSG:27572 NTF (Paris) / Lambert zone II`: the table has names without WKT.
  if (!base) return datumCodeByName(name.replace(/^EPSG:\d+ /, '').split(' / ')[0]!);
  const datum = findWkt(base, 'DATUM', 'GEODETICDATUM', 'TRF');
  return epsgOfWkt(base) ?? datumCodeByName(nameOfWkt(base)) ?? (datum && datumCodeByName(nameOfWkt(datum)));
}

function heightKind(vertical: WktNode | null, threeD: boolean): Crs['heights'] {
  if (!vertical) return threeD ? 'ellipsoidal' : 'unknown';
  const datum = findWkt(vertical, 'VERT_DATUM', 'VDATUM', 'DATUM');
  // 2002 is WKT 1's number of heights above the ellipsoid; ESRI gives a vertical system a geodetic DATUM for them.
  const ellipsoidal =
    datum?.values[1] === 2002 || datum?.keyword === 'DATUM' || /ellips/i.test(vertical.text);
  return ellipsoidal ? 'ellipsoidal' : 'orthometric';
}

/** EPSG's geographic systems are latitude first; its projected ones say their axes, and the table drops those of northing-first ones. */
function isNorthingFirst(definition: Definition, geographic: boolean): boolean {
  const { horizontal, epsg, name } = definition;
  const axis = horizontal?.children.find((child) => child.keyword === 'AXIS');
  if (axis) return axis.values.some((value) => /^(north|south)$/i.test(String(value)));
  if (epsg === null || name === 'OGC:CRS84') return false;
  return geographic || (horizontal !== null && epsg < 32_768);
}

function isWgs84Degrees(projection: Projection, horizontal: WktNode | null): boolean {
  const unit = horizontal?.children.find(
    (child) => child.keyword === 'UNIT' || child.keyword === 'ANGLEUNIT',
  );
  const degrees = !unit || Math.abs(Number(unit.values[1]) - Math.PI / 180) < 1e-9;
  const shifts = projection.datum_params?.some((v) => Number(v) !== 0) ?? false;
  const axis = Number(projection.a ?? 6_378_137);
  const ellipsoid =
    /^(wgs84|grs80)$/i.test(projection.ellps ?? '') ||
    /^(wgs84|nad83)$/i.test(projection.datumCode ?? '') ||
    /wgs.?84|grs.?19?80|cgcs.?2000/i.test(projection.ellps ?? '');
  return degrees && !shifts && ellipsoid && axis === 6_378_137 && !Number(projection.from_greenwich ?? 0);
}

function exactFoot(toMetre: number): number {
  if (Math.abs(toMetre - US_SURVEY_FOOT) < 1e-9) return US_SURVEY_FOOT;
  return Math.abs(toMetre - FOOT) < 1e-9 ? FOOT : 1;
}

/** Central meridian and false easting of a transverse Mercator projection. */
function transverseOf(projection: Projection): Crs['transverse'] {
  const kind = String(projection.projName).replaceAll('_', ' ').toLowerCase();
  const toMetre = Number(projection.to_meter ?? 1) || 1;
  if (kind === 'utm') {
    return { centralMeridianDeg: Number(projection.zone) * 6 - 183, falseEasting: 500_000 / toMetre };
  }
  if (!/^(e?tmerc|transverse mercator|gauss kruger|fast transverse mercator)$/.test(kind)) return null;
  // Rounded: radians made 119.99999999999999 of 120.
  const centralMeridianDeg = Math.round((Number(projection.long0 ?? 0) * 180e9) / Math.PI) / 1e9;
  return { centralMeridianDeg, falseEasting: Number(projection.x0 ?? 0) / toMetre };
}

/** A zone's surroundings, for systems whose area of use no table tells. */
function areaOf(transverse: Crs['transverse']): Crs['area'] {
  if (!transverse) return null;
  const lon = transverse.centralMeridianDeg;
  return [Math.max(-180, lon - 4), -80, Math.min(180, lon + 4), 84];
}

function centreOf([west, south, east, north]: [number, number, number, number]): [number, number] {
  const width = east >= west ? east - west : east - west + 360;
  const lon = west + width / 2;
  return [lon > 180 ? lon - 360 : lon, (south + north) / 2];
}

/** Parses proj4 or WKT text into proj4's own record, without leaving it in proj4's registry. */
function parseProjection(text: string): Projection {
  proj4.defs(SCRATCH, text);
  return { ...(proj4.defs(SCRATCH) as unknown as Projection) };
}

function converterOf(projection: Projection): Converter {
  proj4.defs(SCRATCH, projection as never);
  return proj4(SCRATCH);
}

const SCRATCH = 'spar:scratch';
