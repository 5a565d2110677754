/** Reads the city's state as one answer over HTTP. */
import type { Theme } from '../gid.ts';
import { columnsAt, themeAt, vehiclesAt } from './batch.ts';
import { decodeCbor } from './cbor.ts';
import { arrayAt, kindOf, numberAt, recordAt, textAt, wrong } from './check.ts';
import { clockAt } from './clock.ts';
import type { LiveSnapshot, LiveSnapshotTable } from './wire.ts';

/** A snapshot of a million things and a dozen columns. */
const SNAPSHOT_AT_MOST = 256 * 1_024 * 1_024;

/**
 * Reads a snapshot. Cases are given as they came: who keeps them checks each.
 *
 * @param scope - first in messages: `snapshot "/api/live/lanwan/snapshot"`.
 * @throws Error naming what is wrong.
 */
export function decodeSnapshot(bytes: Uint8Array, scope: string): LiveSnapshot {
  const record = recordAt(decodeCbor(bytes, scope, SNAPSHOT_AT_MOST), scope, '');
  const tables: Partial<Record<Theme, LiveSnapshotTable>> = {};
  for (const [name, value] of Object.entries(recordAt(record.tables, scope, 'tables'))) {
    const path = `tables.${name}`;
    const theme = themeAt(name, scope, 'tables');
    const table = recordAt(value, scope, path);
    const gid = arrayAt(table.gid, 'Uint32Array', scope, `${path}.gid`);
    const like = { name: 'gid', length: gid.length };
    tables[theme] = {
      gid,
      observedAt: arrayAt(table.observedAt, 'Float64Array', scope, `${path}.observedAt`, like),
      ...(table.ttl === undefined
        ? {}
        : { ttl: arrayAt(table.ttl, 'Float32Array', scope, `${path}.ttl`, like) }),
      columns: columnsAt(table.columns, theme, gid.length, scope, `${path}.columns`),
    };
  }
  if (!Array.isArray(record.cases)) throw wrong(scope, 'cases', 'a list of cases', kindOf(record.cases));
  return {
    now: numberAt(record.now, scope, 'now'),
    clock: clockAt(record.clock, scope, 'clock'),
    ledger: textAt(record.ledger, scope, 'ledger'),
    tables,
    cases: record.cases,
    vehicles:
      record.vehicles === null || record.vehicles === undefined
        ? null
        : vehiclesAt(record.vehicles, scope, 'vehicles'),
  };
}
