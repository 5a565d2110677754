/**
 * The ledger: which id has which gid, kept beside the city folder across rebuilds.
 *
 * An id never gets another gid and a gid is never given twice; what a rebuild no longer holds stays in the ledger
 * as a hole. Text, one JSON string a line in the order of gids, so that a gid is a line's number:
 *
 *     spar-ledger 1
 *     buildings 2
 *     "osm:way/1"
 *     "osm:way/2"
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { GID_BLOCKS, THEMES, type Theme } from '#base/gid.ts';

const HEADER = 'spar-ledger 1';

export interface Ledger {
  /** Gives the gid of an id, a new one (the block's next) when the id is new. Throws when the block is full. */
  gidOf(theme: Theme, id: string): number;
  /** How many gids of the theme have been given, holes included. */
  count(theme: Theme): number;
  toText(): string;
}

/** Creates an empty ledger. */
export function createLedger(): Ledger {
  return ledgerFrom(new Map());
}

function ledgerFrom(initial: Map<Theme, string[]>): Ledger {
  const themes = new Map<Theme, Map<string, number>>();
  for (const theme of THEMES) {
    const rows = new Map<string, number>();
    for (const id of initial.get(theme) ?? []) rows.set(id, GID_BLOCKS[theme].start + rows.size);
    themes.set(theme, rows);
  }
  return {
    gidOf(theme, id) {
      const rows = themes.get(theme)!;
      const known = rows.get(id);
      if (known !== undefined) return known;
      const { start, size } = GID_BLOCKS[theme];
      if (rows.size >= size) {
        throw new Error(`ledger: expected at most ${size} ${theme} in one city, got one more: "${id}"`);
      }
      const gid = start + rows.size;
      rows.set(id, gid);
      return gid;
    },
    count: (theme) => themes.get(theme)!.size,
    toText() {
      const lines = [HEADER];
      for (const [theme, rows] of themes) {
        if (rows.size === 0) continue;
        lines.push(`${theme} ${rows.size}`);
        for (const id of rows.keys()) lines.push(JSON.stringify(id));
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

/**
 * Parses the text of a ledger.
 *
 * @throws Error naming scope, line, expectation and value: a damaged ledger is never guessed at, since every link
 * and live feed of the city hangs on it.
 */
export function parseLedger(text: string, scope: string): Ledger {
  const lines = text.split('\n');
  if (lines[0] !== HEADER)
    throw new Error(`${scope}: line 1: expected "${HEADER}", got "${lines[0]?.slice(0, 40)}"`);
  const themes = new Map<Theme, string[]>();
  let at = 1;
  while (at < lines.length && lines[at] !== '') {
    const [name, countText] = lines[at]!.split(' ');
    const theme = THEMES.find((known) => known === name);
    const count = Number(countText);
    if (!theme || !Number.isInteger(count) || count < 1) {
      throw new Error(
        `${scope}: line ${at + 1}: expected a theme and a count, got "${lines[at]?.slice(0, 40)}"`,
      );
    }
    const ids: string[] = [];
    const seen = new Set<string>();
    for (let row = 1; row <= count; row++) {
      const id = parseId(lines[at + row], `${scope}: line ${at + row + 1}`);
      if (seen.has(id))
        throw new Error(`${scope}: line ${at + row + 1}: expected each id once, got "${id}" again`);
      seen.add(id);
      ids.push(id);
    }
    themes.set(theme, ids);
    at += count + 1;
  }
  return ledgerFrom(themes);
}

function parseId(line: string | undefined, scope: string): string {
  try {
    const id: unknown = JSON.parse(line ?? '');
    if (typeof id === 'string') return id;
  } catch {
    // said below
  }
  throw new Error(
    `${scope}: expected an id as a JSON string, got ${JSON.stringify(line?.slice(0, 40) ?? null)}`,
  );
}

/** Loads a ledger; a new empty one when the file does not exist. */
export async function loadLedger(path: string): Promise<Ledger> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return createLedger();
    throw error;
  }
  return parseLedger(text, `ledger "${path}"`);
}

/** Gives the SHA-256 of a ledger's file in hexadecimal; null when there is none. */
export async function hashOfLedger(path: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a ledger's text and gives its SHA-256 in hexadecimal. */
export async function writeLedger(ledger: Ledger, path: string): Promise<string> {
  const text = ledger.toText();
  await writeFile(path, text);
  return createHash('sha256').update(text).digest('hex');
}
