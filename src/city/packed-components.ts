/** Components in typed arrays, as they go from thread to thread and lie in the store. */
import { COMPONENT_CONDITIONS, type Component } from './component.ts';

/**
 * `count` components. `class`, `owner`, `department` and `grid` are positions in `words`; 0 of the latter three is none.
 */
export interface PackedComponents {
  count: number;
  /** Degrees. */
  lon: Float64Array;
  lat: Float64Array;
  /** m ellipsoidal; NaN: on the terrain. */
  ground: Float64Array;
  /** m above the foot; 0: the model's own. */
  height: Float32Array;
  /** Degrees from north clockwise; NaN: not given. */
  azimuth: Float32Array;
  /** Position in COMPONENT_CONDITIONS. */
  condition: Uint8Array;
  /** Year; 0 unknown. */
  installed: Int16Array;
  class: Uint32Array;
  owner: Uint32Array;
  department: Uint32Array;
  grid: Uint32Array;
  /** The first is ''. */
  words: string[];
  ids: string[];
  text: {
    /** Of each: code, NUL, name, NUL, attributes as JSON ('' when none); UTF-8. A missing code or name is ''. */
    bytes: Uint8Array;
    /** count + 1. */
    start: Uint32Array;
  };
}

/** Creates columns for `count` components, all 0. */
export function emptyComponents(count: number): Omit<PackedComponents, 'words' | 'ids' | 'text'> {
  return {
    count,
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    ground: new Float64Array(count),
    height: new Float32Array(count),
    azimuth: new Float32Array(count),
    condition: new Uint8Array(count),
    installed: new Int16Array(count),
    class: new Uint32Array(count),
    owner: new Uint32Array(count),
    department: new Uint32Array(count),
    grid: new Uint32Array(count),
  };
}

/** Packs components. Words are numbered in the order in which they come. */
export function packComponents(components: readonly Component[]): PackedComponents {
  const { length } = components;
  const columns = emptyComponents(length);
  const words = [''];
  const known = new Map<string, number>([['', 0]]);
  const word = (text: string | null): number => {
    if (text === null) return 0;
    let at = known.get(text);
    if (at === undefined) {
      at = words.push(text) - 1;
      known.set(text, at);
    }
    return at;
  };
  const ids: string[] = [];
  const start = new Uint32Array(length + 1);
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(Math.max(1024, length * 96));
  let used = 0;
  components.forEach((component, i) => {
    columns.lon[i] = component.lon;
    columns.lat[i] = component.lat;
    columns.ground[i] = component.ground ?? Number.NaN;
    columns.height[i] = component.height;
    columns.azimuth[i] = component.azimuthDeg ?? Number.NaN;
    columns.condition[i] = COMPONENT_CONDITIONS.indexOf(component.condition);
    columns.installed[i] = component.installed;
    columns.class[i] = word(component.class);
    columns.owner[i] = word(component.owner);
    columns.department[i] = word(component.department);
    columns.grid[i] = word(component.grid);
    ids.push(component.id);
    const attributes = JSON.stringify(component.attributes);
    const text = `${clean(component.code)}\0${clean(component.name)}\0${attributes === '{}' ? '' : attributes}`;
    if (used + text.length * 3 > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, used + text.length * 3));
      larger.set(bytes);
      bytes = larger;
    }
    used += encoder.encodeInto(text, bytes.subarray(used)).written;
    start[i + 1] = used;
  });
  return { ...columns, words, ids, text: { bytes: bytes.slice(0, used), start } };
}

function clean(text: string | null): string {
  return text === null ? '' : text.replaceAll('\0', '');
}

/** The buffers of packed components, for transfer. */
export function componentTransferList(packed: PackedComponents): ArrayBuffer[] {
  const { words: _, ids: __, count: ___, text, ...columns } = packed;
  return [...Object.values(columns), text.bytes, text.start].map(({ buffer }) => buffer as ArrayBuffer);
}

/** Code, name and attributes (as JSON) of a packed component. */
export interface ComponentText {
  code: string | null;
  name: string | null;
  attributes: string;
}

const decoder = new TextDecoder();

/** Reads the text of component `i`. A new object. */
export function componentText(text: PackedComponents['text'], i: number): ComponentText {
  const line = decoder.decode(text.bytes.subarray(text.start[i]!, text.start[i + 1]!));
  const first = line.indexOf('\0');
  const second = line.indexOf('\0', first + 1);
  return {
    code: line.slice(0, first) || null,
    name: line.slice(first + 1, second) || null,
    attributes: line.slice(second + 1) || '{}',
  };
}
