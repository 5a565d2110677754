import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBatch } from '#base/live/encode.ts';
import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import type { LiveReading } from '#base/live/live-status.ts';
import type { PublishedClock } from '#base/live/wire.ts';
import { parseManifest } from '#base/manifest.ts';
import type { SceneFeed } from '#base/state/scene-feeds.ts';
import { createLiveEngine, type LiveEngine } from './live-engine.ts';
import type { FromLiveWorker, LiveStatusMessage } from './live-protocol.ts';

const WALL = Date.UTC(2026, 10, 21, 12);
const BASE = 'http://city.test/';
const LEDGER = 'ab'.repeat(32);
const MANIFEST = parseManifest(
  {
    spar: 1,
    name: 'test',
    title: {},
    origin: [120, 35, 0],
    extent: [119, 34, 121, 36],
    heights: [0, 100],
    sources: [],
    geoid: null,
    counts: {},
    gids: { components: { start: 1, count: 100 }, roads: { start: 6_291_456, count: 2 } },
    levels: { L1: { terrain: null, ground: null }, L2: null, L3: null },
    division: '990001',
    features: { roads: 'features/roads', components: 'features/components' },
    search: 'search/index.json',
    years: null,
    attribution: [],
    ledger: LEDGER,
  },
  'manifest.json',
);

let engine: LiveEngine | null = null;
beforeEach(() => {
  vi.useFakeTimers({ now: WALL });
});
afterEach(() => {
  engine?.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

type Answer = string | Uint8Array | object | (() => string | object);

function open(feed: SceneFeed, files: Record<string, Answer>, clock: PublishedClock | null = null) {
  const texels = new Map<string, Uint8Array>();
  const readings: (LiveReading | null)[] = [];
  let status: LiveStatusMessage | null = null;
  const all: Record<string, Answer> = {
    'tilesets/test/search/index.json': {
      version: 1,
      ids: [{ first: 'lamp-1', file: 'ids.json', count: 2 }],
      names: [],
    },
    'tilesets/test/search/ids.json': { ids: ['lamp-1', 'lamp-2'], gids: [1, 2] },
    ...files,
  };
  const get = async (url: string | URL | Request): Promise<Response> => {
    const address = url instanceof Request ? url.url : url.toString();
    const found = all[address.slice(BASE.length)];
    const answer = typeof found === 'function' ? found() : found;
    if (answer === undefined) return new Response('none', { status: 404 });
    if (typeof answer === 'string') return new Response(answer);
    return new Response(
      answer instanceof Uint8Array ? (answer as Uint8Array<ArrayBuffer>) : JSON.stringify(answer),
    );
  };
  const made = createLiveEngine({
    city: { manifest: MANIFEST, base: `${BASE}tilesets/test/` },
    feeds: [feed],
    sceneUrl: `${BASE}scenes/a.json`,
    clock,
    connect: () => {
      throw new Error('no broker in this test');
    },
    get: get as typeof fetch,
    wall: Date.now,
    random: () => 0.5,
    newId: () => 'id',
    post(message: FromLiveWorker) {
      if (message.type === 'status') status = message;
      if (message.type === 'answer') readings.push(message.reading);
      if (message.type !== 'pages') return;
      texels.set(message.theme, new Uint8Array(message.buffer.slice(0)));
      made.take({ type: 'uploaded', theme: message.theme, buffer: message.buffer, at: Date.now() });
    },
  });
  engine = made;
  return {
    engine: made,
    texel: (gid: number, theme = 'components', start = 1): number[] => [
      ...(texels.get(theme) ?? []).slice(4 * (gid - start), 4 * (gid - start) + 2),
    ],
    feed: () => status!.feeds[0]!,
    status: () => status!,
    readings,
  };
}

const feature = (id: string, at: string, level: number) => ({
  type: 'Feature',
  id,
  geometry: null,
  properties: { at, level },
});

describe('a feed of GeoJSON', () => {
  const feed: SceneFeed = {
    name: 'bins',
    kind: 'geojson',
    url: '../bins.json',
    every: 10,
    interval: 60,
    time: 'at',
    columns: { fill: 'level' },
  };

  it('is asked again and again, and its newest values win', async () => {
    let features = [
      feature('x:lamp-1', '2026-11-21T11:59:00Z', 40),
      feature('x:lamp-2', '2026-11-21T11:59:00Z', 10),
    ];
    const page = open(feed, { 'bins.json': () => ({ type: 'FeatureCollection', features }) });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([page.texel(1)[1], page.texel(2)[1]]).toEqual([102, 26]);
    expect(page.feed()).toMatchObject({ phase: 'live', changes: 2, messages: 3 });
    expect(page.status().settled).toBe(true);
    features = [
      feature('x:lamp-1', '2026-11-21T12:00:05Z', 80),
      feature('x:lamp-2', '2026-11-21T11:00:00Z', 99),
    ];
    await vi.advanceTimersByTimeAsync(11_000);
    expect([page.texel(1)[1], page.texel(2)[1]]).toEqual([204, 26]);
    expect(page.feed().refused).toMatchObject([{ why: 'older', count: 1 }]);
  });

  it('is lost while it cannot be had, and live when it can again; bad features are counted', async () => {
    let answer: string | object = {
      features: [feature('x:lamp-1', '2026-11-21T11:59:00Z', 40), feature('x:lamp-2', 'noon', 1), 7],
    };
    const page = open(feed, { 'bins.json': () => answer });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.feed().refused).toMatchObject([{ why: 'payload', count: 2 }]);
    expect(page.feed().refused[0]!.example).toBe(
      'feed "bins": features[1]: at: expected a time as RFC 3339 with its zone, or ms since 1970, got "noon"',
    );
    answer = '<html>';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.feed()).toMatchObject({
      phase: 'lost',
      message: '"../bins.json": expected JSON, got "<html>"',
    });
    expect(page.texel(1)[1]).toBe(102);
    answer = { features: [] };
    await vi.advanceTimersByTimeAsync(21_000);
    expect(page.feed().phase).toBe('live');
  });

  it('that is not there has failed with the reason', async () => {
    const page = open(feed, {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.feed()).toMatchObject({
      phase: 'failed',
      message: '"http://city.test/bins.json": expected an answer, got 404',
    });
    expect(page.status().settled).toBe(true);
  });
});

describe('a recording', () => {
  const feed: SceneFeed = {
    name: 'night',
    kind: 'record',
    url: '/night.ndjson',
    interval: 60,
    topics: [{ topic: 'lamps/+' }, { topic: 'batch', format: 'cbor' }],
  };
  const NOON = Date.UTC(2020, 5, 21, 12);
  const lamp = (seconds: number, id: string, on: number): string =>
    JSON.stringify({
      t: NOON + seconds * 1_000,
      topic: `lamps/${id}`,
      payload: { id, observedAt: new Date(NOON + seconds * 1_000).toISOString(), value: { on } },
    });
  const batch = encodeBatch({
    t: NOON + 30_000,
    ledger: LEDGER,
    theme: 'components',
    gid: Uint32Array.of(3),
    columns: { on: Uint8Array.of(1) },
  });
  const text = [
    lamp(20, 'lamp-1', 0),
    lamp(0, 'lamp-1', 1),
    'rubbish',
    JSON.stringify({
      t: NOON + 30_000,
      topic: 'batch',
      payload: { base64: Buffer.from(batch).toString('base64') },
    }),
    JSON.stringify({ t: 'noon', topic: 'x', payload: 1 }),
    '',
  ].join('\n');
  const at = (seconds: number, rate: number): PublishedClock => ({
    epoch: NOON + seconds * 1_000,
    rate,
    at: Date.now(),
  });

  it('is played on the clock that the picture shows, and begins anew when that goes back', async () => {
    const page = open(feed, { 'night.ndjson': text }, at(5, 10));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([page.texel(1)[1], page.texel(3)]).toEqual([255, [0, 0]]);
    // Twenty-five seconds later by its own clock, of which two and a half have passed here.
    await vi.advanceTimersByTimeAsync(2_000);
    expect([page.texel(1)[1], page.texel(3)]).toEqual([0, [CONDITION.normal, 255]]);
    expect(page.feed().refused[0]).toEqual({
      why: 'payload',
      count: 2,
      example: '"/night.ndjson": line 3: expected JSON, got "rubbish"',
    });
    page.engine.take({ type: 'time', clock: at(1, 0) });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([page.texel(1)[1], page.texel(3)]).toEqual([255, [0, 0]]);
  });

  it('is stale by its own clock: three minutes of it, whatever ours says', async () => {
    const page = open(feed, { 'night.ndjson': text }, at(25, 60));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(page.texel(1)[0]).toBe(CONDITION.normal);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(page.texel(1)[0]).toBe(CONDITION.normal | FLAG.stale);
    expect(page.status().counts.components).toMatchObject({ known: 2, stale: 2 });
  });

  it('answers what is known of a feature, with its age by the city’s time and what was before', async () => {
    const page = open(feed, { 'night.ndjson': text }, at(5, 10));
    await vi.advanceTimersByTimeAsync(1_000);
    page.engine.take({ type: 'ask', key: 1, id: 'x:lamp-1' });
    await vi.advanceTimersByTimeAsync(2_000);
    page.engine.take({ type: 'ask', key: 2, id: 1 });
    page.engine.take({ type: 'ask', key: 3, id: 'x:lamp-2' });
    await vi.advanceTimersByTimeAsync(100);
    expect(page.readings[0]).toMatchObject({
      id: 'x:lamp-1',
      gid: 1,
      values: [{ column: 'on', value: 1, unit: '' }],
      observedAt: NOON,
      stale: false,
    });
    expect(page.readings[0]!.ageSeconds).toBeCloseTo(15, 0);
    expect(page.readings[1]).toMatchObject({
      id: null,
      values: [{ value: 0 }],
      history: {
        on: [
          [NOON, 1],
          [NOON + 20_000, 0],
        ],
      },
    });
    expect(page.readings[2]).toBeNull();
  });

  it('that is not there has failed', async () => {
    const page = open(feed, {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.feed()).toMatchObject({
      phase: 'failed',
      message: '"http://city.test/night.ndjson": expected an answer, got 404',
    });
  });
});

describe('roads', () => {
  it('are seen against their own free speed', async () => {
    const columns = { freeSpeed: [120, null] };
    const t = Date.UTC(2026, 10, 21, 11, 59);
    const lines = [0, 1].map((n) =>
      JSON.stringify({
        t,
        topic: 'roads',
        payload: { gid: 6_291_456 + n, observedAt: t, value: { speed: 30 } },
      }),
    );
    const page = open(
      {
        name: 'roads',
        kind: 'record',
        url: '/r.ndjson',
        topics: [{ topic: 'roads', theme: 'roads', key: 'gid', id: 'gid' }],
      },
      {
        'r.ndjson': lines.join('\n'),
        'tilesets/test/features/roads/0.json': { start: 6_291_456, count: 2, columns },
      },
    );
    await vi.advanceTimersByTimeAsync(1_000);
    // 30 of 120, and 30 of the 50 that stand for an unknown one.
    expect([
      page.texel(6_291_456, 'roads', 6_291_456)[1],
      page.texel(6_291_457, 'roads', 6_291_456)[1],
    ]).toEqual([64, 153]);
  });
});
