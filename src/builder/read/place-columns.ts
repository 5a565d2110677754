/** Columns of tables that say where a thing is: a geometry, or coordinates. */

/** Names of columns, lower case without blanks and marks; the recipe's `columns` go before them. */
const NAMES = {
  geometry: [
    'wkt',
    'geometry',
    'geom',
    'the_geom',
    'wkt_geom',
    'geojson',
    'wkb',
    'wkb_geometry',
    'shape',
    '几何',
    '图形',
    '坐标串',
  ],
  x: [
    'lon',
    'lng',
    'long',
    'longitude',
    'x',
    'easting',
    'east',
    'e',
    'pointx',
    'coordx',
    'xcoord',
    '经度',
    '东经',
    'x坐标',
    '横坐标',
    '东坐标',
  ],
  y: [
    'lat',
    'latitude',
    'y',
    'northing',
    'north',
    'n',
    'pointy',
    'coordy',
    'ycoord',
    '纬度',
    '北纬',
    'y坐标',
    '纵坐标',
    '北坐标',
  ],
  z: ['z', 'altitude', 'alt', 'elevation', '高程', '海拔'],
} as const;
export type PlaceRole = keyof typeof NAMES;
/** Other names that the recipe may use for the same. */
const ROLES: Readonly<Record<string, PlaceRole>> = {
  lon: 'x',
  longitude: 'x',
  lat: 'y',
  latitude: 'y',
  wkt: 'geometry',
};

/**
 * Finds the column that holds a place's coordinate or a geometry.
 *
 * @param columns - of the recipe; they go before the usual names.
 * @returns its position in the header, or −1.
 */
export function placeColumn(
  header: readonly string[],
  role: PlaceRole,
  columns: Record<string, string> | undefined,
): number {
  for (const [ours, theirs] of Object.entries(columns ?? {})) {
    if ((ROLES[ours] ?? ours) !== role) continue;
    const exact = header.indexOf(theirs);
    return exact >= 0 ? exact : header.findIndex((name) => name.toLowerCase() === theirs.toLowerCase());
  }
  const plain = header.map((name) => name.toLowerCase().replace(/[\s()（）°.]/g, ''));
  for (const name of NAMES[role]) {
    const at = plain.findIndex((found) => found === name || found === name.replaceAll('_', ''));
    if (at >= 0) return at;
  }
  return -1;
}
