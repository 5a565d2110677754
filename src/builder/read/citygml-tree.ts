/** XML as small trees, one object of a city model at a time. Prefixes are dropped: local names do not collide here. */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  /** Local name. */
  name: string;
  /** By local name: `gml:id` is `id`, `xlink:href` is `href`. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
  /** Coordinates of `posList`, `pos` and `coordinates`: flat [x, y, z, …]. */
  coordinates: Float64Array | null;
  /** Triangles of a triangulated surface, flat [x, y, z] × 3 each: kept as numbers, a relief has millions. */
  triangles: number[] | null;
  /** Coordinates a point here and below. */
  dimension: number;
}

export interface TreeHandler {
  /** Called for elements outside trees; true makes the element the root of a tree. */
  isRoot(name: string, parent: string, depth: number): boolean;
  /** Called with each whole tree and its elements by id. */
  onTree(tree: XmlElement, ids: Map<string, XmlElement>): void;
  /** Called when the document's first element opens, attributes with their full names. */
  onDocument?(name: string, attributes: Record<string, string>): void;
}

export interface TreeParser {
  write(text: string): void;
  /** @throws Error when the document is not closed. */
  close(): void;
  /** Line being read, from 1. */
  line(): number;
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

/** Drops the prefix of a name. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/**
 * Creates a parser that builds trees of what the handler asks for and forgets the rest.
 *
 * @param fragment - the text is a piece of a document.
 * Its `write` throws an Error where the text is no well-formed XML.
 */
export function createTreeParser(handler: TreeHandler, fragment = false): TreeParser {
  const parser = new SaxesParser<{ fragment: boolean; xmlns: false }>({ fragment, xmlns: false });
  /** Names of open elements outside a tree. */
  const outside: string[] = [];
  /** Open elements of the tree. */
  const open: XmlElement[] = [];
  let ids = new Map<string, XmlElement>();
  /** Dimension that the document's envelope gives; three where it is silent. */
  let dimension = 3;

  parser.on('opentag', (tag) => {
    const name = localName(tag.name);
    const parent = open.at(-1);
    if (!parent) {
      if (outside.length === 0) handler.onDocument?.(tag.name, tag.attributes);
      if (name === 'Envelope') dimension = dimensionOf(tag.attributes) ?? dimension;
      if (!handler.isRoot(name, outside.at(-1) ?? '', outside.length)) {
        outside.push(name);
        return;
      }
    }
    const element: XmlElement = {
      name,
      attributes: localAttributes(tag.attributes),
      children: [],
      text: '',
      coordinates: null,
      triangles: null,
      dimension: dimensionOf(tag.attributes) ?? parent?.dimension ?? dimension,
    };
    const { id } = element.attributes;
    if (id !== undefined) ids.set(id, element);
    parent?.children.push(element);
    open.push(element);
  });
  const onText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) {
      outside.pop();
      return;
    }
    finish(element, open.at(-1));
    if (open.length > 0) return;
    handler.onTree(element, ids);
    ids = new Map();
  });
  parser.on('error', (error) => {
    throw error;
  });
  return {
    write: (text) => void parser.write(text),
    close: () => void parser.close(),
    line: () => parser.line,
  };
}

function dimensionOf(attributes: Record<string, string>): number | null {
  const value = attributes.srsDimension ?? attributes['gml:srsDimension'] ?? attributes.dimension;
  return value === '2' ? 2 : value === '3' ? 3 : null;
}

function localAttributes(attributes: Record<string, string>): Readonly<Record<string, string>> {
  let local: Record<string, string> | null = null;
  for (const key in attributes) {
    local ??= {};
    local[localName(key)] = attributes[key]!;
  }
  return local ?? NO_ATTRIBUTES;
}

/** Turns coordinates into numbers and triangles into their parent's, as soon as they are whole. */
function finish(element: XmlElement, parent: XmlElement | undefined): void {
  switch (element.name) {
    case 'posList':
    case 'pos':
    case 'coordinates':
      element.coordinates = points(element.text, element.dimension);
      element.text = '';
      break;
    case 'Triangle':
      if (parent) {
        const ring = ringCoordinates(element);
        if (ring.length < 9) break;
        parent.triangles ??= [];
        for (let i = 0; i < 9; i++) parent.triangles.push(ring[i]!);
        parent.children.pop();
      }
      break;
  }
}

/** Parses coordinates to flat [x, y, z, …]; a missing height is 0. */
function points(text: string, dimension: number): Float64Array {
  const words = text.trim().split(/[\s,]+/);
  const size = words.length % dimension === 0 ? dimension : words.length % 2 === 0 ? 2 : 3;
  const count = Math.floor(words.length / size);
  const flat = new Float64Array(count * 3);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < size; k++) {
      const word = words[i * size + k]!;
      flat[i * 3 + k] = word === '' ? Number.NaN : Number(word);
    }
  return flat;
}

/** Gathers all coordinates below an element, in order. A new array, or the element's own when it is one list. */
export function ringCoordinates(element: XmlElement): Float64Array {
  const lists: Float64Array[] = [];
  for (const found of walk(element)) if (found.coordinates) lists.push(found.coordinates);
  if (lists.length === 1) return lists[0]!;
  const flat = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    flat.set(list, at);
    at += list.length;
  }
  return flat;
}

/** Visits an element and all below it, in document order. */
export function* walk(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* walk(child);
}

/** Gives the first child of a name. */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}
