/** A small city for tests: a chequerboard of streets by the sea of Lanwan, with lamps, cabinets, bins and benches. */

import type { ComponentTable, RoadNetwork, RoadTable } from '#base/feature-table.ts';
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import { GID_BLOCKS } from '#base/gid.ts';
import type { Manifest } from '#base/manifest.ts';
import { componentRows, type Inventory, roadRows } from './inventory.ts';

export const LEDGER = 'a'.repeat(64);
/** Lanwan's place. */
export const PLACE = { lon: 120.94, lat: 35.54 } as const;
const BLOCK_M = 150;
const LAMP_EVERY_M = 30;
const EAST = MEAN_DEGREE * Math.cos((PLACE.lat * Math.PI) / 180);

export interface FakeCity {
  readonly manifest: Manifest;
  readonly components: ComponentTable;
  readonly roads: RoadTable;
  readonly network: RoadNetwork;
}

/** Makes one of so many streets each way. */
export function createFakeCity(streets = 6): FakeCity {
  const place = (x: number, y: number): [lon: number, lat: number] => [
    PLACE.lon + (x * BLOCK_M) / EAST,
    PLACE.lat + (y * BLOCK_M) / MEAN_DEGREE,
  ];
  const nodes: number[] = [];
  for (let y = 0; y < streets; y++) for (let x = 0; x < streets; x++) nodes.push(...place(x, y));
  const edges: RoadNetwork['edges'] = [];
  const roads: RoadTable = {
    start: GID_BLOCKS.roads.start,
    count: 0,
    columns: {
      id: [],
      name: [],
      class: [],
      length: [],
      width: [],
      lanes: [],
      oneway: [],
      freeSpeed: [],
      owner: [],
      maintenance: [],
      cleaning: [],
      lon: [],
      lat: [],
      attributes: [],
    },
  };
  const components: ComponentTable = {
    start: GID_BLOCKS.components.start,
    count: 0,
    columns: {
      id: [],
      class: [],
      code: [],
      name: [],
      model: [],
      condition: [],
      owner: [],
      department: [],
      grid: [],
      installed: [],
      lon: [],
      lat: [],
      ground: [],
      height: [],
      azimuth: [],
      attributes: [],
    },
  };
  const addComponent = (
    key: string,
    [lon, lat]: readonly [number, number],
    attributes: Record<string, string | number | boolean> = {},
    { code, height = 1 }: { code?: string; height?: number } = {},
  ): void => {
    const at = components.count++;
    const row: { [K in keyof ComponentTable['columns']]: ComponentTable['columns'][K][number] } = {
      id: `fake:${at}`,
      class: key,
      code: code ?? null,
      name: null,
      model: null,
      condition: 'intact',
      owner: null,
      department: null,
      grid: `37029900100100${1 + (at % 4)}`,
      installed: 2020,
      lon,
      lat,
      ground: 20,
      height,
      azimuth: 0,
      attributes,
    };
    for (const name of Object.keys(row) as (keyof typeof row)[])
      (components.columns[name] as unknown[]).push(row[name]);
  };
  const addRoad = (x: number, y: number, dx: number, dy: number): void => {
    const at = roads.count++;
    const main = dx === 1 ? y === 2 : x === 2;
    const [from, to] = [place(x, y), place(x + dx, y + dy)];
    const middle: [number, number] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const row: { [K in keyof RoadTable['columns']]: RoadTable['columns'][K][number] } = {
      id: `street:${at}`,
      name: main ? 'Main Street' : null,
      class: main ? 'primary' : 'residential',
      length: BLOCK_M,
      width: main ? 14 : 7,
      lanes: main ? 4 : 2,
      oneway: 0,
      freeSpeed: main ? 60 : 30,
      owner: null,
      maintenance: 'II',
      cleaning: 'I',
      lon: middle[0],
      lat: middle[1],
      attributes: { grid: '370299001001001' },
    };
    for (const name of Object.keys(row) as (keyof typeof row)[])
      (roads.columns[name] as unknown[]).push(row[name]);
    edges.push({
      gid: roads.start + at,
      from: y * streets + x,
      to: (y + dy) * streets + x + dx,
      line: [...from, ...to],
      oneway: 0,
      class: row.class!,
      freeSpeed: row.freeSpeed!,
      width: row.width!,
    });
    // One circuit a street, two streets a cabinet, the second of them switched as a whole.
    const cabinet = `KX${String(at >> 1).padStart(3, '0')}`;
    if (at % 2 === 0) addComponent('lanwan:2101', from, {}, { code: cabinet });
    for (let m = LAMP_EVERY_M / 2; m < BLOCK_M; m += LAMP_EVERY_M) {
      const lamp = {
        circuit: `${cabinet}-${1 + (at % 2)}`,
        cabinet,
        powerRating: main ? 180 : 90,
        controllingMethod: at % 2 ? 'group' : 'individual',
      };
      const where = place(x + (dx * m) / BLOCK_M, y + (dy * m) / BLOCK_M);
      addComponent('cjt214:0118', where, lamp, { height: main ? 10 : 6 });
    }
    addComponent('cjt214:0305', middle);
    addComponent('cjt214:0407', [middle[0] + 5 / EAST, middle[1]]);
  };
  for (let y = 0; y < streets; y++) {
    for (let x = 0; x < streets; x++) {
      if (x + 1 < streets) addRoad(x, y, 1, 0);
      if (y + 1 < streets) addRoad(x, y, 0, 1);
    }
  }
  const [east, north] = place(streets - 1, streets - 1);
  return {
    manifest: {
      spar: 1,
      name: 'fake',
      title: { en: 'Fake' },
      origin: [PLACE.lon, PLACE.lat, 20],
      extent: [PLACE.lon, PLACE.lat, east, north],
      heights: [10, 50],
      sources: [],
      geoid: null,
      counts: {},
      gids: {
        components: { start: components.start, count: components.count },
        roads: { start: roads.start, count: roads.count },
      },
      levels: { L1: { terrain: null, ground: null }, L2: null, L3: null, L4: null },
      roads: { tileset: 'roads/tileset.json', network: 'roads/network.json' },
      division: '370299',
      timeZone: 'Asia/Shanghai',
      features: { components: 'features/components', roads: 'features/roads' },
      search: null,
      years: null,
      attribution: [],
      ledger: LEDGER,
    },
    components,
    roads,
    network: { nodes, edges },
  };
}

/** What the simulator makes of it. */
export function fakeInventory(streets = 6): Inventory {
  const { manifest, components, roads, network } = createFakeCity(streets);
  return {
    name: manifest.name,
    division: '370299',
    ledger: manifest.ledger,
    lon: PLACE.lon,
    lat: PLACE.lat,
    timeZone: manifest.timeZone,
    components: componentRows(components),
    roads: roadRows(roads),
    network,
  };
}
