/** A first run through a CityGML file: its frame, and the appearances that may follow the buildings they dress. */
import { type Appearances, createAppearanceFinder, noAppearances } from './citygml-appearance.ts';
import { openStream } from './container.ts';
import type { CrsHint, SourceFile } from './source.ts';
import { parseSrsName } from './srs-name.ts';

export interface GmlScan {
  crs: CrsHint | null;
  appearances: Appearances;
}

/** Decodes a file's bytes as its XML declaration (or byte order mark) says. */
export async function* readText(file: SourceFile, signal: AbortSignal): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of openStream(file.path, file.name, signal)) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(head.subarray(0, 200)).toString('latin1').replace('\u00ef\u00bb\u00bf', ''),
  )?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8').encoding;
  } catch {
    return 'utf-8';
  }
}

/** Runs through a file once, parsing nothing but its own appearances. */
export async function scanGml(file: SourceFile, signal: AbortSignal): Promise<GmlScan> {
  const appearances = noAppearances();
  const find = createAppearanceFinder(appearances);
  let head = '';
  let crs: CrsHint | null = null;
  for await (const text of readText(file, signal)) {
    find(text);
    if (crs !== null || head.length > 4 << 20) continue;
    head += text;
    crs = findCrs(head);
  }
  crs ??= findCrs(`${head}</`);
  return { crs, appearances };
}

/** Finds the first CRS name that can be used and the first coordinates behind it; null until both are there. */
function findCrs(text: string): CrsHint | null {
  for (const match of text.matchAll(/\bsrsName\s*=\s*["']([^"']+)["']/g)) {
    if (!parseSrsName(match[1])) continue;
    const behind = text.slice(match.index);
    const numbers = /<(?:[\w.-]+:)?(?:lowerCorner|posList|pos|coordinates)\b[^>]*>\s*([^<]+)</.exec(
      behind,
    )?.[1];
    if (numbers === undefined) return null;
    const [a, b] = numbers
      .trim()
      .split(/[\s,]+/, 2)
      .map(Number);
    return parseSrsName(match[1], a !== undefined && b !== undefined ? [a, b] : undefined);
  }
  return null;
}
