/** GeoKeys of a GeoTIFF → frame and vertical unit. Source: OGC GeoTIFF 1.1 (19-008r4), annexes B and C. */
import type { CrsHint } from './source.ts';

export type GeoKeys = Partial<Record<string, unknown>>;

const USER_DEFINED = 32767;
/** Unit codes of length → metres. */
const LENGTHS: Record<number, number> = { 9001: 1, 9002: 0.3048, 9003: 1200 / 3937, 9005: 0.3047972654 };
const LENGTH_NAMES: Record<number, string> = { 9001: 'm', 9002: 'ft', 9003: 'us-ft' };
/** Vertical CRS codes whose unit is a foot. */
const FOOT_DATUMS: Record<number, number> = {
  5702: 1200 / 3937,
  6360: 1200 / 3937,
  8228: 0.3048,
};
/** Ellipsoid codes → proj4. */
const ELLIPSOIDS: Record<number, string> = {
  7001: 'airy',
  7004: 'bessel',
  7008: 'clrk66',
  7015: 'evrst30',
  7019: 'GRS80',
  7022: 'intl',
  7024: 'krass',
  7030: 'WGS84',
  7043: 'WGS72',
};

function code(keys: GeoKeys, name: string): number {
  const value = keys[name];
  return typeof value === 'number' ? value : 0;
}

function real(keys: GeoKeys, ...names: string[]): number {
  for (const name of names) {
    const value = keys[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return Number((value as ArrayLike<number>)[0]);
  }
  return 0;
}

/**
 * Gives the frame that the keys name: an EPSG code, else proj4 or WKT text.
 *
 * @returns null when the keys say nothing usable.
 */
export function crsFromGeoKeys(keys: GeoKeys | null): CrsHint | null {
  if (!keys) return null;
  const projected = code(keys, 'ProjectedCSTypeGeoKey');
  if (projected > 0 && projected !== USER_DEFINED) return { epsg: projected };
  const citation = [keys.GTCitationGeoKey, keys.PCSCitationGeoKey, keys.GeogCitationGeoKey]
    .filter((text) => typeof text === 'string')
    .join('|');
  const wkt = /((?:PROJCS|GEOGCS|PROJCRS|GEOGCRS)\[.*\])/s.exec(citation)?.[1];
  if (wkt) return { text: wkt };
  const geographic = code(keys, 'GeographicTypeGeoKey');
  if (projected === 0 && code(keys, 'GTModelTypeGeoKey') !== 1) {
    if (geographic > 0 && geographic !== USER_DEFINED) return { epsg: geographic };
    const ellipsoid = ellipsoidText(keys);
    return ellipsoid ? { text: `+proj=longlat ${ellipsoid} +no_defs` } : null;
  }
  const text = projectionText(keys);
  return text ? { text } : null;
}

function ellipsoidText(keys: GeoKeys): string | null {
  const datum: Record<number, string> = {
    4326: 'WGS84',
    4269: 'GRS80',
    4258: 'GRS80',
    4490: 'GRS80',
    4283: 'GRS80',
  };
  const named = datum[code(keys, 'GeographicTypeGeoKey')] ?? ELLIPSOIDS[code(keys, 'GeogEllipsoidGeoKey')];
  if (named) return named === 'WGS84' ? '+datum=WGS84' : `+ellps=${named}`;
  const a = real(keys, 'GeogSemiMajorAxisGeoKey');
  if (!(a > 6e6)) return null;
  const inverse = real(keys, 'GeogInvFlatteningGeoKey');
  const b = real(keys, 'GeogSemiMinorAxisGeoKey');
  return inverse > 0 ? `+a=${a} +rf=${inverse}` : `+a=${a} +b=${b > 0 ? b : a}`;
}

/** A projection spelt out by its parameters, as proj4 text; null for one that proj4 has no word for. */
function projectionText(keys: GeoKeys): string | null {
  const ellipsoid = ellipsoidText(keys);
  const unit = code(keys, 'ProjLinearUnitsGeoKey') || 9001;
  const metres = LENGTHS[unit] ?? real(keys, 'ProjLinearUnitSizeGeoKey');
  if (!ellipsoid || !(metres > 0)) return null;
  const lat0 = real(keys, 'ProjNatOriginLatGeoKey', 'ProjFalseOriginLatGeoKey', 'ProjCenterLatGeoKey');
  const lon0 = real(
    keys,
    'ProjNatOriginLongGeoKey',
    'ProjFalseOriginLongGeoKey',
    'ProjCenterLongGeoKey',
    'ProjStraightVertPoleLongGeoKey',
  );
  const scale = real(keys, 'ProjScaleAtNatOriginGeoKey', 'ProjScaleAtCenterGeoKey') || 1;
  const x0 =
    real(keys, 'ProjFalseEastingGeoKey', 'ProjFalseOriginEastingGeoKey', 'ProjCenterEastingGeoKey') * metres;
  const y0 =
    real(keys, 'ProjFalseNorthingGeoKey', 'ProjFalseOriginNorthingGeoKey', 'ProjCenterNorthingGeoKey') *
    metres;
  const lat1 = real(keys, 'ProjStdParallel1GeoKey');
  const parallels = `+lat_1=${lat1} +lat_2=${real(keys, 'ProjStdParallel2GeoKey')}`;
  const projections: Record<number, string> = {
    1: `+proj=tmerc +lat_0=${lat0} +lon_0=${lon0} +k=${scale}`,
    7: `+proj=merc +lat_ts=${lat1} +lon_0=${lon0} +k=${scale}`,
    8: `+proj=lcc ${parallels} +lat_0=${lat0} +lon_0=${lon0}`,
    9: `+proj=lcc +lat_1=${lat0} +lat_0=${lat0} +lon_0=${lon0} +k_0=${scale}`,
    10: `+proj=laea +lat_0=${lat0} +lon_0=${lon0}`,
    11: `+proj=aea ${parallels} +lat_0=${lat0} +lon_0=${lon0}`,
    15: `+proj=stere +lat_0=${lat0 < 0 ? -90 : 90} +lat_ts=${lat0} +lon_0=${lon0} +k=${scale}`,
    16: `+proj=sterea +lat_0=${lat0} +lon_0=${lon0} +k=${scale}`,
  };
  const projection = projections[code(keys, 'ProjCoordTransGeoKey')];
  if (!projection) return null;
  const units = LENGTH_NAMES[unit] ? `+units=${LENGTH_NAMES[unit]}` : `+to_meter=${metres}`;
  return `${projection} +x_0=${x0} +y_0=${y0} ${ellipsoid} ${units} +no_defs`;
}

/** Metres a unit of height, by the vertical keys; null where they are silent. */
export function heightUnitFromGeoKeys(keys: GeoKeys | null): number | null {
  if (!keys) return null;
  const unit = code(keys, 'VerticalUnitsGeoKey');
  return LENGTHS[unit] ?? FOOT_DATUMS[code(keys, 'VerticalCSTypeGeoKey')] ?? null;
}

/** What the heights are measured from, by the vertical keys; null where they are silent. */
export function heightsFromGeoKeys(keys: GeoKeys | null): 'ellipsoidal' | 'orthometric' | null {
  if (!keys) return null;
  const vertical = code(keys, 'VerticalCSTypeGeoKey');
  // 5001–5035: heights above a named ellipsoid; 4979 and kin: three-dimensional geographic frames.
  if ((vertical >= 5001 && vertical <= 5035) || vertical === 4979) return 'ellipsoidal';
  if (vertical > 0) return 'orthometric';
  return code(keys, 'GeographicTypeGeoKey') === 4979 ? 'ellipsoidal' : null;
}
