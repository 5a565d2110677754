/** Which columns of a source say what: OSM tags, Tilezen, Overture, CityGML and plain tables in several languages. */

import { createColumnRoles } from './column-roles.ts';

/** What a column can say. The order is the index in `Fields.values`. */
const FIELD_NAMES = [
  'height',
  'heightFeet',
  'minHeight',
  'levels',
  'minLevel',
  'roofShape',
  'roofHeight',
  'roofLevels',
  'roofAngle',
  'roofDirection',
  'ridgeDirection',
  'roofOrientation',
  'roofColour',
  'roofMaterial',
  'colour',
  'material',
  'built',
  'demolished',
  'name',
  'id',
  'width',
  'lanes',
  'layer',
  'bridge',
  'tunnel',
  'use',
  'class',
  'parent',
  'status',
  'relativeHeight',
] as const;
type FieldName = (typeof FIELD_NAMES)[number];

/** Column names by field, the first that has a value wins. */
const SYNONYMS: Readonly<Record<FieldName, string>> = {
  height:
    'height buildingheight measuredheight bldgheight heightm hoehe höhe gebaeudehoehe gebäudehöhe hoogte gebouwhoogte hauteur altura altezza 高度 建筑高度 建築高度 楼高 房屋高度 高さ 建物高さ 計測高さ heightroof hgt bldghgt estheight estimatedheight h',
  heightFeet: 'heightft heightfeet hgtft bldgheightft',
  relativeHeight: 'relativeridgeheight',
  minHeight: 'minheight buildingminheight baseheight 底高 离地高度',
  levels:
    'buildinglevels levels floors numfloors floorcount storeys stories numstoreys numberoffloors nooffloors storeysaboveground floorsabove etagen geschosse anzahlgeschosse vollgeschosse geschosszahl verdiepingen bouwlagen aantalverdiepingen 楼层 层数 楼层数 地上层数 总层数 階数 地上階数',
  minLevel: 'buildingminlevel minlevel minfloor',
  roofShape:
    'roofshape buildingroofshape rooftype dachform dachtyp daktype dakvorm 屋顶形式 屋顶类型 屋根形状 roofform',
  roofHeight: 'roofheight buildingroofheight dachhoehe dachhöhe',
  roofLevels: 'rooflevels',
  roofAngle: 'roofangle roofpitch dachneigung',
  roofDirection: 'roofdirection roofslopedirection',
  ridgeDirection: 'roofridgedirection',
  roofOrientation: 'rooforientation buildingrooforientation',
  roofColour: 'roofcolour roofcolor buildingroofcolour',
  roofMaterial: 'roofmaterial buildingroofmaterial',
  colour: 'buildingcolour buildingcolor colour color facadecolor facadecolour',
  material: 'buildingmaterial material facadematerial buildingfacadematerial bouwmateriaal',
  built:
    'startdate year yearbuilt builtyear constructionyear yearofconstruction buildyear dateofconstruction constructiondate baujahr bouwjaar oorspronkelijkbouwjaar anneeconstruction 建成年份 建造年份 建成年代 竣工年份 年代 建築年 建築年次 built',
  demolished: 'enddate yeardemolished demolished dateofdemolition yearofdemolition abbruchjahr 拆除年份',
  name: 'name bezeichnung naam 名称 名稱 建筑名称 楼名 名前 建物名称 title',
  id: 'id @id osmid gmlid identificatie fid objectid buildingid bldgid uuid guid globalid gid 编号 编码 楼栋编号 kennung osmwayid',
  width: 'width roadwidth carriagewidth breite breedte 宽度 路宽 道路宽度 幅員',
  lanes: 'lanes numlanes lanecount fahrstreifen 车道数 車線数',
  layer: 'layer',
  bridge: 'bridge isbridge',
  tunnel: 'tunnel istunnel',
  use: 'use buildinguse usage function landusetype gebruiksdoel nutzung gebaeudenutzung funktion 用途 建筑用途 使用性质 房屋用途 建物用途 kinddetail buildingtype bldgtype occupancy',
  class: 'class subtype type roadclass fclass roadtype strassenklasse 道路等级 类型 类别 kind',
  parent: 'buildingid rootid parentid',
  status: 'status planned 状态',
};

const rolesOf = createColumnRoles(FIELD_NAMES, SYNONYMS);

export type Attributes = Record<string, string | number | boolean>;

export type FieldValue = string | number | boolean;

/** One feature's columns, sorted by what they say. Reused from feature to feature: read before the next. */
export interface Fields {
  /** By index of FIELD_NAMES; undefined where no column says it. */
  readonly values: (FieldValue | undefined)[];
  /** The tags without empty, nested and internal (`_…`) ones; owned by the caller. */
  attributes: Attributes;
}

const ranks = new Int16Array(FIELD_NAMES.length);

export function createFields(): Fields {
  return { values: new Array(FIELD_NAMES.length).fill(undefined), attributes: {} };
}

const INDEX = Object.fromEntries(FIELD_NAMES.map((name, i) => [name, i])) as Record<FieldName, number>;

/** Gives what the columns say of a field, undefined when nothing. */
export function field(fields: Fields, name: FieldName): FieldValue | undefined {
  return fields.values[INDEX[name]];
}

/**
 * Sorts a feature's tags into fields.
 *
 * @param tags - as the source has them; taken over as attributes when all of them are plain values.
 */
export function readFields(tags: Record<string, unknown>, into: Fields): void {
  const { values } = into;
  values.fill(undefined);
  ranks.fill(32_767);
  let plain = true;
  for (const key in tags) {
    const value = tags[key];
    const type = typeof value;
    if (
      key.charCodeAt(0) === 95 ||
      (type !== 'string' && type !== 'boolean' && (type !== 'number' || !Number.isFinite(value)))
    ) {
      plain = false;
      if (type !== 'number') continue;
    }
    if (value === '') continue;
    const list = rolesOf(key);
    for (let i = 0; i < list.length; i++) {
      const role = list[i]!;
      const index = role >> 8;
      if ((role & 255) < ranks[index]!) {
        ranks[index] = role & 255;
        values[index] = value as FieldValue;
      }
    }
  }
  into.attributes = plain ? (tags as Attributes) : plainAttributes(tags);
}

function plainAttributes(tags: Record<string, unknown>): Attributes {
  const out: Attributes = {};
  for (const [key, value] of Object.entries(tags)) {
    if (key.startsWith('_') || value === null || value === undefined) continue;
    if (typeof value === 'string' || typeof value === 'boolean') out[key] = value;
    else if (typeof value === 'number') {
      if (Number.isFinite(value)) out[key] = value;
    } else if (typeof value === 'bigint') out[key] = String(value);
    else if (typeof value === 'object') out[key] = JSON.stringify(value);
  }
  return out;
}
