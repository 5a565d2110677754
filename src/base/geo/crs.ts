/** Coordinate reference systems: from a code, WKT or proj4 text to WGS84 longitude and latitude. */

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
