/** Well-known text of coordinate reference systems (WKT1 of OGC and ESRI, WKT2) as a tree. */

/** `NAME["text", 1.5, CHILD[…]]`. */
export interface WktNode {
  /** Upper case. */
  keyword: string;
  /** Quoted texts, numbers and bare words (as text), in order, without the children. */
  values: (string | number)[];
  children: WktNode[];
  /** The node as it stands in the text. */
  text: string;
}

const TOKEN = /\s*(?:"((?:[^"]|"")*)"|([[(])|([\])])|(,)|([^\s,"[\]()]+))/gy;

/**
 * Parses well-known text of a CRS.
 *
 * @throws Error naming the place where the text is not WKT.
 */
export function parseCrsWkt(text: string): WktNode {
  const root: WktNode = { keyword: '', values: [], children: [], text };
  const starts: number[] = [];
  let wordAt = 0;
  const stack: WktNode[] = [root];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < trimmed.length) {
    const token = TOKEN.exec(trimmed);
    if (!token) throw new Error(`wkt: expected a keyword, text, number or bracket at ${at}`);
    at = TOKEN.lastIndex;
    const top = stack.at(-1)!;
    if (token[1] !== undefined) top.values.push(token[1].replaceAll('""', '"'));
    else if (token[2]) {
      const keyword = top.values.pop();
      if (typeof keyword !== 'string') throw new Error(`wkt: expected a keyword before the bracket at ${at}`);
      const node: WktNode = { keyword: keyword.toUpperCase(), values: [], children: [], text: '' };
      top.children.push(node);
      stack.push(node);
      starts.push(wordAt);
    } else if (token[3]) {
      if (stack.length === 1) throw new Error(`wkt: expected no closing bracket at ${at}`);
      stack.pop()!.text = trimmed.slice(starts.pop()!, at);
    } else if (token[5] !== undefined) {
      wordAt = at - token[5].length;
      const number = Number(token[5]);
      top.values.push(Number.isNaN(number) ? token[5] : number);
    }
  }
  if (stack.length > 1) throw new Error(`wkt: expected ${stack.length - 1} more closing brackets`);
  const first = root.children[0];
  if (!first) throw new Error('wkt: expected KEYWORD[…]');
  return first;
}

/** Finds the first node of one of the keywords, itself included, breadth first. */
export function findWkt(node: WktNode, ...keywords: string[]): WktNode | null {
  const queue = [node];
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (keywords.includes(next.keyword)) return next;
    queue.push(...next.children);
  }
  return null;
}

/** Gives the node's own EPSG code (its AUTHORITY or ID, not one of its parts), or null. */
export function epsgOfWkt(node: WktNode): number | null {
  for (const child of node.children) {
    if (child.keyword !== 'AUTHORITY' && child.keyword !== 'ID') continue;
    if (String(child.values[0]).toUpperCase() !== 'EPSG') continue;
    const code = Number(child.values[1]);
    if (Number.isInteger(code)) return code;
  }
  return null;
}

/** Gives the name in quotes that begins a node, or ''. */
export function nameOfWkt(node: WktNode): string {
  return typeof node.values[0] === 'string' ? node.values[0] : '';
}
