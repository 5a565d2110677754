/** Ids and codes → gids, over the shards of a city's search index that are needed. */
import { type IdTable, localId, type SearchIndex } from './index-format.ts';

const CACHED = 300_000;
const WAITING_AT_MOST = 100_000;
const RETRY_MS = 5_000;

export interface IdResolver {
  /**
   * Finds a gid of a block.
   *
   * @param then - called at once when it is known, else when the shard is there: the gid, or null when there is none.
   * @returns false when too many wait already; `then` is not called.
   */
  find(id: string, block: { start: number; count: number }, then: (gid: number | null) => void): boolean;
}

interface Waiting {
  readonly local: string;
  readonly block: { start: number; count: number };
  readonly then: (gid: number | null) => void;
}

/** Makes a resolver. `index`: absolute address of `search/index.json`, or null without one. */
export function createIdResolver(
  index: string | null,
  loadJson: (url: string) => Promise<unknown>,
  wall: () => number,
): IdResolver {
  const cache = new Map<string, number | null>();
  const tables = new Map<string, IdTable>();
  /** Shards on their way, with who waits; the empty name stands for the list of shards. */
  const loading = new Map<string, Waiting[]>();
  const failedAt = new Map<string, number>();
  let contents: SearchIndex | null = null;
  let waits = 0;

  function load(file: string, url: string, take: (json: unknown) => void): void {
    loading.set(file, []);
    const end = (): void => {
      const waiting = loading.get(file) ?? [];
      loading.delete(file);
      waits -= waiting.length;
      for (const one of waiting) if (!resolve(one)) one.then(null);
    };
    loadJson(url).then(
      (json) => {
        take(json);
        end();
      },
      () => {
        failedAt.set(file, wall());
        end();
      },
    );
  }
  const failed = (file: string): boolean =>
    wall() - (failedAt.get(file) ?? Number.NEGATIVE_INFINITY) < RETRY_MS;

  function wait(file: string, one: Waiting): boolean {
    if (waits >= WAITING_AT_MOST) return false;
    waits++;
    loading.get(file)!.push(one);
    return true;
  }

  function answer({ local, block, then }: Waiting, gid: number | null): true {
    if (cache.size >= CACHED) cache.clear();
    cache.set(`${block.start} ${local}`, gid);
    then(gid);
    return true;
  }

  /** @returns false when too many wait. */
  function resolve(one: Waiting): boolean {
    const { local, block, then } = one;
    if (index === null || failed('')) {
      then(null);
      return true;
    }
    if (!contents) {
      if (!loading.has('')) load('', index, (json) => (contents = json as SearchIndex));
      return wait('', one);
    }
    // The same local id may stand at the end of one shard and at the beginning of the next.
    const { ids } = contents;
    let shard = Math.max(0, firstAtLeast(ids.length, (at) => ids[at]!.first >= local) - 1);
    for (; shard < ids.length && ids[shard]!.first <= local; shard++) {
      const { file } = ids[shard]!;
      const table = tables.get(file);
      if (!table) {
        if (failed(file)) {
          then(null);
          return true;
        }
        if (!loading.has(file)) {
          load(file, new URL(file, index).href, (json) => tables.set(file, json as IdTable));
        }
        return wait(file, one);
      }
      let at = firstAtLeast(table.ids.length, (row) => table.ids[row]! >= local);
      for (; table.ids[at] === local; at++) {
        const gid = table.gids[at]!;
        if (gid >= block.start && gid < block.start + block.count) return answer(one, gid);
      }
    }
    return answer(one, null);
  }

  return {
    find(id, block, then) {
      const local = localId(id);
      const known = cache.get(`${block.start} ${local}`);
      if (known !== undefined) {
        then(known);
        return true;
      }
      return resolve({ local, block, then });
    },
  };
}

/** Gives the first of `count` places for which something holds that goes on holding; `count` if none. */
function firstAtLeast(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
