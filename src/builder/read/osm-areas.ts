/** Which closed ways of OpenStreetMap are areas, and which tags say anything at all. */
import type { OsmTags } from './osm-store.ts';

/** Keys whose closed ways are areas, with the values that are lines all the same. */
const AREA_EXCEPT: Readonly<Record<string, readonly string[]>> = {
  building: [],
  'building:part': [],
  landuse: [],
  amenity: [],
  shop: [],
  office: [],
  craft: [],
  tourism: [],
  historic: ['citywalls', 'city_wall'],
  place: [],
  leisure: ['track', 'slipway'],
  natural: ['coastline', 'cliff', 'ridge', 'arete', 'tree_row', 'valley', 'earth_bank', 'gully'],
  man_made: ['cutline', 'embankment', 'pipeline', 'goods_conveyor', 'dyke'],
  military: ['trench'],
  aeroway: ['taxiway', 'runway', 'taxilane', 'jet_bridge'],
  public_transport: [],
  golf: ['hole', 'path', 'cartpath'],
  indoor: ['wall'],
  ruins: [],
  cemetery: [],
  wetland: [],
  'area:highway': [],
  'area:aeroway': [],
};

/** Keys whose closed ways are lines, with the values that are areas all the same. */
const AREA_ONLY: Readonly<Record<string, readonly string[]>> = {
  highway: ['services', 'rest_area', 'platform'],
  railway: ['station', 'platform', 'turntable', 'roundhouse', 'traverser', 'wash'],
  waterway: ['riverbank', 'dock', 'boatyard', 'dam', 'fuel', 'water_point'],
  power: ['plant', 'substation', 'generator', 'transformer', 'compensator', 'converter'],
  boundary: ['administrative', 'national_park', 'protected_area', 'aboriginal_lands', 'census', 'political'],
};

/** Keys that make a way a line unless it says `area=yes`, whatever else it carries. */
const LINE_KEYS = ['highway', 'railway', 'waterway', 'aerialway', 'barrier', 'route'];

/** Keys that say nothing of the thing itself. */
const SILENT = new Set([
  'created_by',
  'source',
  'note',
  'fixme',
  'FIXME',
  'odbl',
  'odbl:note',
  'converted_by',
  'attribution',
  'import',
  'todo',
]);

function isSilent(key: string): boolean {
  return SILENT.has(key) || key.startsWith('source:') || key.startsWith('tiger:') || key.startsWith('note:');
}

/** Tells whether a thing carries any tag worth a look (not just `created_by`, `source` and kin). */
export function saysSomething(tags: OsmTags | null): tags is OsmTags {
  if (!tags) return false;
  for (const key in tags) if (!isSilent(key)) return true;
  return false;
}

/** Tells whether tags name a kind of area, so that a closed way or a relation with them is a polygon. */
export function isArea(tags: OsmTags): boolean {
  if (tags.area === 'yes') return true;
  if (tags.area === 'no') return false;
  for (const key in AREA_ONLY) if (AREA_ONLY[key]!.includes(tags[key] ?? '')) return true;
  const solid = (tags.building ?? 'no') !== 'no' || (tags['building:part'] ?? 'no') !== 'no';
  if (!solid && LINE_KEYS.some((key) => tags[key] !== undefined) && !isLandWithFence(tags)) return false;
  for (const key in AREA_EXCEPT) {
    const value = tags[key];
    if (value !== undefined && value !== 'no' && !AREA_EXCEPT[key]!.includes(value)) return true;
  }
  return false;
}

/** A fence, wall or hedge drawn as the edge of land that the same way describes: the land is the area. */
function isLandWithFence(tags: OsmTags): boolean {
  if (tags.barrier === undefined || tags.highway !== undefined || tags.railway !== undefined) return false;
  return ['landuse', 'leisure', 'amenity', 'natural'].some((key) => tags[key] !== undefined);
}

/** Tells whether a way with these tags makes no sense unless it is closed. */
export function mustBeClosed(tags: OsmTags): boolean {
  if (tags.area === 'no') return false;
  for (const key of ['building', 'building:part', 'landuse']) {
    if (tags[key] !== undefined && tags[key] !== 'no') return true;
  }
  return tags.natural === 'water' || tags.natural === 'wood' || tags.waterway === 'riverbank';
}

/** Tells whether a multipolygon's own tags say what it is, beyond its type and a name. */
export function hasMainTag(tags: OsmTags): boolean {
  for (const key in AREA_EXCEPT) if (tags[key] !== undefined) return true;
  for (const key in AREA_ONLY) if (tags[key] !== undefined) return true;
  return LINE_KEYS.some((key) => tags[key] !== undefined) || tags.area === 'yes' || tags.sport !== undefined;
}

/** Tells whether two tag sets name the same kind of thing: the first main key of `a` has the same value in `b`. */
export function sameKind(a: OsmTags, b: OsmTags): boolean {
  for (const key in AREA_EXCEPT) if (a[key] !== undefined) return a[key] === b[key];
  return false;
}
