/** Which model stands for a component. */
import type { Component } from '../component.ts';
import { modelOfClass } from './class-models.ts';
import { MODELS, type ModelName } from './models.ts';
import { TREE_HEIGHTS, type TreeKind, type TreeSize } from './tree-kinds.ts';

type Attributes = Component['attributes'];

/**
 * Chooses the model of a component. Every class has one: its own, or a plain marker of its major class.
 *
 * The attribute `model` names one outright. Lamps look at `arms`, `support`, `locationCategory` and their height; trees
 * at `species` (or `genus`, `taxon`, `leaf_type`) and `size` (or height); signs at `shape` and `traffic_sign`.
 */
export function chooseModel(classKey: string, attributes: Attributes): ModelName {
  const named = attributes.model;
  if (typeof named === 'string' && Object.hasOwn(MODELS, named)) return named as ModelName;
  const model = modelOfClass(classKey);
  if (model === 'lamp-road') return lampOf(attributes);
  if (model === 'tree-broadleaf-medium')
    return treeOf(attributes, classKey.endsWith('01') ? 'large' : 'medium');
  if (model === 'sign-round') return signOf(attributes);
  if (model === 'signal-post')
    return wordsOf(attributes, 'kind type form').match(ARM) ? 'signal-mast' : 'signal-post';
  if (model === 'camera-pole')
    return wordsOf(attributes, 'kind type form surveillance:zone highway').match(ARM)
      ? 'camera-mast'
      : 'camera-pole';
  return otherOf(model, attributes);
}

const ARM = /mast.?arm|arm|gantry|cantilever|traffic|悬臂|横臂|F杆|L杆|卡口|电警|龙门/iu;

/** Values of these attributes in one lower-case text. */
function wordsOf(attributes: Attributes, keys: string): string {
  let words = '';
  for (const key of keys.split(' ')) {
    const value = attributes[key];
    if (typeof value === 'string') words += `${value} `;
  }
  return words.toLowerCase();
}

/** First of these attributes that begins with a number; 0 without. */
function numberOf(attributes: Attributes, keys: string): number {
  for (const key of keys.split(' ')) {
    const value = Number.parseFloat(String(attributes[key] ?? ''));
    if (value > 0) return value;
  }
  return 0;
}

const LAMP_WORDS: readonly (readonly [RegExp, ModelName])[] = [
  [/high.?mast|高杆/u, 'lamp-high-mast'],
  [/wall|fa[cç]ade|building|壁|墙/u, 'lamp-wall'],
  [/bollard|草坪|矮柱/u, 'lamp-bollard'],
  [/ground|in.?grade|地埋|埋地/u, 'lamp-ground'],
  [/double|twin|双臂|双头|中央/u, 'lamp-road-double'],
  [/centralisland/u, 'lamp-road-double'],
  [/lantern|heritage|historic|gas|仿古|宫灯/u, 'lamp-lantern'],
  [/globe|square|广场|中华|球/u, 'lamp-globes'],
  [/smart|智慧|multi/u, 'smart-pole'],
  [/post.?top|garden|park|playground|庭院|公园/u, 'lamp-post-top'],
  [/path|footway|cycleway|pedestrian|sidewalk|步道|人行/u, 'lamp-path'],
];

function lampOf(attributes: Attributes): ModelName {
  const arms = numberOf(attributes, 'arms lamp_count light:count');
  if (arms === 2) return 'lamp-road-double';
  if (arms > 4) return 'lamp-high-mast';
  const words = wordsOf(
    attributes,
    'kind type form lampType lamp_type lamp_mount light:mount support locationCategory 类型 灯型',
  );
  for (const [pattern, model] of LAMP_WORDS) if (pattern.test(words)) return model;
  const height = numberOf(attributes, 'lanternHeight laternHeight height 高度 杆高');
  if (height === 0) return 'lamp-road';
  if (height < 1.6) return 'lamp-bollard';
  if (height < 4.5) return 'lamp-post-top';
  if (height < 7) return 'lamp-path';
  return height < 18 ? 'lamp-road' : 'lamp-high-mast';
}

const TREE_WORDS: readonly (readonly [RegExp, TreeKind])[] = [
  [/platan|plane tree|sycamore|悬铃木|法桐|梧桐/u, 'plane'],
  [/cinnamom|camphor|樟/u, 'camphor'],
  [/ginkgo|gingko|银杏/u, 'ginkgo'],
  [/salix|willow|柳/u, 'willow'],
  [/cupress|cypress|junip|thuja|platyclad|sabina|柏|populus nigra|populus alba pyram|lombardy/u, 'cypress'],
  [
    /pinus|pine|cedr|picea|abies|spruce|larix|taxus|sequoia|metasequoia|taxodium|podocarp|araucaria|conifer|needle|松|杉/u,
    'pine',
  ],
  [/palm|phoenix|washingtonia|trachycarp|arec|cocos|roystonea|livistona|chamaerops|棕|椰|槟榔|葵/u, 'palm'],
  [
    /prunus|cherry|malus|citrus|olea|lagerstroemia|magnolia|cercis|樱|梅|桃|海棠|紫薇|玉兰|紫荆|李/u,
    'cherry',
  ],
];

const SIZE_WORDS: Readonly<Record<string, TreeSize>> = {
  small: 'small',
  s: 'small',
  小: 'small',
  幼: 'small',
  medium: 'medium',
  m: 'medium',
  中: 'medium',
  large: 'large',
  l: 'large',
  big: 'large',
  大: 'large',
};

function treeOf(attributes: Attributes, usual: TreeSize): ModelName {
  const words = wordsOf(
    attributes,
    'species species:en species:zh species:fr genus genus:en taxon taxon:en leaf_type 树种 品种 name',
  );
  const kind = TREE_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'broadleaf';
  return `tree-${kind}-${sizeOf(kind, attributes, usual)}`;
}

function sizeOf(kind: TreeKind, attributes: Attributes, usual: TreeSize): TreeSize {
  const said = SIZE_WORDS[String(attributes.size ?? attributes.规格 ?? '').toLowerCase()];
  if (said) return said;
  // Without a height, of the crown's width or the trunk's girth (m): ten times its diameter, roughly, and some.
  const girth = numberOf(attributes, 'circumference 胸围');
  const height =
    numberOf(attributes, 'height 高度 树高') ||
    numberOf(attributes, 'diameter_crown 冠幅') * 1.4 ||
    (girth > 0 ? 2.5 + 6.5 * (girth > 10 ? girth / 100 : girth) : 0);
  if (height === 0) return usual;
  const [small, medium, large] = TREE_HEIGHTS[kind];
  if (height < (small + medium) / 2) return 'small';
  return height < (medium + large) / 2 ? 'medium' : 'large';
}

const SIGN_WORDS: readonly (readonly [RegExp, ModelName])[] = [
  [/gantry|overhead|悬臂|门架|指路/u, 'sign-gantry'],
  [/stop\b|give_way|yield|停车让行|减速让行/u, 'sign-stop'],
  [/parking|停车场/u, 'sign-parking'],
  [/triang|warning|hazard|警告|三角|:10[1-9]|:1[1-5]\d\b/u, 'sign-triangle'],
  [/rect|square|guide|direction|info|指示|矩形|方形|city_limit/u, 'sign-rectangle'],
  [/mirror|镜/u, 'street-mirror'],
];

function signOf(attributes: Attributes): ModelName {
  const words = wordsOf(attributes, 'shape kind type form highway traffic_sign 类型 形状');
  for (const [pattern, model] of SIGN_WORDS) if (pattern.test(words)) return model;
  return 'sign-round';
}

/** Finer choices within a class, of what OpenStreetMap and inventories say. */
const FINER: Partial<Record<ModelName, readonly (readonly [RegExp, ModelName])[]>> = {
  hydrant: [
    [/wall|cabinet|hose|box|箱|柜/u, 'fire-cabinet'],
    [/underground|地下/u, 'cover-water'],
  ],
  'litter-bin': [[/recycling|container|waste_disposal|分类/u, 'recycling-bank']],
  pole: [[/\bpole\b.*power|power_pole|电杆|电线杆/u, 'pole-power']],
  'transformer-box': [[/pole|柱上|杆上/u, 'pole-transformer']],
  bench: [[/picnic_table/u, 'picnic-table']],
  planter: [[/row|linear|rail|线状|长条/u, 'planter-row']],
  'cabinet-telecom': [
    [/power|电力/u, 'cabinet-power'],
    [/street_lighting|lighting|路灯/u, 'cabinet-lighting'],
    [/traffic|signal|信号/u, 'cabinet-signal'],
    [/gas|燃气/u, 'gas-regulator'],
  ],
  'bus-shelter': [[/shelter:no|pole|sign|站牌/u, 'sign-bus-stop']],
  billboard: [
    [/\b(board|sign|shop|totem|店招|招牌)/u, 'shop-sign'],
    [/column|poster_box|screen/u, 'light-box'],
  ],
  'info-kiosk': [[/guidepost|route_marker/u, 'sign-street-name']],
};

const FINER_KEYS =
  'kind type form fire_hydrant:type amenity power utility street_cabinet transformer leisure advertising information 类型';

function otherOf(model: ModelName, attributes: Attributes): ModelName {
  const finer = FINER[model];
  if (!finer) return model;
  let words = wordsOf(attributes, FINER_KEYS);
  if (attributes.power === 'pole') words += 'power_pole ';
  if (attributes.shelter === 'no' || (attributes.highway === 'bus_stop' && attributes.shelter !== 'yes'))
    words += 'shelter:no ';
  for (const [pattern, other] of finer) if (pattern.test(words)) return other;
  return model;
}
