import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { componentClass } from '#base/catalogue/catalogue.ts';
import { isLampClass } from '#base/catalogue/lamp-classes.ts';
import type { ComponentTable, RoadNetwork, RoadTable } from '#base/feature-table.ts';
import { ROWS_A_CHUNK } from '#base/feature-table.ts';
import { type Manifest, parseManifest } from '#base/manifest.ts';

/** What a component is to the simulator. */
export type ComponentKind = 'lamp' | 'cabinet' | 'bin' | 'other';

export interface ComponentRow {
  readonly gid: number;
  readonly id: string;
  readonly class: string;
  readonly code: string | null;
  readonly kind: ComponentKind;
  readonly lon: number;
  readonly lat: number;
  readonly grid: string | null;
  readonly department: string | null;
  /** Of lamps; null: none is known. */
  readonly circuit: string | null;
  readonly cabinet: string | null;
  /** Whether it is switched with its circuit alone; null: the inventory does not say. */
  readonly grouped: boolean | null;
  /** W */
  readonly rating: number;
  /** m */
  readonly height: number;
}

export interface RoadRow {
  readonly gid: number;
  readonly id: string;
  readonly name: string | null;
  /** Unit grid that it lies in. */
  readonly grid: string | null;
  readonly class: string;
  readonly lon: number;
  readonly lat: number;
  readonly lanes: number;
  /** km/h */
  readonly freeSpeed: number;
}

/** What a simulated city has: from its folder alone. */
export interface Inventory {
  readonly name: string;
  /** Six digits, or the folder's name. */
  readonly division: string;
  readonly ledger: string;
  readonly lon: number;
  readonly lat: number;
  readonly timeZone: string | null;
  readonly components: readonly ComponentRow[];
  readonly roads: readonly RoadRow[];
  readonly network: RoadNetwork;
}

const CABINETS = new Set(['lanwan:2101', 'local:2104']);
const BINS = new Set(['cjt214:0305', 'gbt30428:03005', 'lanwan:2110']);
const DEFAULT_RATING_W = 100;

function kindOf(key: string, attributes: Record<string, unknown>): ComponentKind {
  const known = componentClass(key)?.key ?? key;
  if (CABINETS.has(known)) return 'cabinet';
  if (isLampClass(known) || attributes.circuit !== undefined) return 'lamp';
  return BINS.has(known) ? 'bin' : 'other';
}

const textOf = (value: string | number | boolean | undefined): string | null =>
  value === undefined || value === '' ? null : String(value);

/** Takes the rows of a table that hold something. */
export function componentRows({ start, columns }: ComponentTable): ComponentRow[] {
  const rows: ComponentRow[] = [];
  for (let i = 0; i < columns.id.length; i++) {
    const id = columns.id[i];
    const key = columns.class[i];
    if (id === null || id === undefined || !key) continue;
    const attributes = columns.attributes[i] ?? {};
    const method = attributes.controllingMethod;
    rows.push({
      gid: start + i,
      id,
      class: key,
      code: columns.code[i] ?? null,
      kind: kindOf(key, attributes),
      lon: columns.lon[i] ?? 0,
      lat: columns.lat[i] ?? 0,
      grid: columns.grid[i] ?? null,
      department: columns.department[i] ?? null,
      circuit: textOf(attributes.circuit),
      cabinet: textOf(attributes.cabinet),
      grouped: method === undefined ? null : method === 'group',
      rating: Number(attributes.powerRating) || DEFAULT_RATING_W,
      height: columns.height[i] ?? 0,
    });
  }
  return rows;
}

/** Takes the rows of a table that hold something. */
export function roadRows({ start, columns }: RoadTable): RoadRow[] {
  const rows: RoadRow[] = [];
  for (let i = 0; i < columns.id.length; i++) {
    const id = columns.id[i];
    if (id === null || id === undefined) continue;
    rows.push({
      gid: start + i,
      id,
      name: columns.name[i] ?? null,
      grid: textOf(columns.attributes[i]?.grid),
      class: columns.class[i] ?? 'residential',
      lon: columns.lon[i] ?? 0,
      lat: columns.lat[i] ?? 0,
      lanes: columns.lanes[i] || 2,
      freeSpeed: columns.freeSpeed[i] || 30,
    });
  }
  return rows;
}

/**
 * Reads what is simulated of a city folder; a city without components or roads has none.
 *
 * @param folderName - stands for the division of a city that has none.
 * @throws Error when the manifest or a table cannot be read.
 */
export async function readInventory(folder: string, folderName: string): Promise<Inventory> {
  const scope = `city "${folderName}": manifest.json`;
  const manifest = parseManifest(await readJson(join(folder, 'manifest.json')), scope);
  const components: ComponentRow[] = [];
  for await (const table of tables(folder, manifest, 'components')) {
    for (const row of componentRows(table as ComponentTable)) components.push(row);
  }
  const roads: RoadRow[] = [];
  for await (const table of tables(folder, manifest, 'roads')) {
    for (const row of roadRows(table as RoadTable)) roads.push(row);
  }
  const network = manifest.roads
    ? ((await readJson(join(folder, manifest.roads.network))) as RoadNetwork)
    : { nodes: [], edges: [] };
  return {
    name: manifest.name,
    division: manifest.division ?? folderName,
    ledger: manifest.ledger,
    lon: manifest.origin[0],
    lat: manifest.origin[1],
    timeZone: manifest.timeZone,
    components,
    roads,
    network,
  };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function* tables(folder: string, manifest: Manifest, theme: string): AsyncGenerator<unknown> {
  const place = manifest.features[theme];
  const count = manifest.gids[theme]?.count ?? 0;
  if (place === undefined) return;
  for (let chunk = 0; chunk * ROWS_A_CHUNK < count; chunk++) {
    yield await readJson(join(folder, place, `${chunk}.json`));
  }
}
