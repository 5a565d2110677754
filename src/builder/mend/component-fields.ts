/** Which columns of an inventory say what of a component, in several languages. */
import { createColumnRoles } from './column-roles.ts';
import type { Attributes, FieldValue } from './fields.ts';

const FIELD_NAMES = [
  'code',
  'class',
  'className',
  'owner',
  'department',
  'installed',
  'condition',
  'height',
  'azimuth',
  'name',
  'grid',
  'id',
] as const;
export type ComponentField = (typeof FIELD_NAMES)[number];

/** Column names by field, the first that has a value wins. */
const SYNONYMS: Readonly<Record<ComponentField, string>> = {
  code: 'code 部件标识码 标识码 部件代码 部件编码 部件编号 设施编码 设施编号 objcode objectcode componentcode bjbm bjdm bjbsm assetid assetcode assetnumber',
  class:
    'class 部件小类代码 小类代码 小类编码 部件类型代码 类型代码 分类代码 classcode typecode minorcode smallclass classid componentclass componenttype assettype kind type 部件小类 小类名称 小类 部件类型 部件类别 部件名称 设施类型 类型 类别 objecttype objname objectname bjmc bjlx',
  className: 'classname typename 小类名 部件类型名称 类型名称',
  owner:
    'owner 权属单位 权属单位名称 产权单位 权属 所有权单位 qsdw qsdwmc ownername ownership eigentuemer eigenaar',
  department:
    'department 主管部门 主管部门名称 主管单位 管理部门 管理单位 养护单位 维护单位 zgbm zgbmmc yhdw dept agency operator maintainer',
  installed:
    'installed 安装日期 安装时间 安装年份 建设年份 建成年份 普查日期 初始日期 installdate installationdate installyear yearinstalled dateinstalled planted plantdate plantingdate plantingyear startdate yearplanted plantedyear',
  condition: 'condition 部件状态 状态 设施状态 使用状态 objstate state status objectstate bjzt',
  height: 'height 高度 设施高度 树高 杆高 灯杆高度 hgt heightm treeheight poleheight hoehe hoogte hauteur',
  azimuth: 'azimuth azimuthdeg direction heading bearing orientation rotation 方位角 朝向 方向',
  name: 'name 名称 title 设施名称 bezeichnung naam label',
  grid: 'grid 所在网格 所在单元网格 单元网格 单元网格代码 单元网格编码 单元网格标识码 网格编码 网格代码 网格 bgid gridcode gridid unitgrid szwg',
  id: 'id @id fid gid objectid uuid guid globalid 编号 序号',
};

const rolesOf = createColumnRoles(FIELD_NAMES, SYNONYMS);

/** What the columns of one component say. Reused from one to the next. */
export interface ComponentFields {
  readonly values: (FieldValue | undefined)[];
  /** The column that each value came from. */
  readonly columns: (string | undefined)[];
}

export function createComponentFields(): ComponentFields {
  return {
    values: new Array(FIELD_NAMES.length).fill(undefined),
    columns: new Array(FIELD_NAMES.length).fill(undefined),
  };
}

const INDEX = Object.fromEntries(FIELD_NAMES.map((name, i) => [name, i])) as Record<ComponentField, number>;
const ranks = new Int16Array(FIELD_NAMES.length);

/** Gives what the columns say of a field, undefined when nothing. */
export function componentField(fields: ComponentFields, name: ComponentField): FieldValue | undefined {
  return fields.values[INDEX[name]];
}

/** The column that says it, undefined when none does. */
export function componentColumn(fields: ComponentFields, name: ComponentField): string | undefined {
  return fields.columns[INDEX[name]];
}

/** Sorts plain attributes into fields. */
export function readComponentFields(attributes: Attributes, into: ComponentFields): void {
  into.values.fill(undefined);
  into.columns.fill(undefined);
  ranks.fill(32_767);
  for (const key in attributes) {
    const value = attributes[key];
    if (value === '' || value === undefined) continue;
    const list = rolesOf(key);
    for (let i = 0; i < list.length; i++) {
      const role = list[i]!;
      const index = role >> 8;
      if ((role & 255) >= ranks[index]!) continue;
      ranks[index] = role & 255;
      into.values[index] = value;
      into.columns[index] = key;
    }
  }
}

const SIXTEEN = /^\d{16}$/u;
/** Columns that nothing but an inventory of components has. */
const TELLING = /^(部件|小类|objcode|objectcode|bjbm|bjdm|bjbsm|componentc|componentt|assettype)/u;
const FILE_NAME = /component|inventor|street.?furniture|部件/iu;
/** What a file holds when it holds one kind of thing. */
const FILE_CLASSES: readonly (readonly [pattern: RegExp, key: string])[] = [
  [/street.?light|street.?lamp|lamp.?post|lighting.?pole|路灯/iu, 'cjt214:0118'],
  [/hydrant|消火栓|消防栓/iu, 'cjt214:0113'],
  [/street.?tree|tree.?(cadast|inventor|survey)|baumkataster|行道树/iu, 'cjt214:0402'],
  [/manhole|井盖/iu, 'cjt214:0114'],
  [/surveillance|cctv|摄像头|监控探头/iu, 'cjt214:0136'],
  [/traffic.?(signal|light)s|信号灯/iu, 'cjt214:0210'],
  [/traffic.?signs?|交通标志/iu, 'cjt214:0209'],
  [/litter.?bin|waste.?(basket|bin)|垃圾箱|垃圾桶/iu, 'cjt214:0305'],
];

/** Gives the class of the things in a file that is named after them; null when its name does not tell. */
export function classOfFileName(file: string): string | null {
  const name = file.replace(/^.*[\\/]/u, '');
  for (const [pattern, key] of FILE_CLASSES) if (pattern.test(name)) return key;
  return null;
}

/**
 * Tells whether a sample of a source's features is of an inventory: mostly points, and a column or the file's name
 * says so.
 */
export function looksLikeInventory(
  sample: readonly { geometry: { type: string } | null; tags: Record<string, unknown> }[],
  file: string,
): boolean {
  if (sample.length === 0) return false;
  let points = 0;
  let coded = 0;
  let telling = 0;
  for (const { geometry, tags } of sample) {
    if (geometry?.type === 'Point' || geometry?.type === 'MultiPoint') points++;
    for (const key in tags) {
      const name = key.toLowerCase().replace(/[\s_:.-]+/gu, '');
      if (TELLING.test(name)) telling++;
      if (SIXTEEN.test(String(tags[key])) && rolesOf(key).some((role) => role >> 8 === INDEX.code)) coded++;
    }
  }
  if (points * 2 < sample.length) return false;
  const name = file.replace(/^.*[\\/]/u, '');
  const named = FILE_NAME.test(name) || classOfFileName(name) !== null;
  return telling > 0 || coded * 2 >= sample.length || named;
}
