/** The class of a component from its identification code, a class code or a name in Chinese or English. */
import { classesOf, componentClass, SCHEMES, schemeOf } from '#base/catalogue/catalogue.ts';
import { OSM_WORDS } from './osm-components.ts';

/** Scheme of codes where the recipe names none. */
export const DEFAULT_SCHEME = 'cjt214';

/** Other names of classes in use, plain. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'cjt214:0118':
    'streetlamp lamp lamppost lightpole lightingpole streetlighting 路灯杆 单臂路灯 双臂路灯 街灯',
  'cjt214:0113': 'hydrant firehydrant 消火栓 消防栓',
  'cjt214:0136': 'camera cctv surveillancecamera 摄像头 监控 监控探头',
  'cjt214:0210': 'trafficlight trafficsignal signal 红绿灯 信号灯',
  'cjt214:0209': 'sign roadsign 标志牌 交通标志 交通标牌',
  'cjt214:0305': 'bin litterbin wastebin wastebasket trashcan garbagecan dustbin 垃圾桶 果皮箱 废物箱',
  'cjt214:0402': 'tree baum boom arbre arbol 树 乔木 树木',
  'cjt214:0407': 'bench parkbench 座椅 坐凳',
  'cjt214:0102': 'manhole sewermanhole 井盖 污水井',
  'cjt214:0103': '雨水井 stormmanhole',
  'cjt214:0104': '雨水篦子 雨水口 gully drain',
  'cjt214:0117': 'pole utilitypole 电杆 电线杆',
  'cjt214:0203': 'busstop busshelter 公交站 公交站台 候车亭',
  'cjt214:0212': 'bikerack bicycleparking 自行车架',
  'cjt214:0123': 'postbox mailbox letterbox 邮箱',
  'cjt214:0122': 'telephone phonebooth payphone',
  'cjt214:0134': 'transformer 变压器 箱变',
  'cjt214:0410': 'fountain',
  'cjt214:0406': 'sculpture statue artwork monument',
};

const tables = new Map<string, Map<string, string>>();

/** Lower case letters and digits without what stands between them. */
function plainName(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Names to keys: the scheme's own first, then other schemes' of components, then other names. */
function namesOf(scheme: string): Map<string, string> {
  let table = tables.get(scheme);
  if (table) return table;
  table = new Map();
  const add = (name: string, key: string): void => {
    const plain = plainName(name);
    if (!table!.has(plain)) table!.set(plain, key);
  };
  const others = SCHEMES.filter(({ id, kind }) => kind === 'component' && id !== scheme).map(({ id }) => id);
  for (const id of [scheme, ...others]) {
    for (const { key, zh, en, kind } of classesOf(id)) {
      if (kind !== 'component') continue;
      add(zh, key);
      add(en, key);
    }
  }
  for (const [key, names] of Object.entries(OTHER_NAMES)) for (const name of names.split(' ')) add(name, key);
  for (const [word, key] of OSM_WORDS) add(word, key);
  tables.set(scheme, table);
  return table;
}

const known = new Map<string, string | null>();

/** Gives the key of the class that a text names or numbers (`0118`, `118`, `路灯`, `Streetlight`); null when none. */
export function classOfText(text: string, scheme: string): string | null {
  const cached = `${scheme}\n${text}`;
  let found = known.get(cached);
  if (found === undefined) {
    found = findClass(text.trim(), scheme);
    if (known.size < 10_000) known.set(cached, found);
  }
  return found;
}

function findClass(text: string, scheme: string): string | null {
  if (text === '') return null;
  const whole = componentClass(text);
  if (whole) return whole.key;
  if (/^\d+$/u.test(text)) {
    const { minor } = schemeOf(scheme)?.digits ?? { minor: 2 };
    return componentClass(`${scheme}:${text.padStart(minor + 2, '0')}`)?.key ?? null;
  }
  if (/^osm:[a-z_]+$/u.test(text)) return text;
  const names = namesOf(scheme);
  const plain = plainName(text);
  // `路灯(单臂)`, `Street light, LED`: what stands before the bracket or the comma.
  return names.get(plain) ?? names.get(plainName(text.replace(/[（(，,;；/].*$/u, ''))) ?? null;
}

/** Gives the key of the class in a 16-digit identification code of a scheme; null when it is none or not known. */
export function classOfCode(code: string, scheme: string): string | null {
  if (!/^\d{16}$/u.test(code)) return null;
  const { minor } = schemeOf(scheme)?.digits ?? { minor: 2 };
  return classOfText(code.slice(6, 8 + minor), scheme);
}
