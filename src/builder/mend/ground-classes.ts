/** Values of several vocabularies to the themes and classes of the ground map. */
import type { GroundTheme } from '#city/model.ts';

export interface GroundKind {
  theme: GroundTheme;
  class: string;
}

function tableOf(theme: GroundTheme, lines: Readonly<Record<string, string>>): Map<string, GroundKind> {
  const table = new Map<string, GroundKind>();
  for (const [name, words] of Object.entries(lines)) {
    const kind: GroundKind = { theme, class: name };
    table.set(name, kind);
    for (const word of words.split(' ')) if (word) table.set(word, kind);
  }
  return table;
}

export const ROADS = tableOf('road', {
  motorway: 'motorway_link expressway freeway highway autobahn 高速 高速公路 快速路',
  trunk: 'trunk_link',
  primary: 'primary_link major_road arterial main 主干道 主干路 hauptstrasse',
  secondary: 'secondary_link 次干道 次干路',
  tertiary: 'tertiary_link collector 支路',
  residential:
    'unclassified living_street road minor_road local local_road street busway unknown standard_gauge_road 街坊路 居住区道路',
  service: 'alley driveway parking_aisle escape raceway bus_guideway drive-through',
  pedestrian: 'platform 步行街',
  path: 'footway cycleway bridleway sidewalk crossing corridor walkway bicycle 人行道 自行车道',
  steps: 'elevator',
  track: '',
});

export const RAILS = tableOf('rail', {
  rail: 'railway standard_gauge narrow_gauge preserved train monorail funicular maglev 铁路',
  light_rail: '轻轨',
  subway: 'metro underground 地铁',
  tram: 'streetcar 有轨电车',
});

export const WATERS = tableOf('water', {
  river: 'riverbank stream oxbow rapids river_area',
  lake: 'water pond lagoon natural ocean_bay still wetland_water human_made physical',
  basin: 'reservoir reflecting_pool moat wastewater salt_pond detention retention sewage fish_pond',
  pool: 'swimming_pool fountain',
  dock: 'harbour',
  canal: 'ditch drain lock',
});

export const WATERWAYS = tableOf('waterway', {
  river: 'tidal_channel',
  stream: 'brook',
  canal: '',
  drain: 'ditch',
});

export const LANDS = tableOf('landuse', {
  park: 'garden recreation_ground village_green common playground dog_park nature_reserve national_park protected_area theme_park zoo golf_course attraction picnic_site camp_site caravan_site protected golf recreation 公园 绿地',
  grass: 'meadow grassland greenfield flowerbed greenery lawn allotments turf',
  forest: 'wood tree_row woodland 林地',
  scrub: 'heath shrub shrubbery',
  sand: 'beach dune',
  rock: 'bare_rock scree cliff shingle stone',
  farmland:
    'farmyard farm orchard vineyard plant_nursery greenhouse_horticulture agriculture agricultural aquaculture crop 耕地 农田',
  residential: 'neighbourhood 居住用地 住宅用地',
  commercial: 'retail office mixed winter_sports fairground business 商业用地',
  industrial:
    'works quarry landfill depot wastewater_plant power plant substation generator military airfield aerodrome 工业用地',
  construction: 'brownfield',
  cemetery: 'grave_yard religious churchyard',
  pitch: 'track sports_centre stadium sport court ice_rink sports leisure_pitch',
  school: 'university college kindergarten education library campus 教育用地',
  hospital: 'clinic medical',
  parking: 'parking_space bicycle_parking',
  railway: 'railway_land',
  port: 'harbour_land marina ferry_terminal',
  wetland: 'marsh swamp mud tidalflat saltmarsh reedbed bog mangrove',
});

export const BOUNDARIES = tableOf('boundary', {
  city: 'municipality locality city_boundary 市',
  district: 'county borough city_district 区 县 区县',
  subdistrict: 'sub-district street_office township suburb 街道 镇 乡',
  community: 'village quarter 社区 村 居委会',
  grid: 'unit_grid unit-grid cell 网格 单元网格 责任网格',
});

const SQUARE: GroundKind = { theme: 'square', class: '' };
const PIER: GroundKind = { theme: 'pier', class: '' };
export const KERB: GroundKind = { theme: 'kerb', class: '' };
export const COASTLINE: GroundKind = { theme: 'coastline', class: '' };
export const SEA: GroundKind = { theme: 'sea', class: '' };

/** Words that name a thing of the ground without a class. */
export const PLAIN: ReadonlyMap<string, GroundKind> = new Map([
  ['square', SQUARE],
  ['plaza', SQUARE],
  ['广场', SQUARE],
  ['pier', PIER],
  ['breakwater', PIER],
  ['groyne', PIER],
  ['jetty', PIER],
  ['quay', PIER],
  ['kerb', KERB],
  ['curb', KERB],
  ['coastline', COASTLINE],
  ['ocean', SEA],
  ['sea', SEA],
]);

/** OSM admin_level to our boundary classes; China's numbering, which others come near. */
export function boundaryOfLevel(level: number): GroundKind | null {
  if (level === 4 || level === 5) return BOUNDARIES.get('city')!;
  if (level === 6 || level === 7) return BOUNDARIES.get('district')!;
  if (level === 8) return BOUNDARIES.get('subdistrict')!;
  if (level === 9 || level === 10) return BOUNDARIES.get('community')!;
  return null;
}
