/**
 * All components of a city in typed arrays: a million in some three hundred megabytes, texts included.
 *
 * Columns grow as batches come; texts stay in the batches' own bytes. Indices never move.
 */
import type { ComponentCondition } from './component.ts';
import { COMPONENT_CONDITIONS } from './component.ts';
import {
  type ComponentText,
  componentText,
  emptyComponents,
  type PackedComponents,
} from './packed-components.ts';

type Columns = ReturnType<typeof emptyComponents>;
const NAMES = [
  'lon',
  'lat',
  'ground',
  'height',
  'azimuth',
  'condition',
  'installed',
  'class',
  'owner',
  'department',
  'grid',
] as const satisfies readonly (keyof Columns)[];
/** Columns whose numbers stand for words. */
const WORDS = ['class', 'owner', 'department', 'grid'] as const;

export class ComponentStore {
  #columns: Columns = emptyComponents(0);
  #capacity = 0;
  readonly #texts: PackedComponents['text'][] = [];
  readonly #starts: number[] = [];
  #last = 0;
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** What the numbers in `class`, `owner`, `department` and `grid` stand for; the first is '', none. */
  readonly words: string[] = [''];
  /** Id by index. */
  readonly ids: string[] = [];

  get count(): number {
    return this.ids.length;
  }

  /** The columns, at least `count` long; they may be replaced by the next `append`. Write into them to place a component. */
  get columns(): Readonly<Columns> {
    return this.#columns;
  }

  /** Takes packed components (they become the store's) and gives the index of the first. */
  append(packed: PackedComponents): number {
    const first = this.count;
    if (packed.count === 0) return first;
    this.#reserve(first + packed.count);
    const numbers = Uint32Array.from(packed.words, (word) => this.#number(word));
    for (const name of NAMES) (this.#columns[name] as Float64Array).set(packed[name] as Float64Array, first);
    for (const name of WORDS) {
      const column = this.#columns[name];
      for (let i = first; i < first + packed.count; i++) column[i] = numbers[column[i]!]!;
    }
    for (const id of packed.ids) this.ids.push(id);
    this.#texts.push(packed.text);
    this.#starts.push(first);
    return first;
  }

  /** Class as `<scheme>:<code>`. */
  classOf(i: number): string {
    return this.words[this.#columns.class[i]!]!;
  }

  conditionOf(i: number): ComponentCondition {
    return COMPONENT_CONDITIONS[this.#columns.condition[i]!]!;
  }

  /** Gives code, name and attributes (as JSON). A new object. */
  text(i: number): ComponentText {
    const batch = this.#batchOf(i);
    return componentText(this.#texts[batch]!, i - this.#starts[batch]!);
  }

  /** Copies some components, in the order given, ready to be transferred. */
  subset(indices: ArrayLike<number>): PackedComponents {
    const columns = emptyComponents(indices.length);
    const words = [''];
    const known = new Map<number, number>([[0, 0]]);
    const start = new Uint32Array(indices.length + 1);
    const ids: string[] = [];
    let length = 0;
    for (const name of NAMES) {
      const [from, to] = [this.#columns[name], columns[name]];
      for (let k = 0; k < indices.length; k++) to[k] = from[indices[k]!]!;
    }
    for (const name of WORDS) {
      const column = columns[name];
      for (let k = 0; k < indices.length; k++) {
        const from = column[k]!;
        let to = known.get(from);
        if (to === undefined) {
          to = words.push(this.words[from]!) - 1;
          known.set(from, to);
        }
        column[k] = to;
      }
    }
    for (let k = 0; k < indices.length; k++) {
      const i = indices[k]!;
      ids.push(this.ids[i]!);
      const batch = this.#batchOf(i);
      const local = i - this.#starts[batch]!;
      const { start: from } = this.#texts[batch]!;
      length += from[local + 1]! - from[local]!;
      start[k + 1] = length;
    }
    const bytes = new Uint8Array(length);
    for (let k = 0; k < indices.length; k++) {
      const batch = this.#batchOf(indices[k]!);
      const local = indices[k]! - this.#starts[batch]!;
      const text = this.#texts[batch]!;
      bytes.set(text.bytes.subarray(text.start[local]!, text.start[local + 1]!), start[k]!);
    }
    return { ...columns, words, ids, text: { bytes, start } };
  }

  #number(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = this.words.push(word) - 1;
      this.#numbers.set(word, number);
    }
    return number;
  }

  #reserve(count: number): void {
    if (count <= this.#capacity) return;
    this.#capacity = Math.max(4_096, this.#capacity * 2, count);
    const larger = emptyComponents(this.#capacity);
    for (const name of NAMES) (larger[name] as Float64Array).set(this.#columns[name] as Float64Array);
    this.#columns = larger;
  }

  /** The batch that holds an index; neighbours are asked for one after another, so the last is tried first. */
  #batchOf(i: number): number {
    const starts = this.#starts;
    const last = this.#last;
    if (i >= starts[last]! && i < (starts[last + 1] ?? this.count)) return last;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= i) low = middle + 1;
      else high = middle;
    }
    this.#last = low - 1;
    return this.#last;
  }
}
