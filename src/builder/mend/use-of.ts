import type { Use } from '#city/use.ts';
import type { Attributes } from './fields.ts';

/** Words that name a use, as values of tags, in several languages; whole values only. */
const WORDS: Readonly<Record<Exclude<Use, 'unknown'>, string>> = {
  residential:
    'residential apartments apartment dormitory condominium flats multifamily block_of_flats wohngebäude wohngebaeude wohnhaus wohnung woonfunctie 住宅 居住 公寓 宿舍 居民楼 住宅楼 共同住宅 集合住宅 nursing_home social_facility 412 414',
  house:
    'house detached semidetached_house semi terrace villa bungalow farm cabin houseboat static_caravan ger single_family dwelling_house einfamilienhaus reihenhaus 别墅 農家 戸建住宅 411 413',
  office:
    'office offices company government_office bank coworking bürogebäude buerogebaeude kantoor kantoorfunctie 办公 写字楼 商务 办公楼 業務施設 事務所 401 commercial_office estate_agent lawyer insurance computer',
  retail:
    'retail commercial shop mall supermarket kiosk restaurant cafe bar pub fast_food marketplace department_store ice_cream jewelry clothes winkelfunctie geschäft einkaufszentrum 商业 商铺 商场 店铺 超市 商業施設 店舗 402 404 food_court cinema nightclub',
  hotel:
    'hotel hostel motel guest_house inn accommodation logiesfunctie gasthof 酒店 宾馆 旅馆 宿泊施設 ホテル 403',
  industrial:
    'industrial industry manufacture factory works workshop brewery fabrik industriefunctie 工业 厂房 工厂 工場 441 451',
  warehouse:
    'warehouse storage hangar silo lager lagerhalle depot 仓库 仓储 倉庫 運輸倉庫施設 431 grain_silo storage_tank',
  school:
    'school university college kindergarten education educational library schule onderwijsfunctie hochschule 学校 教育 幼儿园 小学 中学 大学 教学楼 文教厚生施設 422 research_institute music_school',
  hospital:
    'hospital clinic medical doctors healthcare health krankenhaus gezondheidszorgfunctie 医院 医疗 卫生院 病院 veterinary pharmacy',
  civic:
    'civic public government townhall courthouse police fire_station embassy museum arts_centre community_centre theatre post_office institutional administrative rathaus bijeenkomstfunctie 行政 政府 文化 博物馆 公共 官公庁施設 421 prison military attraction gallery civil castle palace ministry exhibition_centre conference_centre',
  religious:
    'religious church cathedral chapel mosque temple synagogue shrine monastery place_of_worship presbytery kirche kerk 寺 寺庙 教堂 宗教 神社 寺院 pagoda convent',
  transport:
    'transportation transport train_station station terminal bus_station ferry_terminal bahnhof airport aerodrome subway_entrance gate 车站 机场 交通 駅',
  parking: 'parking multi-storey carport_park parkhaus parkeergarage 停车楼 停车场 駐車場',
  garage: 'garage garages carport stall garagen 车库 車庫',
  shed: 'shed hut roof barn stable sty cowshed farm_auxiliary outbuilding greenhouse container tent canopy service schuppen scheune stall_shed allotment_house bunker ruins 棚 附属 pavilion toilets shelter',
  sport:
    'sport sports stadium sports_hall sports_centre grandstand riding_hall swimming_pool gymnasium sportfunctie 体育 体育馆 ice_rink leisure swimming_hall fitness_centre',
  utility:
    'utility transformer_tower transformer substation water_tower power pumping_station communications_tower water_works wastewater_plant digester gasometer tower chimney mast energy 供水 供电 变电站 供給処理施設 452 boiler_house lighthouse',
};

const TABLE = new Map<string, Use>();
for (const [use, words] of Object.entries(WORDS)) {
  for (const word of words.split(' ')) if (!TABLE.has(word)) TABLE.set(word, use as Use);
}

/** OSM keys that tell a use by being there at all. */
const BY_KEY: readonly (readonly [key: string, use: Use])[] = [
  ['shop', 'retail'],
  ['office', 'office'],
  ['craft', 'industrial'],
  ['healthcare', 'hospital'],
];
/** Keys whose value may be one of the words, the most telling first. */
const BY_VALUE = [
  'building',
  'building:part',
  'building:use',
  'amenity',
  'tourism',
  'leisure',
  'landuse',
  'man_made',
  'power',
  'kind_detail',
  'class',
  'subtype',
];

/** Gives the use that one word names. */
function useOfWord(word: unknown): Use | null {
  if (typeof word !== 'string') return typeof word === 'number' ? (TABLE.get(String(word)) ?? null) : null;
  const known = TABLE.get(word);
  if (known) return known;
  const text = word.trim().toLowerCase().split(/[;,]/u)[0]!.replace(/ /gu, '_');
  return TABLE.get(text) ?? null;
}

/**
 * Tells what a building is used for.
 *
 * @param tags - of any of the vocabularies.
 * @param use - value of a column that is named for it, if any.
 */
export function useOf(tags: Attributes, use: unknown): Use {
  if (use !== undefined) {
    const found = useOfWord(use);
    if (found) return found;
  }
  for (const key of BY_VALUE) {
    const value = tags[key];
    if (value === undefined) continue;
    const found = useOfWord(value);
    if (found) return found;
  }
  for (const [key, found] of BY_KEY) if (tags[key] !== undefined && tags[key] !== 'no') return found;
  return 'unknown';
}
