import type { ComponentTable } from '#base/feature-table.ts';
import { ROWS_A_CHUNK } from '#base/feature-table.ts';
import { createLampCollector, type LampColumns } from './lamp-columns.ts';

/** What the page asks the worker for. */
export interface LampRequest {
  /** Address of the folder of the components' tables, with a slash at its end. */
  readonly folder: string;
  /** Gids that the components have, holes included. */
  readonly count: number;
  readonly origin: readonly [number, number, number];
}
export type LampAnswer = { readonly lamps: LampColumns } | { readonly error: string };

/** Tables fetched at once. */
const AT_ONCE = 4;

/**
 * Reads the lamps of a city out of its tables of components, one table after the other.
 *
 * @throws Error naming the table that did not come.
 */
export async function loadLamps(
  request: LampRequest,
  get: typeof fetch,
  signal: AbortSignal,
): Promise<LampColumns> {
  const collector = createLampCollector(request.origin);
  const tables = Math.ceil(request.count / ROWS_A_CHUNK);
  let next = 0;
  async function work(): Promise<void> {
    while (next < tables) {
      const url = new URL(`${next++}.json`, request.folder).href;
      const response = await get(url, { signal });
      if (!response.ok)
        throw new Error(`lamps "${url}": expected a table of components, got ${response.status}`);
      collector.add((await response.json()) as ComponentTable);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return collector.columns();
}
