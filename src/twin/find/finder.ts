/** Everything that is asked of a whole city's attributes: runs in the finding worker, or on the page where none starts. */
import type { BuildingTable } from '#base/feature-table.ts';
import { ROWS_A_CHUNK } from '#base/feature-table.ts';
import type { Histogram, SearchHit } from '#base/twin-queries.ts';
import { createFeatureSource } from '../city/feature-source.ts';
import type { City } from '../city/load-city.ts';
import { loadJson } from '../city/load-city.ts';
import { type AttributeColumns, createColumns, fillColumns } from './attribute-columns.ts';
import { countValues } from './count-values.ts';
import type { FindQuestion } from './find-protocol.ts';
import { createSearch } from './search-city.ts';
import { createStyleEngine, needsColumns, type StyleUpdate } from './style-engine.ts';

export type FindAnswer = SearchHit[] | Histogram | StyleUpdate;

export interface Finder {
  answer(question: FindQuestion, signal: AbortSignal): Promise<FindAnswer>;
}

const CHUNKS_AT_ONCE = 6;
/** One question that is given up must not take what it loads from the others. */
const NEVER = new AbortController().signal;

/**
 * Makes the finder of a city. Attributes and search shards are fetched when a question first needs them.
 *
 * @param takesOver - another finder has styled the city before: the first style is given whole.
 */
export function createFinder(city: City, get: typeof fetch, takesOver = false): Finder {
  const { manifest, base } = city;
  const { start, count } = manifest.gids.buildings ?? { start: 0, count: 0 };
  const features = createFeatureSource(city, get);
  const search = createSearch({
    index: manifest.search === null ? null : new URL(manifest.search, base).href,
    loadJson: (url) => loadJson(url, NEVER, get),
    byGid: features.byGid,
  });
  const engine = createStyleEngine(start, count, takesOver);
  let loading: Promise<AttributeColumns> | null = null;

  async function loadColumns(): Promise<AttributeColumns> {
    const folder = manifest.features.buildings?.replace(/\/$/, '');
    const columns = createColumns(start, count);
    if (folder === undefined) return columns;
    const chunks = Math.ceil(count / ROWS_A_CHUNK);
    let next = 0;
    const run = async (): Promise<void> => {
      while (next < chunks) {
        const url = new URL(`${folder}/${next++}.json`, base).href;
        fillColumns(columns, (await loadJson(url, NEVER, get)) as BuildingTable);
      }
    };
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, run));
    return columns;
  }
  function columnsNow(): Promise<AttributeColumns> {
    loading ??= loadColumns().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  /** Styles follow each other: each one tells what differs from the one before. */
  let styled: Promise<unknown> = Promise.resolve();

  return {
    async answer(question, signal) {
      switch (question.kind) {
        case 'search':
          return search(question.text, question.limit, signal);
        case 'histogram':
          return countValues(await columnsNow(), question.attribute, question.bins);
        case 'style': {
          const { request } = question;
          const mine = styled.then(async () =>
            engine.update(request, needsColumns(request) ? await columnsNow() : null),
          );
          styled = mine.catch(() => {});
          return mine;
        }
        default:
          throw new Error(`finder: expected search, histogram or style, got ${JSON.stringify(question)}`);
      }
    },
  };
}
