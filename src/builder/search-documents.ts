/** What a person can search for by words: named or addressed buildings, roads, places. */
import type { SearchDocument } from '#base/search/index-format.ts';
import type { GroundFeature } from '#city/model.ts';
import { geometryExtent } from './assemble.ts';

type Attributes = Record<string, string | number | boolean>;

const OTHER_NAMES = /^(name:|alt_name|old_name|short_name|official_name|name_|loc_name)/;
const ADDRESS = [
  ['addr:full', 'address', 'addr_full'],
  ['addr:street', 'addr_street', 'street'],
  ['addr:housenumber', 'addr_housenumber', 'housenumber'],
] as const;
const CODES = ['grid', 'ref', 'code'];

/** Gives a document for every road and place that has a name; a road's name once. */
export function placeDocuments(ground: readonly GroundFeature[]): SearchDocument[] {
  const documents: SearchDocument[] = [];
  const places = new Set<string>();
  for (const feature of ground) {
    const key = `${feature.theme}\n${feature.class}\n${feature.name}`;
    if (!feature.name || (feature.theme === 'road' && places.has(key))) continue;
    places.add(key);
    const [west, south, east, north] = geometryExtent(feature);
    const kind = feature.theme === 'boundary' ? feature.class : feature.theme;
    const place = { lon: (west + east) / 2, lat: (south + north) / 2 };
    const document = documentOf(feature.id, 0, kind, feature.name, feature.attributes, place);
    if (document) documents.push(document);
  }
  return documents;
}

/** Gives the document of a feature; null when it has neither name nor address nor code. */
export function documentOf(
  id: string,
  gid: number,
  kind: string,
  name: string | null,
  attributes: Attributes,
  place: { lon: number; lat: number },
): SearchDocument | null {
  const other = Object.entries(attributes)
    .filter(([key, value]) => OTHER_NAMES.test(key) && value !== name)
    .map(([, value]) => String(value))
    .join(' ');
  const address = ADDRESS.map((keys) => first(attributes, keys))
    .filter(Boolean)
    .join(' ');
  const codes = CODES.map((key) => attributes[key])
    .filter((value) => value !== undefined)
    .join(' ');
  if (!name && !other && !address && !codes) return null;
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return {
    key: 0,
    id,
    gid,
    kind,
    name: name ?? '',
    other,
    address,
    codes,
    lon: round(place.lon),
    lat: round(place.lat),
  };
}

function first(attributes: Attributes, keys: readonly string[]): string {
  for (const key of keys) if (attributes[key] !== undefined) return String(attributes[key]);
  return '';
}
