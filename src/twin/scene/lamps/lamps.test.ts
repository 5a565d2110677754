import { describe, expect, it } from 'vitest';
import type { ComponentTable } from '#base/feature-table.ts';
import { createEnuFrame } from '#base/geo/ellipsoid.ts';
import { circuitCables } from './circuit-cables.ts';
import { chunkLamps, LAMP_FLOATS } from './lamp-chunks.ts';
import { createLampCollector, NO_CIRCUIT } from './lamp-columns.ts';
import { loadLamps } from './load-lamps.ts';
import { cityFrame, nearFrame } from './map-frames.ts';

const ORIGIN = [120.95, 35.54, 10] as const;
const FRAME = createEnuFrame(...ORIGIN);

interface Row {
  class: string | null;
  east?: number;
  north?: number;
  code?: string;
  height?: number;
  azimuth?: number;
  attributes?: Record<string, string | number>;
}

function tableOf(rows: readonly Row[], start = 1): ComponentTable {
  const places = rows.map(({ east = 0, north = 0 }) => {
    const out = [0, 0, 0];
    FRAME.toLonLatHeight(east, north, 0, out);
    return out;
  });
  const column = <T>(of: (row: Row, at: number) => T): T[] => rows.map(of);
  const nothing = column(() => null);
  return {
    start,
    count: rows.length,
    columns: {
      id: column(({ class: key }, at) => (key === null ? null : `x:${start + at}`)),
      class: column(({ class: key }) => key),
      code: column(({ code }) => code ?? null),
      name: nothing,
      model: nothing,
      condition: nothing,
      owner: nothing,
      department: nothing,
      grid: nothing,
      installed: nothing,
      lon: places.map(([lon]) => lon!),
      lat: places.map(([, lat]) => lat!),
      ground: places.map(([, , height]) => height!),
      height: column(({ height }) => height ?? 0),
      azimuth: column(({ azimuth }) => azimuth ?? null),
      attributes: column(({ attributes }) => attributes ?? {}),
    },
  };
}

function lampsOf(rows: readonly Row[]) {
  const collector = createLampCollector(ORIGIN);
  collector.add(tableOf(rows));
  return collector.columns();
}

describe('lamps out of a table of components', () => {
  it('are those of the three classes that shine, whatever the scheme; holes are passed over', () => {
    const lamps = lampsOf([
      { class: 'cjt214:0118', height: 10 },
      { class: 'cjt214:0801' },
      { class: null },
      { class: 'gbt30428:0120' },
      { class: 'cjt214:0119' },
    ]);
    expect([...lamps.gid]).toEqual([1, 4, 5]);
    expect(lamps.height[0]).toBe(10);
    expect(lamps.height[1]).toBeCloseTo(0.8);
    expect([...lamps.circuit]).toEqual([NO_CIRCUIT, NO_CIRCUIT, NO_CIRCUIT]);
  });

  it('shine from the end of their arm, towards where they look, at the height of the lantern', () => {
    const { place } = lampsOf([
      {
        class: 'cjt214:0118',
        east: 300,
        north: -200,
        azimuth: 90,
        attributes: { lampKind: 'road', lanternHeight: 12 },
      },
      { class: 'cjt214:0118', east: 300, north: -200, azimuth: 90, attributes: { lampKind: 'garden' } },
    ]);
    expect(place[0]).toBeCloseTo(302.1, 2);
    expect(place[1]).toBeCloseTo(-200, 2);
    expect(place[2]).toBeCloseTo(12, 2);
    expect(place[3]).toBeCloseTo(300, 2);
  });

  it('are two of a lamp with arms on both sides, which share its power and its gid', () => {
    const { gid, place, strength } = lampsOf([
      { class: 'cjt214:0118', azimuth: 0, attributes: { lampKind: 'road', arms: 2, powerRating: 220 } },
    ]);
    expect([...gid]).toEqual([1, 1]);
    expect([place[1]!, place[4]!].map((north) => Math.round(north * 10))).toEqual([21, -21]);
    expect([...strength]).toEqual([1, 1]);
  });

  it('are the stronger the more they take, and the warmer the lower their temperature', () => {
    const { strength, warm } = lampsOf([
      { class: 'cjt214:0118', attributes: { powerRating: 35, colourTemperature: 2_200 } },
      { class: 'cjt214:0118', attributes: { powerRating: 250, colourTemperature: 4_300 } },
      { class: 'cjt214:0118', attributes: { powerRating: 'rubbish', colourTemperature: -1 } },
    ]);
    expect(strength[0]!).toBeLessThan(strength[1]!);
    expect(strength[2]).toBe(1);
    expect([warm[0], warm[1]]).toEqual([1, 0]);
    expect(warm[2]).toBeGreaterThan(0);
  });

  it('come from every table of the city, and a table that does not come is named', async () => {
    const asked: string[] = [];
    const get = ((url: string) => {
      asked.push(url);
      const start = 1 + 4_096 * Number(/(\d+)\.json$/.exec(url)![1]);
      return Promise.resolve(new Response(JSON.stringify(tableOf([{ class: 'cjt214:0118' }], start))));
    }) as unknown as typeof fetch;
    const request = { folder: 'http://city/features/components/', count: 9_000, origin: ORIGIN };
    const lamps = await loadLamps(request, get, new AbortController().signal);
    expect(asked.toSorted()).toEqual([0, 1, 2].map((at) => `http://city/features/components/${at}.json`));
    expect([...lamps.gid].toSorted((a, b) => a - b)).toEqual([1, 4_097, 8_193]);
    const none = (() => Promise.resolve(new Response('', { status: 404 }))) as unknown as typeof fetch;
    await expect(loadLamps(request, none, new AbortController().signal)).rejects.toThrow(
      'lamps "http://city/features/components/0.json": expected a table of components, got 404',
    );
  });
});

describe('chunks of lamps', () => {
  const rows = Array.from({ length: 9_000 }, (_, at) => ({
    class: 'cjt214:0118',
    east: ((at * 7919) % 8_000) - 4_000,
    north: ((at * 104_729) % 6_000) - 3_000,
  }));
  const lamps = lampsOf(rows);
  const chunks = chunkLamps(lamps);

  it('are few, hold every lamp once, and lie within their radius', () => {
    expect(chunks).toHaveLength(3);
    const gids: number[] = [];
    for (const { count, floats, radius } of chunks) {
      for (let at = 0; at < count; at++) {
        const [east, north, up, gid] = floats.subarray(at * LAMP_FLOATS);
        gids.push(gid!);
        expect(Math.hypot(east!, north!, up!)).toBeLessThanOrEqual(radius + 0.01);
      }
    }
    expect(gids.toSorted((a, b) => a - b)).toEqual([...lamps.gid]);
  });

  it('are the same for the same lamps, and none without lamps', () => {
    expect(chunkLamps(lamps)).toEqual(chunks);
    expect(chunkLamps(lampsOf([]))).toEqual([]);
  });
});

describe('maps of lamp light', () => {
  it('the one of the city holds all lamps, with room for their light', () => {
    const { place, count } = lampsOf([
      { class: 'cjt214:0118', east: -1_000 },
      { class: 'cjt214:0118', east: 3_000, north: 500 },
    ]);
    const frame = cityFrame({ place, count })!;
    expect(frame.side).toBeCloseTo(4_120, 0);
    expect([frame.east, frame.north].map(Math.round)).toEqual([1_000, 250]);
    expect(cityFrame({ place, count: 0 })).toBeNull();
  });

  it('the sharper one lies ahead of the camera, moves in steps, and is given up from high above', () => {
    expect(nearFrame([0, 0, 20], [0, 1, 0])).toEqual({ east: 0, north: 300, side: 900 });
    expect(nearFrame([20, 10, 20], [0, 1, 0])).toEqual(nearFrame([0, 0, 20], [0, 1, 0]));
    expect(nearFrame([0, 0, 400], [0, 0, -1])).toEqual({ east: 0, north: 0, side: 900 });
    expect(nearFrame([0, 0, 2_000], [0, 1, 0])).toBeNull();
  });
});

describe('the cables of a circuit', () => {
  it('go from its cabinet to the nearest lamp and on, branch, and leave other circuits out', () => {
    const lamp = (east: number, circuit: string, north = 0): Row => ({
      class: 'cjt214:0118',
      east,
      north,
      height: 8,
      attributes: { circuit, cabinet: 'C1' },
    });
    const lamps = lampsOf([
      lamp(90, 'K1'),
      lamp(30, 'K1'),
      lamp(45, 'K2'),
      lamp(60, 'K1'),
      lamp(60, 'K1', 20),
      { class: 'lanwan:2101', code: 'C1', east: 5, attributes: { circuits: 2 } },
    ]);
    const pieces = circuitCables(
      lamps,
      lamps.circuits.findIndex(({ name }) => name === 'K1'),
    );
    const flat = pieces.map((piece) =>
      piece.map(([east, north]) => `${Math.round(east)}/${Math.round(north)}`),
    );
    expect(flat).toEqual([
      ['5/0', '30/0'],
      ['30/0', '60/0'],
      ['60/0', '60/20'],
      ['60/0', '90/0'],
    ]);
    expect(circuitCables(lamps, 99)).toEqual([]);
  });
});
