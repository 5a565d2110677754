/** What a feature is, by its tags, its geometry and, where these are silent, by its file. */
import type { Geometry } from 'geojson';
import type { SourceOptions } from '../read/source.ts';
import { type Fields, field } from './fields.ts';
import {
  BOUNDARIES,
  boundaryOfLevel,
  COASTLINE,
  type GroundKind,
  KERB,
  LANDS,
  PLAIN,
  RAILS,
  ROADS,
  SEA,
  WATERS,
  WATERWAYS,
} from './ground-classes.ts';

export type FeatureKind =
  | { is: 'building' }
  | { is: 'part' }
  | ({ is: 'ground' } & GroundKind)
  | { is: 'passed'; reason: string; detail: string };

type Theme = Exclude<NonNullable<SourceOptions['theme']>, 'component'>;
type Tags = Record<string, unknown>;

const BUILDING: FeatureKind = { is: 'building' };
const PART: FeatureKind = { is: 'part' };

const grounds = new Map<GroundKind, FeatureKind>();
function ground(kind: GroundKind | null | undefined): FeatureKind | null {
  if (!kind) return null;
  let found = grounds.get(kind);
  if (!found) {
    found = { is: 'ground', ...kind };
    grounds.set(kind, found);
  }
  return found;
}

function passed(reason: string, what: string): FeatureKind {
  return { is: 'passed', reason, detail: `expected a building or a thing of the ground, got ${what}` };
}

function word(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value === 'no') return null;
  return value.toLowerCase();
}

/**
 * Classifies a feature.
 *
 * @param tags - as the source has them.
 * @param fields - the same, sorted (`readFields`).
 * @param theme - what the recipe or the file's name says of features that do not say it themselves.
 */
export function classify(
  tags: Tags,
  fields: Fields,
  geometry: Geometry | null,
  surfaces: boolean,
  theme: Theme | null,
): FeatureKind {
  const shape = shapeOf(geometry, surfaces);
  const kind =
    byModelType(tags) ??
    byTags(tags, shape) ??
    byTheme(tags, fields, shape, theme) ??
    byColumns(tags, fields, shape);
  if (kind === null) return passed('unknown-kind', describe(tags, shape));
  if (kind.is === 'building' || kind.is === 'part') {
    if (shape === 'point') return passed('no-footprint', 'a building as a point');
    if (shape === 'none') return passed('no-footprint', 'a building without geometry');
    if (tags.location === 'underground' || tags.location === 'underwater') {
      return passed('underground', `a building with location=${tags.location}`);
    }
  }
  return kind;
}

type Shape = 'point' | 'line' | 'area' | 'none';

function shapeOf(geometry: Geometry | null, surfaces: boolean): Shape {
  if (geometry === null) return surfaces ? 'area' : 'none';
  switch (geometry.type) {
    case 'Polygon':
    case 'MultiPolygon':
      return 'area';
    case 'LineString':
    case 'MultiLineString':
      return 'line';
    case 'GeometryCollection':
      return geometry.geometries.reduce<Shape>((best, inner) => {
        const shape = shapeOf(inner, false);
        return best === 'area' || shape === 'area' ? 'area' : best === 'line' ? best : shape;
      }, 'none');
    case 'Point':
    case 'MultiPoint':
      return 'point';
  }
}

const MODEL_TYPES: Readonly<Record<string, FeatureKind | undefined>> = {
  Building: BUILDING,
  BuildingPart: BUILDING,
  BuildingUnit: BUILDING,
  OtherConstruction: BUILDING,
  Road: ground(ROADS.get('residential'))!,
  Railway: ground(RAILS.get('rail'))!,
  Track: ground(ROADS.get('path'))!,
  Square: ground(PLAIN.get('square'))!,
  TransportSquare: ground(PLAIN.get('square'))!,
  WaterBody: ground(WATERS.get('lake'))!,
  Waterway: ground(WATERWAYS.get('river'))!,
  PlantCover: ground(LANDS.get('forest'))!,
};

/** CityJSON and CityGML say the type of every object. */
function byModelType(tags: Tags): FeatureKind | null {
  const type = tags._type;
  if (typeof type !== 'string') return null;
  const kind = MODEL_TYPES[type.replace(/^\+/u, '')];
  if (kind) return kind;
  if (type === 'LandUse') {
    const found = [tags.class, tags.function, tags.usage].map((value) => LANDS.get(word(value) ?? ''));
    return ground(found.find((entry) => entry) ?? LANDS.get('residential'));
  }
  return passed('not-in-levels', `a ${type}`);
}

function byTags(tags: Tags, shape: Shape): FeatureKind | null {
  const kind = word(tags.kind);
  const building = tags.building;
  if (building === true || (typeof building === 'string' && building !== 'no' && building !== '')) {
    return isPart(tags) && word(tags.building) === 'part' ? PART : BUILDING;
  }
  if (isPart(tags)) return PART;
  if (kind !== null) {
    const found = byTilezen(kind, tags, shape);
    if (found) return found;
  }
  const type = word(tags.type);
  if (type === 'building') return BUILDING;
  if (type === 'building_part') return PART;
  return byOverture(type, tags) ?? byOsm(tags, shape);
}

function isPart(tags: Tags): boolean {
  const part = tags['building:part'] ?? tags.building_part;
  return part === true || (typeof part === 'string' && part !== 'no' && part !== '');
}

function byTilezen(kind: string, tags: Tags, shape: Shape): FeatureKind | null {
  const detail = word(tags.kind_detail) ?? '';
  switch (kind) {
    case 'building':
      return BUILDING;
    case 'building_part':
      return PART;
    case 'address':
    case 'entrance':
    case 'exit':
      return shape === 'area' ? BUILDING : passed('no-footprint', `a Tilezen ${kind}`);
    case 'ferry':
    case 'aerialway':
    case 'aeroway':
      return detail === 'pier' ? ground(PLAIN.get('pier')) : passed('not-in-levels', `a Tilezen ${kind}`);
    case 'rail':
      return ground(RAILS.get(detail) ?? RAILS.get('rail'));
    case 'highway':
    case 'major_road':
    case 'minor_road':
    case 'path':
      return ground(
        PLAIN.get(detail) ?? ROADS.get(detail) ?? ROADS.get(kind === 'highway' ? 'motorway' : kind),
      );
    case 'pedestrian':
      return ground(shape === 'area' ? PLAIN.get('square') : ROADS.get('pedestrian'));
    case 'fence':
    case 'wall':
    case 'hedge':
    case 'gate':
    case 'retaining_wall':
    case 'city_wall':
      return passed('not-in-levels', `a Tilezen ${kind}`);
  }
  if (shape === 'line') {
    const line = PLAIN.get(kind) ?? WATERWAYS.get(kind);
    if (line) return ground(line);
    // Edges of areas (a river's bank, a park's border) come as lines beside the areas themselves.
    if (WATERS.has(kind) || LANDS.has(kind)) return passed('edge-of-area', `the edge of a ${kind} as a line`);
    return null;
  }
  if (tags.building === undefined && (tags.height !== undefined || tags['building:levels'] !== undefined)) {
    return shape === 'area' ? BUILDING : null;
  }
  return ground(PLAIN.get(kind) ?? WATERS.get(kind) ?? LANDS.get(kind));
}

function byOverture(type: string | null, tags: Tags): FeatureKind | null {
  if (type === null) return null;
  const name = word(tags.class) ?? '';
  const subtype = word(tags.subtype) ?? '';
  switch (type) {
    case 'segment':
      if (subtype === 'rail') return ground(RAILS.get(name) ?? RAILS.get('rail'));
      if (subtype === 'water') return passed('not-in-levels', 'a ferry line');
      return ground(ROADS.get(name) ?? ROADS.get('residential'));
    case 'water':
      if (subtype === 'ocean') return ground(SEA);
      return ground(WATERS.get(subtype) ?? WATERS.get(name) ?? WATERS.get('lake'));
    case 'land_use':
    case 'land':
    case 'land_cover':
      return ground(LANDS.get(name) ?? LANDS.get(subtype) ?? LANDS.get('grass'));
    case 'division_area':
      return ground(BOUNDARIES.get(subtype)) ?? passed('not-in-levels', `a division of kind ${subtype}`);
    case 'connector':
    case 'place':
    case 'division':
    case 'division_boundary':
      return passed('not-in-levels', `an Overture ${type}`);
  }
  return null;
}

/** Values of highway=* and railway=* that are points, plans or things of other levels. */
const NOT_DRAWN =
  /^(?:proposed|construction|abandoned|razed|dismantled|disused|planned|no|platform_edge|signal|switch|buffer_stop|crossing|level_crossing|stop|milestone|traffic_signals|street_lamp|bus_stop|station|halt|subway_entrance|turntable|yard)$/u;

function byOsm(tags: Tags, shape: Shape): FeatureKind | null {
  const highway = word(tags.highway);
  const natural = word(tags.natural);
  if (natural === 'coastline') return ground(COASTLINE);
  if (word(tags.barrier) === 'kerb') return ground(KERB);
  const manMade = word(tags.man_made);
  if (manMade !== null && PLAIN.has(manMade) && shape !== 'point') return ground(PLAIN.get(manMade));
  if (highway !== null) {
    if (shape === 'point' || shape === 'none' || (NOT_DRAWN.test(highway) && highway !== 'crossing')) {
      return passed('not-in-levels', `highway=${highway}`);
    }
    if (shape === 'area' && (highway === 'pedestrian' || highway === 'footway' || tags.place === 'square')) {
      return ground(PLAIN.get('square'));
    }
    const road = ROADS.get(highway);
    return road ? ground(road) : passed('not-in-levels', `highway=${highway}`);
  }
  const area = word(tags['area:highway']);
  if (area !== null && shape === 'area') {
    return ground(
      area === 'pedestrian' || area === 'footway'
        ? PLAIN.get('square')
        : (ROADS.get(area) ?? ROADS.get('residential')),
    );
  }
  const railway = word(tags.railway);
  if (railway !== null) {
    const rail = shape === 'line' && !NOT_DRAWN.test(railway) ? RAILS.get(railway) : undefined;
    if (rail) return ground(rail);
    if (shape === 'area' && railway === 'platform') return ground(PLAIN.get('square'));
    if (!tags.landuse) return passed('not-in-levels', `railway=${railway}`);
  }
  const boundary = word(tags.boundary);
  if (boundary === 'administrative') {
    const found = ground(boundaryOfLevel(Number(tags.admin_level)));
    if (found && shape !== 'point') return found;
    return passed('not-in-levels', `a boundary of admin_level ${String(tags.admin_level)}`);
  }
  if (boundary !== null && BOUNDARIES.has(boundary) && shape === 'area')
    return ground(BOUNDARIES.get(boundary));
  const waterway = word(tags.waterway);
  if (waterway !== null) {
    if (shape === 'line') {
      return ground(WATERWAYS.get(waterway)) ?? passed('not-in-levels', `waterway=${waterway}`);
    }
    if (shape === 'area' && WATERS.has(waterway)) return ground(WATERS.get(waterway));
  }
  if (natural === 'water' || natural === 'bay' || word(tags.water) !== null) {
    if (shape !== 'area') return passed('not-in-levels', `natural=${natural ?? 'water'} that is no area`);
    return ground(WATERS.get(word(tags.water) ?? '') ?? (natural === 'bay' ? SEA : WATERS.get('lake')));
  }
  if (word(tags.place) === 'square' && shape === 'area') return ground(PLAIN.get('square'));
  if (shape === 'area') {
    for (const key of LAND_KEYS) {
      const value = word(tags[key]);
      if (value === null) continue;
      if (value === 'railway') return ground(LANDS.get('railway'));
      if (value === 'port') return ground(LANDS.get('port'));
      const found =
        key === 'landuse' || key === 'leisure' ? (PLAIN.get(value) ?? WATER_LAND.get(value)) : null;
      if (found) return ground(found);
      const land = LANDS.get(value);
      if (land) return ground(land);
    }
    if (boundary === 'protected_area' || boundary === 'national_park') return ground(LANDS.get('park'));
  }
  for (const key of OTHER_KEYS) {
    if (word(tags[key]) !== null) return passed('not-in-levels', `${key}=${String(tags[key])}`);
  }
  return null;
}

const WATER_LAND = new Map<string, GroundKind>(
  ['basin', 'reservoir', 'swimming_pool'].map((name) => [name, WATERS.get(name)!]),
);
const LAND_KEYS = ['leisure', 'landuse', 'natural', 'amenity', 'tourism', 'man_made', 'aeroway', 'power'];
/** Keys of things that the ground map and the buildings do not hold. */
const OTHER_KEYS = [
  ...LAND_KEYS,
  'boundary',
  'barrier',
  'place',
  'shop',
  'office',
  'historic',
  'emergency',
  'public_transport',
  'route',
  'aerialway',
  'advertising',
  'entrance',
  'addr:housenumber',
  'addr:interpolation',
  'traffic_sign',
  'craft',
  'healthcare',
  'noexit',
  'ford',
  'golf',
  'sport',
  'military',
  'telecom',
  'waterway',
  'playground',
  'indoor',
  'area',
  'type',
];

function byTheme(tags: Tags, fields: Fields, shape: Shape, theme: Theme | null): FeatureKind | null {
  if (theme === null) return null;
  const name = word(field(fields, 'class')) ?? word(tags.kind) ?? '';
  switch (theme) {
    case 'building':
      return shape === 'line' ? passed('no-footprint', 'a building as a line') : BUILDING;
    case 'road':
      if (shape === 'point') return passed('not-in-levels', 'a point of a road');
      return ground(ROADS.get(name) ?? RAILS.get(name) ?? ROADS.get('residential'));
    case 'rail':
      if (shape === 'point') return passed('not-in-levels', 'a point of a railway');
      return ground(RAILS.get(name) ?? RAILS.get('rail'));
    case 'water':
      if (shape === 'line') return ground(WATERWAYS.get(name) ?? WATERWAYS.get('stream'));
      return ground(PLAIN.get(name) ?? WATERS.get(name) ?? WATERS.get('lake'));
    case 'landuse':
      if (shape === 'line') return passed('edge-of-area', 'land use as a line');
      return ground(PLAIN.get(name) ?? LANDS.get(name) ?? WATERS.get(name) ?? LANDS.get('grass'));
    case 'boundary':
      return ground(
        BOUNDARIES.get(name) ?? boundaryOfLevel(Number(tags.admin_level)) ?? BOUNDARIES.get('district'),
      );
    case 'square':
    case 'pier':
    case 'coastline':
      return ground(PLAIN.get(theme));
  }
}

/** Plain tables: the columns tell. */
function byColumns(tags: Tags, fields: Fields, shape: Shape): FeatureKind | null {
  const name = word(field(fields, 'class')) ?? '';
  if (shape === 'area') {
    const plain = PLAIN.get(name) ?? WATERS.get(name) ?? BOUNDARIES.get(name);
    if (plain) return ground(plain);
    const high = field(fields, 'height') ?? field(fields, 'heightFeet') ?? field(fields, 'relativeHeight');
    if (
      high !== undefined ||
      field(fields, 'levels') !== undefined ||
      field(fields, 'roofShape') !== undefined
    ) {
      return BUILDING;
    }
    return ground(LANDS.get(name));
  }
  if (shape === 'line') {
    const plain = PLAIN.get(name) ?? ROADS.get(name) ?? RAILS.get(name) ?? WATERWAYS.get(name);
    if (plain) return ground(plain);
    if (field(fields, 'lanes') !== undefined || (field(fields, 'width') !== undefined && !tags.diameter)) {
      return ground(ROADS.get('residential'));
    }
  }
  return null;
}

const SHAPE_WORDS = { area: 'an area', line: 'a line', point: 'a point', none: 'a feature without geometry' };

function describe(tags: Tags, shape: Shape): string {
  const keys = Object.keys(tags).filter((key) => !key.startsWith('_'));
  const list = keys.slice(0, 5).join(', ');
  return `${SHAPE_WORDS[shape]} with ${keys.length > 0 ? `columns ${list}${keys.length > 5 ? ', …' : ''}` : 'no columns'}`;
}

const FILE_NAMES: readonly (readonly [pattern: RegExp, theme: Theme])[] = [
  [
    /building|footprint|bldg|gebaeude|gebäude|gebouw|pand|hausumring|batiment|bâtiment|edificio|建筑|建築|房屋|楼栋|建物/iu,
    'building',
  ],
  [/rail|tram|metro|subway|schiene|铁路|地铁/iu, 'rail'],
  [/road|street|highway|strasse|straße|wegen|道路|路网/iu, 'road'],
  [/coast/iu, 'coastline'],
  [/water|river|lake|gewaesser|gewässer|hydro|水系|水体|河/iu, 'water'],
  [/square|plaza|广场/iu, 'square'],
  [/pier|jetty|码头/iu, 'pier'],
  [/land.?use|land.?cover|green|park|用地|绿地/iu, 'landuse'],
  [/boundar|district|border|grid|网格|边界|街道|社区/iu, 'boundary'],
];

/** Guesses what a file holds from its name; null when the name does not tell. */
export function themeOfFileName(file: string): Theme | null {
  const name = file.replace(/^.*[\\/]/u, '');
  for (const [pattern, theme] of FILE_NAMES) if (pattern.test(name)) return theme;
  return null;
}
