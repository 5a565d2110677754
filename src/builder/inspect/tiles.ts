/** Checks the building tiles of a city folder against what a reader of 3D Tiles may rely on. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { boundsCorners, corners, IDENTITY, outside } from './box.ts';
import { inspectContent, type TileContent } from './tile-content.ts';

interface TileJson {
  boundingVolume?: { box?: number[] };
  geometricError?: number;
  refine?: string;
  transform?: number[];
  content?: { uri: string; group?: number };
  children?: TileJson[];
}

interface TilesetJson {
  asset?: { version?: string };
  geometricError?: number;
  groups?: { properties?: { level?: string } }[];
  root?: TileJson;
}

export interface TilesInspection {
  /** What is wrong, one line each; empty when nothing is. */
  findings: string[];
  counts: {
    tilesets: number;
    tiles: number;
    contents: number;
    /** Buildings on leaves. */
    buildings: number;
    triangles: number;
  };
}

/** Boxes are written in millimetres, transforms in micrometres. */
const SLACK = 0.003;

/** What a subtree shows at its ends, for its parents and for the other entry. */
interface Leaves {
  /** Gids of L2 tiles without L2 children. */
  prisms: Set<number>;
}

/**
 * Inspects a folder `buildings` of a city folder.
 *
 * @param gids - the block of gids that the manifest tells, or null.
 */
export async function inspectTiles(
  dir: string,
  gids: { start: number; count: number } | null,
): Promise<TilesInspection> {
  const walk = new Walk(dir, gids);
  const all = await walk.entry('tileset.json');
  const massing = await walk.entry('l2.json');
  if (all && massing) {
    const missing = [...all.prisms].filter((gid) => !massing.prisms.has(gid));
    if (missing.length > 0 || all.prisms.size !== massing.prisms.size) {
      walk.findings.push(
        `l2.json: expected the ${all.prisms.size} buildings of tileset.json, got ${massing.prisms.size}`,
      );
    }
    walk.counts.buildings = all.prisms.size;
  }
  await walk.orphans();
  return { findings: walk.findings, counts: walk.counts };
}

class Walk {
  readonly findings: string[] = [];
  readonly counts = { tilesets: 0, tiles: 0, contents: 0, buildings: 0, triangles: 0 };
  readonly #dir: string;
  readonly #block: { start: number; count: number } | null;
  readonly #contents = new Map<string, TileContent | null>();
  readonly #known = new Set<string>();

  constructor(dir: string, block: { start: number; count: number } | null) {
    this.#dir = dir;
    this.#block = block;
  }

  /** Walks one entry file and everything below it. */
  async entry(path: string): Promise<Leaves | null> {
    const tileset = await this.#tileset(path);
    if (!tileset?.root) return null;
    if ((tileset.root.geometricError ?? 0) > (tileset.geometricError ?? -1)) {
      this.findings.push(
        `${path}: geometricError: expected at least the root's ${tileset.root.geometricError}, got ${tileset.geometricError}`,
      );
    }
    return this.#tile(tileset.root, tileset, path, 'root', null);
  }

  /** Tells files that no tileset names. */
  async orphans(): Promise<void> {
    const files = await readdir(this.#dir, { recursive: true, withFileTypes: true });
    for (const file of files) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name)
        .slice(this.#dir.length)
        .replace(/^[/\\]/, '')
        .replaceAll('\\', '/');
      if (!this.#known.has(path.replace(/\.gz$/, ''))) {
        this.findings.push(`${path}: expected a tileset that names this file, got none`);
      }
    }
  }

  /** Reads a file and compares it with its `.gz`. */
  async #read(path: string, from: string): Promise<Uint8Array | null> {
    this.#known.add(path);
    let plain: Uint8Array;
    try {
      plain = await readFile(join(this.#dir, path));
    } catch {
      this.findings.push(`${from}: ${path}: expected a file, got none`);
      return null;
    }
    try {
      const packed = await readFile(join(this.#dir, `${path}.gz`));
      if (!gunzipSync(packed).equals(plain)) {
        this.findings.push(`${path}.gz: expected the bytes of the plain file, got others`);
      }
    } catch {
      this.findings.push(`${path}.gz: expected a gzip file beside the plain one, got none`);
    }
    return plain;
  }

  async #tileset(path: string, from = path): Promise<TilesetJson | null> {
    const bytes = await this.#read(path, from);
    if (!bytes) return null;
    this.counts.tilesets++;
    try {
      const json = JSON.parse(new TextDecoder().decode(bytes)) as TilesetJson;
      if (json.asset?.version !== '1.1') {
        this.findings.push(
          `${path}: asset.version: expected "1.1", got ${JSON.stringify(json.asset?.version)}`,
        );
      }
      if (!json.root) this.findings.push(`${path}: expected a root tile, got none`);
      return json;
    } catch (error) {
      this.findings.push(`${path}: expected JSON: ${(error as Error).message}`);
      return null;
    }
  }

  async #content(path: string, from: string): Promise<TileContent | null> {
    const known = this.#contents.get(path);
    if (known !== undefined) return known;
    const bytes = await this.#read(path, from);
    const content = bytes
      ? await inspectContent(bytes, (text) => this.findings.push(`${path}: ${text}`))
      : null;
    this.#contents.set(path, content);
    if (!content) return null;
    this.counts.contents++;
    this.counts.triangles += content.triangles;
    const block = this.#block;
    if (block) {
      for (const gid of content.gids) {
        if (gid >= block.start && gid < block.start + block.count) continue;
        this.findings.push(
          `${path}: gid: expected ${block.start} to ${block.start + block.count - 1}, got ${gid}`,
        );
        break;
      }
    }
    return content;
  }

  async #tile(
    tile: TileJson,
    tileset: TilesetJson,
    path: string,
    place: string,
    parent: TileJson | null,
  ): Promise<Leaves> {
    this.counts.tiles++;
    const scope = `${path}: ${place}`;
    const nothing: Leaves = { prisms: new Set() };
    const box = tile.boundingVolume?.box;
    if (box?.length !== 12 || !box.every(Number.isFinite)) {
      this.findings.push(`${scope}: boundingVolume.box: expected 12 numbers, got ${JSON.stringify(box)}`);
      return nothing;
    }
    const error = tile.geometricError;
    if (error === undefined || !(error >= 0)) {
      this.findings.push(`${scope}: geometricError: expected a number from 0, got ${error}`);
    } else if (parent && error > parent.geometricError!) {
      this.findings.push(
        `${scope}: geometricError: expected at most its parent's ${parent.geometricError}, got ${error}`,
      );
    }
    if (parent) {
      const out = outside(parent.boundingVolume!.box!, corners(box, tile.transform ?? IDENTITY));
      if (out > SLACK)
        this.findings.push(`${scope}: expected a box inside its parent's, got ${out.toFixed(3)} m beyond`);
    }
    const uri = tile.content ? posix.join(posix.dirname(path), tile.content.uri) : null;
    if (uri?.endsWith('.json')) {
      const inner = await this.#tileset(uri, scope);
      if (!inner?.root) return nothing;
      return this.#tile(inner.root, inner, uri, 'root', tile);
    }
    const content = uri ? await this.#content(uri, scope) : null;
    if (content) {
      const out = outside(box, boundsCorners(content.bounds));
      if (out > SLACK)
        this.findings.push(`${scope}: expected all of ${uri} in its box, got ${out.toFixed(3)} m beyond`);
    }
    const level = tileset.groups?.[tile.content?.group ?? -1]?.properties?.level;
    if (tile.content && level !== 'L2' && level !== 'L3') {
      this.findings.push(
        `${scope}: content.group: expected one of level L2 or L3, got ${JSON.stringify(level)}`,
      );
    }
    return this.#below(tile, tileset, path, place, content, level === 'L3');
  }

  /** Walks the children and compares their buildings with the tile's. */
  async #below(
    tile: TileJson,
    tileset: TilesetJson,
    path: string,
    place: string,
    content: TileContent | null,
    exterior: boolean,
  ): Promise<Leaves> {
    const scope = `${path}: ${place}`;
    const prisms = new Set<number>();
    if (exterior) {
      if (tile.children?.length) this.findings.push(`${scope}: expected no tiles below exteriors`);
      return { prisms: content?.gids ?? prisms };
    }
    const children = tile.children ?? [];
    if (children.length > 0 && tile.refine !== undefined && tile.refine !== 'REPLACE') {
      this.findings.push(`${scope}: refine: expected "REPLACE", got "${tile.refine}"`);
    }
    for (const [index, child] of children.entries()) {
      const { prisms: inner } = await this.#tile(child, tileset, path, `${place}.children[${index}]`, tile);
      for (const gid of inner) {
        if (prisms.has(gid)) this.findings.push(`${scope}: gid ${gid}: expected on one leaf, got two`);
        prisms.add(gid);
      }
    }
    if (children.length === 0) return { prisms: content?.gids ?? prisms };
    for (const gid of content?.gids ?? []) {
      if (!prisms.has(gid)) {
        this.findings.push(`${scope}: gid ${gid}: expected in the tiles below too, got none`);
        break;
      }
    }
    const last = children.length === 1 ? tileset.groups?.[children[0]!.content?.group ?? -1] : undefined;
    if (last?.properties?.level === 'L3' && content && content.gids.size !== prisms.size) {
      this.findings.push(
        `${scope}: expected the same buildings as prisms and as exteriors, got ${content.gids.size} and ${prisms.size}`,
      );
    }
    return { prisms };
  }
}
