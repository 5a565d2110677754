/** The table of EPSG definitions (npm `epsg-index`), read code by code. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EpsgLookup, EpsgRecord } from '#base/geo/crs.ts';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('epsg-index/package.json')), 's');
const known = new Map<number, EpsgRecord | null>();

/** Looks a code up in the EPSG table; reads its definition when it is first asked for, and keeps it. */
export const lookupEpsg: EpsgLookup = (code) => {
  let record = known.get(code);
  if (record === undefined) {
    record = readRecord(join(folder, `${code}.json`));
    known.set(code, record);
  }
  return record;
};

function readRecord(path: string): EpsgRecord | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const { name, proj4, wkt, bbox } = JSON.parse(text) as Record<string, unknown>;
  const record: EpsgRecord = { name: String(name), proj4: typeof proj4 === 'string' ? proj4 : '' };
  if (typeof wkt === 'string' && wkt) record.wkt = wkt;
  if (Array.isArray(bbox) && bbox.length === 4) record.bbox = bbox as [number, number, number, number];
  return record;
}
