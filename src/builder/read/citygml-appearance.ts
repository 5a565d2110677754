/** Textures of CityGML: which image lies how on which ring. */
import { createTreeParser, walk, type XmlElement } from './citygml-tree.ts';

export interface RingTexture {
  /** As the file spells it. */
  image: string;
  /** Flat [u, v, …] as given, v up, the closing pair included. */
  uv: Float32Array;
}

export interface Appearances {
  /** By the id of a linear ring; the first theme that names a ring has it. */
  rings: Map<string, RingTexture>;
  /** Kinds of surface data that are not drawn, and how often they came. */
  ignored: Map<string, number>;
}

export const noAppearances = (): Appearances => ({ rings: new Map(), ignored: new Map() });

const DATA = new Set(['ParameterizedTexture', 'GeoreferencedTexture']);

/** Gathers the textures of a tree. */
export function addAppearances(tree: XmlElement, into: Appearances): void {
  for (const element of walk(tree)) if (DATA.has(element.name)) addSurfaceData(element, into);
}

function addSurfaceData(element: XmlElement, { rings, ignored }: Appearances): void {
  const ignore = (kind: string): void => void ignored.set(kind, (ignored.get(kind) ?? 0) + 1);
  if (element.name !== 'ParameterizedTexture') {
    ignore(element.name);
    return;
  }
  const image = element.children.find(({ name }) => name === 'imageURI')?.text.trim() ?? '';
  for (const found of walk(element)) {
    if (found.name === 'TexCoordGen') ignore('TexCoordGen');
    if (found.name !== 'textureCoordinates') continue;
    const ring = (found.attributes.ring ?? '').replace(/^#/, '');
    if (ring === '' || rings.has(ring)) continue;
    rings.set(ring, { image, uv: Float32Array.from(found.text.trim().split(/[\s,]+/), Number) });
  }
}

const OPENING = /<(?:[\w.-]+:)?appearanceMember[\s>]/;
const CLOSING = /<\/(?:[\w.-]+:)?appearanceMember\s*>/;
/** Longer than either tag with its prefix. */
const OVERLAP = 128;

/**
 * Creates a finder of the model's own appearances: they may come after all buildings that they dress, so the text is
 * run through once before, and only their own stretches are parsed.
 *
 * @returns a function to feed with the document's text, piece by piece.
 */
export function createAppearanceFinder(into: Appearances): (text: string) => void {
  const start = (): ReturnType<typeof createTreeParser> =>
    createTreeParser(
      { isRoot: (name) => DATA.has(name), onTree: (tree) => addSurfaceData(tree, into) },
      true,
    );
  let parser: ReturnType<typeof createTreeParser> | null = null;
  let rest = '';
  const feed = (text: string): void => {
    try {
      parser?.write(text);
    } catch {
      // Not well-formed: the reading of the whole document says so, with the line.
      parser = null;
    }
  };
  return (text) => {
    rest += text;
    for (;;) {
      const match = (parser ? CLOSING : OPENING).exec(rest);
      if (!match) {
        const keep = Math.max(0, rest.length - OVERLAP);
        feed(rest.slice(0, keep));
        rest = rest.slice(keep);
        return;
      }
      const end = match.index + match[0].length;
      if (parser) {
        feed(rest.slice(0, end));
        parser = null;
        rest = rest.slice(end);
      } else {
        parser = start();
        feed(match[0]);
        rest = rest.slice(end);
      }
    }
  };
}
