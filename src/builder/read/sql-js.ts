/** SQLite as WebAssembly, in the build that is made for Node. */
import { createRequire } from 'node:module';
import type initSqlJs from 'sql.js';
import type { SqlJs } from 'sql.js';

/** Loads sql.js. By `require`: bundlers and test runners would take its browser build, which fetches its wasm. */
export function loadSqlJs(): Promise<SqlJs> {
  const init = createRequire(import.meta.url)('sql.js/dist/sql-wasm.js') as typeof initSqlJs;
  return init();
}
