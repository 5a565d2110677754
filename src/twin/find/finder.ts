/** Everything that is asked of a whole city's attributes: runs in the finding worker, or on the page where none starts. */
import { type BuildingTable, type ComponentTable, ROWS_A_CHUNK } from '#base/feature-table.ts';
import type { CountedValue, Histogram, SearchHit } from '#base/twin-queries.ts';
import { createFeatureSource } from '../city/feature-source.ts';
import type { City } from '../city/load-city.ts';
import { loadJson } from '../city/load-city.ts';
import { type AttributeColumns, createColumns, fillColumns } from './attribute-columns.ts';
import { BUILDING_RULES } from './building-rules.ts';
import {
  type ComponentColumns,
  createComponentColumns,
  fillComponentColumns,
  listValues,
} from './component-columns.ts';
import { COMPONENT_RULES } from './component-rules.ts';
import { countValues } from './count-values.ts';
import type { FindQuestion } from './find-protocol.ts';
import { createSearch } from './search-city.ts';
import {
  createStyleEngine,
  needsColumns,
  type StyledTheme,
  type StyleRequest,
  type StyleRules,
  type StyleUpdate,
} from './style-engine.ts';

export type FindAnswer = SearchHit[] | Histogram | CountedValue[] | StyleUpdate;

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
  const features = createFeatureSource(city, get);
  const search = createSearch({
    index: manifest.search === null ? null : new URL(manifest.search, base).href,
    loadJson: (url) => loadJson(url, NEVER, get),
    byGid: features.byGid,
  });
  /** Reads a theme's chunks, some at a time, once; a failure is forgotten. */
  function onceLoaded<C, T>(
    theme: StyledTheme,
    create: (start: number, count: number) => C,
    fill: (columns: C, table: T) => void,
  ): () => Promise<C> {
    let loading: Promise<C> | null = null;
    async function load(): Promise<C> {
      const { start, count } = manifest.gids[theme] ?? { start: 0, count: 0 };
      const folder = manifest.features[theme]?.replace(/\/$/, '');
      const columns = create(start, count);
      if (folder === undefined) return columns;
      const chunks = Math.ceil(count / ROWS_A_CHUNK);
      let next = 0;
      const run = async (): Promise<void> => {
        while (next < chunks) {
          const url = new URL(`${folder}/${next++}.json`, base).href;
          fill(columns, (await loadJson(url, NEVER, get)) as T);
        }
      };
      await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, run));
      return columns;
    }
    return () => {
      loading ??= load().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    };
  }
  const buildings = onceLoaded<AttributeColumns, BuildingTable>('buildings', createColumns, fillColumns);
  const components = onceLoaded<ComponentColumns, ComponentTable>(
    'components',
    createComponentColumns,
    fillComponentColumns,
  );

  /** Styles of a theme follow each other: each one tells what differs from the one before. */
  function styler<C>(theme: StyledTheme, rules: StyleRules<C>, columnsOf: () => Promise<C>) {
    const { start, count } = manifest.gids[theme] ?? { start: 0, count: 0 };
    const engine = createStyleEngine(start, count, rules, takesOver);
    let styled: Promise<unknown> = Promise.resolve();
    return (request: StyleRequest): Promise<StyleUpdate> => {
      const mine = styled.then(async () =>
        engine.update(request, needsColumns(request) ? await columnsOf() : null),
      );
      styled = mine.catch(() => {});
      return mine;
    };
  }
  const style = {
    buildings: styler('buildings', BUILDING_RULES, buildings),
    components: styler('components', COMPONENT_RULES, components),
  };

  return {
    async answer(question, signal) {
      switch (question.kind) {
        case 'search':
          return search(question.text, question.limit, signal);
        case 'histogram':
          return countValues(await buildings(), question.attribute, question.bins);
        case 'values':
          return listValues(await components(), question.attribute);
        case 'style':
          return style[question.theme](question.request);
        default:
          throw new Error(
            `finder: expected search, histogram, values or style, got ${JSON.stringify(question)}`,
          );
      }
    },
  };
}
