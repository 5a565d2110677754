/** Reads batches: states of many things, and where vehicles are. */
import { THEMES, type Theme } from '../gid.ts';
import { decodeCbor } from './cbor.ts';
import { arrayAt, numberAt, recordAt, secondsAt, textAt, textsAt, wrong } from './check.ts';
import { LIVE_COLUMNS, type LiveColumn } from './live-columns.ts';
import type { StateBatch, VehicleBatch } from './wire.ts';

type Columns = Record<string, Uint8Array | Float32Array>;

/** Gives the columns of a theme by name. */
export function columnsOf(theme: Theme): Readonly<Record<string, LiveColumn>> {
  return LIVE_COLUMNS[theme];
}

/** @throws Error unless it is the name of a theme. */
export function themeAt(value: unknown, scope: string, path: string): Theme {
  const theme = THEMES.find((known) => known === value);
  if (theme) return theme;
  throw wrong(scope, path, `one of ${THEMES.join(', ')}`, JSON.stringify(value) ?? 'nothing');
}

/**
 * Checks columns: known to their theme, of the right type, as long as the gids.
 *
 * @throws Error naming the column.
 */
export function columnsAt(
  value: unknown,
  theme: Theme,
  length: number,
  scope: string,
  path: string,
): Columns {
  const record = recordAt(value, scope, path);
  const known = columnsOf(theme);
  const like = { name: 'gid', length };
  const columns: Columns = {};
  for (const name of Object.keys(record)) {
    const where = `${path}.${name}`;
    const column = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!column) {
      throw wrong(
        scope,
        path,
        `columns of ${theme} (${Object.keys(known).join(', ') || 'none'})`,
        `"${name}"`,
      );
    }
    const type = column.type === 'u8' ? 'Uint8Array' : 'Float32Array';
    columns[name] = arrayAt(record[name], type, scope, where, like);
  }
  return columns;
}

/**
 * Reads states of many things.
 *
 * @param scope - first in messages: `topic "city/…/state"`.
 * @returns arrays that may be views of `bytes`.
 * @throws Error `topic "…": columns.on: expected as many as gid (500), got 499`.
 */
export function decodeBatch(bytes: Uint8Array, scope: string): StateBatch {
  const record = recordAt(decodeCbor(bytes, scope), scope, '');
  const theme = themeAt(record.theme, scope, 'theme');
  const gid = arrayAt(record.gid, 'Uint32Array', scope, 'gid');
  const ttl = secondsAt(record.ttl, scope, 'ttl');
  return {
    t: numberAt(record.t, scope, 't'),
    ledger: textAt(record.ledger, scope, 'ledger'),
    theme,
    gid,
    columns: columnsAt(record.columns, theme, gid.length, scope, 'columns'),
    ...(record.seq === undefined ? {} : { seq: numberAt(record.seq, scope, 'seq') }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(record.sentAt === undefined ? {} : { sentAt: numberAt(record.sentAt, scope, 'sentAt') }),
  };
}

/** Checks what says where vehicles are. @throws Error naming the array. */
export function vehiclesAt(value: unknown, scope: string, path: string): VehicleBatch {
  const record = recordAt(value, scope, path);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const id = textsAt(record.id, scope, at('id'));
  const like = { name: 'id', length: id.length };
  const ttl = secondsAt(record.ttl, scope, at('ttl'));
  return {
    t: numberAt(record.t, scope, at('t')),
    id,
    kind: textsAt(record.kind, scope, at('kind'), like),
    lon: arrayAt(record.lon, 'Float64Array', scope, at('lon'), like),
    lat: arrayAt(record.lat, 'Float64Array', scope, at('lat'), like),
    heading: arrayAt(record.heading, 'Float32Array', scope, at('heading'), like),
    speed: arrayAt(record.speed, 'Float32Array', scope, at('speed'), like),
    ...(ttl === undefined ? {} : { ttl }),
  };
}

/**
 * Reads where vehicles are.
 *
 * @throws Error naming the array that is wrong.
 */
export function decodeVehicles(bytes: Uint8Array, scope: string): VehicleBatch {
  return vehiclesAt(decodeCbor(bytes, scope), scope, '');
}
