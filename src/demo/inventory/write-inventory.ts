import { componentClass, majorOf } from '#base/catalogue/catalogue.ts';
import { toLonLat } from '../geojson.ts';
import type { Entry } from './thing.ts';

/** Scheme of Lanwan's classes: the standard's and its own. */
const SCHEME = 'lanwan';
/** Classes with files of their own. */
export const LAMP = '0118';
export const TREE = '0402';

const degrees = (value: number): string => String(Number(value.toFixed(7)));

const cell = (value: string | number | undefined): string => {
  const text = value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

type Column = readonly [name: string, value: (entry: Entry) => string | number | undefined];

const PLACE: readonly Column[] = [
  ['经度', ({ at }) => degrees(toLonLat(at)[0])],
  ['纬度', ({ at }) => degrees(toLonLat(at)[1])],
  ['所在单元网格', ({ grid }) => grid],
  ['所在道路', ({ road }) => road],
];
const KEEPERS: readonly Column[] = [
  ['权属单位', ({ owner }) => owner],
  ['养护单位', ({ department }) => department],
];

const COMPONENTS: readonly Column[] = [
  ['部件标识码', ({ code }) => code],
  ['大类名称', ({ kind }) => majorOf(`${SCHEME}:${kind}`)?.zh],
  ['小类代码', ({ kind }) => kind],
  ['小类名称', ({ kind }) => componentClass(`${SCHEME}:${kind}`)?.zh],
  ['设施名称', ({ name }) => name],
  ...PLACE,
  ['方位角', ({ azimuthDeg }) => azimuthDeg],
  ['高度', ({ height }) => height],
  ...KEEPERS,
  ['安装年份', ({ installed }) => installed],
  ['部件状态', ({ condition }) => condition],
  ['规格', ({ attributes }) => attributes?.size],
  ['材质', ({ attributes }) => attributes?.material],
  ['类型', ({ attributes }) => attributes?.type],
  ['回路数', ({ attributes }) => attributes?.circuits],
  ['灯数', ({ attributes }) => attributes?.lamps],
  ['备注', remark],
];

const TREES: readonly Column[] = [
  ['树木编号', ({ code }) => code],
  ['小类代码', ({ kind }) => kind],
  ['树种', ({ attributes }) => attributes?.species],
  ['拉丁名', ({ attributes }) => attributes?.latin],
  ['用途', ({ attributes }) => attributes?.use],
  ['规格', ({ attributes }) => attributes?.size],
  ['树高', ({ height }) => height],
  ['冠幅', ({ attributes }) => attributes?.crown],
  ['胸径', ({ attributes }) => attributes?.girth],
  ...PLACE,
  ...KEEPERS,
  ['种植年份', ({ installed }) => installed],
  ['状态', ({ condition }) => condition],
];

const TOLD = new Set(['type', 'size', 'material', 'circuits', 'lamps']);

function remark({ attributes }: Entry): string | undefined {
  const rest = Object.entries(attributes ?? {}).filter(([key]) => !TOLD.has(key));
  return rest.length > 0 ? rest.map(([key, value]) => `${key}=${value}`).join(';') : undefined;
}

function table(columns: readonly Column[], entries: readonly Entry[]): string {
  const head = columns.map(([name]) => name).join(',');
  return `${[head, ...entries.map((entry) => columns.map(([, value]) => cell(value(entry))).join(','))].join('\n')}\n`;
}

/** The table of all components but lamps and street trees, as a city's survey gives it: CSV with Chinese headers. */
export function componentTable(entries: readonly Entry[]): string {
  return table(
    COMPONENTS,
    entries.filter(({ kind }) => kind !== LAMP && kind !== TREE),
  );
}

/** The register of trees: CSV. */
export function treeTable(entries: readonly Entry[]): string {
  return table(
    TREES,
    entries.filter(({ kind }) => kind === TREE),
  );
}

/** Streetlights under FIWARE's names: GeoJSON. */
export function streetlightFeatures(entries: readonly Entry[]): string {
  const lines = entries.flatMap((entry) => {
    if (entry.kind !== LAMP) return [];
    const [lon, lat] = toLonLat(entry.at);
    const properties = {
      code: entry.code,
      class: entry.kind,
      grid: entry.grid,
      road: entry.road,
      azimuth: entry.azimuthDeg,
      height: entry.height,
      ...entry.attributes,
      owner: entry.owner,
      department: entry.department,
      installed: entry.installed,
      condition: entry.condition,
    };
    return [
      `{"type":"Feature","id":"${entry.code}","geometry":{"type":"Point","coordinates":[${degrees(lon)},${degrees(lat)}]},"properties":${JSON.stringify(properties)}}`,
    ];
  });
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}
