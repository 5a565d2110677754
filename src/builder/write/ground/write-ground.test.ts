import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GroundFeature } from '#city/model.ts';
import { inspectGround } from '../../inspect/ground.ts';
import { writeGround } from './write-ground.ts';

const signal = new AbortController().signal;
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-ground-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

type Place = [number, number];
const EXTENT: [number, number, number, number] = [120.95, 35.55, 120.99, 35.58];

function ground(id: string, part: Partial<GroundFeature>): GroundFeature {
  return {
    id,
    theme: 'road',
    class: 'primary',
    geometry: { type: 'LineString', coordinates: [] },
    name: null,
    width: 0,
    lanes: 0,
    layer: 0,
    bridge: false,
    tunnel: false,
    attributes: {},
    ...part,
  };
}

const road = (id: string, coordinates: Place[], part: Partial<GroundFeature> = {}) =>
  ground(id, { geometry: { type: 'LineString', coordinates }, ...part });

const area = (id: string, [w, s, e, n]: number[], part: Partial<GroundFeature> = {}) =>
  ground(id, {
    theme: 'landuse',
    class: 'park',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [w!, s!],
          [e!, s!],
          [e!, n!],
          [w!, n!],
          [w!, s!],
        ],
      ],
    },
    ...part,
  });

async function build(features: GroundFeature[], extent = EXTENT) {
  const dir = await mkdtemp(join(root, 'g-'));
  const written = await writeGround({ features, extent, dir, signal });
  const names = await readdir(dir, { recursive: true });
  const tiles = new Map<string, VectorTile>();
  for (const name of names.filter((entry) => entry.endsWith('.pbf')).sort()) {
    tiles.set(name, new VectorTile(new PbfReader(await readFile(join(dir, name)))));
  }
  return { dir, written, tiles, json: JSON.parse(await readFile(join(dir, 'tiles.json'), 'utf8')) };
}

/** Lines of a layer at a zoom, in degrees, as the library's own GeoJSON conversion gives them. */
function linesAt(tiles: Map<string, VectorTile>, z: number, layer: string): Place[][] {
  const lines: Place[][] = [];
  for (const [name, tile] of tiles) {
    const [tz, x, y] = name.replace('.pbf', '').split('/').map(Number) as [number, number, number];
    const found = tile.layers[layer];
    if (tz !== z || !found) continue;
    for (let i = 0; i < found.length; i++) {
      const { geometry } = found.feature(i).toGeoJSON(x, y, z);
      if (geometry.type === 'LineString') lines.push(geometry.coordinates as Place[]);
      if (geometry.type === 'MultiLineString') lines.push(...(geometry.coordinates as Place[][]));
    }
  }
  return lines;
}

const metres = ([ax, ay]: Place, [bx, by]: Place) =>
  111_195 * Math.hypot((ax - bx) * Math.cos((ay * Math.PI) / 180), ay - by);

describe('writeGround', () => {
  it('keeps positions to 0.2 m at the deepest zoom, with class, name, width and lanes', async () => {
    const line: Place[] = [
      [120.9612345, 35.5612345],
      [120.9623456, 35.5634567],
      [120.9634567, 35.5623456],
    ];
    const { tiles, dir } = await build([
      road('r', line, { name: '湾路', lanes: 4, attributes: { oneway: '-1' }, layer: 1, bridge: true }),
    ]);
    const found = linesAt(tiles, 15, 'road').flat();
    for (const place of line)
      expect(Math.min(...found.map((other) => metres(place, other)))).toBeLessThan(0.2);
    const properties = [...tiles]
      .filter(([name]) => name.startsWith('15/'))
      .map(([, tile]) => tile.layers.road!.feature(0).properties);
    expect(properties[0]).toEqual({
      class: 'primary',
      name: '湾路',
      width: 15,
      lanes: 4,
      bridge: true,
      layer: 1,
      oneway: -1,
    });
    expect(await inspectGround(dir)).toEqual([]);
  });

  it('keeps areas: what the tiles hold inside their borders adds up to the polygon less its hole', async () => {
    const polygon = area('a', [120.953, 35.553, 120.983, 35.573]);
    if (polygon.geometry.type === 'Polygon') {
      polygon.geometry.coordinates.push([
        [120.96, 35.56],
        [120.96, 35.565],
        [120.97, 35.565],
        [120.97, 35.56],
        [120.96, 35.56],
      ]);
    }
    const { tiles, dir } = await build([polygon]);
    let cells = 0;
    const at = 64;
    // Counted on a grid of points, since neighbours overlap by their buffers.
    for (const [name, tile] of tiles) {
      if (!name.startsWith('15/')) continue;
      const rings = tile.layers.landuse!.feature(0).loadGeometry();
      for (let u = 0; u < at; u++) {
        for (let v = 0; v < at; v++)
          if (oddAt(rings, ((u + 0.5) / at) * 8192, ((v + 0.5) / at) * 8192)) cells++;
      }
    }
    const mercator = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
    const box = (w: number, s: number, e: number, n: number) =>
      ((e - w) / 360) * (mercator(n) - mercator(s)) * 4 ** 15;
    const expected = box(120.953, 35.553, 120.983, 35.573) - box(120.96, 35.56, 120.97, 35.565);
    expect(cells / at ** 2 / expected).toBeCloseTo(1, 1.7);
    expect(await inspectGround(dir)).toEqual([]);
  });

  it('covers the extent at the coarsest zoom even where there is nothing, and leaves out empty tiles below', async () => {
    const { written, tiles, json } = await build(
      [
        road('r', [
          [120.951, 35.551],
          [120.952, 35.552],
        ]),
      ],
      [120.9, 35.5, 121.05, 35.6],
    );
    expect(written).toMatchObject({ minZoom: json.minzoom, maxZoom: 15, tiles: tiles.size });
    const at = (z: number) => [...tiles.keys()].filter((name) => name.startsWith(`${z}/`)).length;
    expect(at(json.minzoom)).toBeGreaterThanOrEqual(1);
    expect(at(json.minzoom)).toBeLessThanOrEqual(4);
    expect(at(15)).toBe(1);
    expect(json).toMatchObject({
      tilejson: '3.0.0',
      bounds: [120.9, 35.5, 121.05, 35.6],
      tiles: ['{z}/{x}/{y}.pbf'],
    });
    expect(json.vector_layers.map(({ id }: { id: string }) => id)).toEqual(['road', 'kerb']);
  });

  it('leaves out small roads and small areas far away', async () => {
    const { tiles, json } = await build([
      road(
        'a',
        [
          [120.951, 35.551],
          [120.98, 35.57],
        ],
        { class: 'motorway' },
      ),
      road(
        'b',
        [
          [120.951, 35.552],
          [120.98, 35.571],
        ],
        { class: 'path' },
      ),
      area('c', [120.96, 35.56, 120.9602, 35.5602]),
    ]);
    const count = (z: number, layer: string) =>
      [...tiles].reduce(
        (sum, [name, tile]) => sum + (name.startsWith(`${z}/`) ? (tile.layers[layer]?.length ?? 0) : 0),
        0,
      );
    expect(count(json.minzoom, 'road')).toBeLessThanOrEqual(count(15, 'road') / 2);
    expect([count(json.minzoom, 'landuse'), count(15, 'landuse') > 0]).toEqual([0, true]);
  });

  it('draws boundaries as lines and leaves out points and coastlines', async () => {
    const { tiles } = await build([
      area('b', [120.953, 35.553, 120.983, 35.573], { theme: 'boundary', class: 'district' }),
      ground('p', { theme: 'boundary', geometry: { type: 'Point', coordinates: [120.96, 35.56] } }),
      road(
        'c',
        [
          [120.951, 35.551],
          [120.98, 35.57],
        ],
        { theme: 'coastline' },
      ),
    ]);
    const layers = new Set([...tiles.values()].flatMap((tile) => Object.keys(tile.layers)));
    expect([...layers]).toEqual(['boundary']);
    for (const tile of tiles.values()) {
      if (tile.layers.boundary) expect(tile.layers.boundary.feature(0).type).toBe(2);
    }
  });

  it('writes the same bytes whatever the order of the features', async () => {
    const features = [
      road('a', [
        [120.951, 35.551],
        [120.98, 35.57],
      ]),
      road(
        'b',
        [
          [120.98, 35.551],
          [120.951, 35.57],
        ],
        { class: 'service' },
      ),
      area('c', [120.953, 35.553, 120.983, 35.573]),
      area('d', [120.953, 35.553, 120.983, 35.573], { class: 'forest' }),
    ];
    const hash = async (dir: string) => {
      const sum = createHash('sha256');
      for (const name of (await readdir(dir, { recursive: true })).sort()) {
        if (/\.(pbf|json|gz)$/.test(name)) sum.update(name).update(await readFile(join(dir, name)));
      }
      return sum.digest('hex');
    };
    const [one, two] = [await build(features), await build([...features].reverse())];
    expect(await hash(one.dir)).toBe(await hash(two.dir));
  });

  it('draws the near end of a road that runs to the other side of the world', async () => {
    const { dir } = await build([
      road('far', [
        [120.97, 35.565],
        [0, 0],
      ]),
    ]);
    expect(await inspectGround(dir)).toEqual([]);
    const names = (await readdir(dir, { recursive: true })).filter((name) => /^15\/.*\.pbf$/.test(name));
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(40);
  });

  it('stops when it is told to', async () => {
    const stopped = AbortSignal.abort();
    await expect(
      writeGround({ features: [], extent: EXTENT, dir: join(root, 'no'), signal: stopped }),
    ).rejects.toThrow(/abort/i);
    expect(existsSync(join(root, 'no'))).toBe(false);
  });
});

function oddAt(rings: { x: number; y: number }[][], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[j]!, ring[i]!];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
  }
  return inside;
}

describe('kerbs', () => {
  const CROSSING: GroundFeature[] = [
    road(
      'we',
      [
        [120.955, 35.565],
        [120.985, 35.565],
      ],
      { class: 'residential' },
    ),
    road(
      'sn',
      [
        [120.9701, 35.553],
        [120.9701, 35.577],
      ],
      { class: 'residential' },
    ),
  ];

  it('run at half the width from the middle of the road and leave the crossing open', async () => {
    const { tiles } = await build(CROSSING);
    const points = linesAt(tiles, 15, 'kerb').flat();
    expect(points.length).toBeGreaterThan(8);
    for (const place of points) {
      const across = metres(place, [place[0], 35.565]);
      const along = metres(place, [120.9701, place[1]]);
      // A residential road is 6 m wide: each kerb lies 3 m from one of the two axes, none inside of either ribbon.
      expect(Math.min(Math.abs(across - 3), Math.abs(along - 3))).toBeLessThan(0.3);
      expect(Math.min(across, along)).toBeGreaterThan(2.7);
    }
  });

  it('go on across the borders of tiles', async () => {
    const { tiles } = await build(CROSSING);
    const lines = linesAt(tiles, 15, 'kerb');
    // Straight through 1.8 km from west to east: every place of the north kerb is on some line, to 0.3 m.
    for (let lon = 120.9555; lon < 120.9695; lon += 0.0001) {
      const place: Place = [lon, 35.565 + 3 / 111_195];
      const nearest = Math.min(
        ...lines.flatMap((line) => line.slice(1).map((b, i) => distanceTo(place, line[i]!, b))),
      );
      expect(nearest).toBeLessThan(0.3);
    }
  });

  it('do not close a road off where it goes on as a bridge, and keep the bridge apart', async () => {
    const { tiles } = await build([
      road(
        'a',
        [
          [120.955, 35.565],
          [120.965, 35.565],
        ],
        { class: 'residential' },
      ),
      road(
        'b',
        [
          [120.965, 35.565],
          [120.975, 35.565],
        ],
        { class: 'residential', bridge: true, layer: 1 },
      ),
      road(
        'c',
        [
          [120.975, 35.565],
          [120.985, 35.565],
        ],
        { class: 'residential', tunnel: true, layer: -1 },
      ),
      road(
        'd',
        [
          [120.97, 35.56],
          [120.97, 35.57],
        ],
        { class: 'residential' },
      ),
    ]);
    const lines = linesAt(tiles, 15, 'kerb');
    for (const [lon, open] of [
      [120.965, true],
      [120.975, true],
      [120.955, false],
    ] as const) {
      const nearest = Math.min(
        ...lines.flatMap((line) => line.slice(1).map((b, i) => distanceTo([lon, 35.565], line[i]!, b))),
      );
      if (open) expect(nearest).toBeGreaterThan(2);
      else expect(nearest).toBeLessThan(0.3);
    }
    const kinds = new Set<string>();
    for (const tile of tiles.values()) {
      const layer = tile.layers.kerb;
      for (let i = 0; i < (layer?.length ?? 0); i++) kinds.add(JSON.stringify(layer!.feature(i).properties));
    }
    expect([...kinds].sort()).toEqual(['{"bridge":true,"layer":1}', '{}']);
    // Nothing of the tunnel has a kerb.
    expect(lines.flat().some(([lon]) => lon > 120.9751)).toBe(false);
  });
});

function distanceTo(place: Place, a: Place, b: Place): number {
  const k = Math.cos((place[1] * Math.PI) / 180);
  const [dx, dy] = [(b[0] - a[0]) * k, b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : ((place[0] - a[0]) * k * dx + (place[1] - a[1]) * dy) / square;
  const on = Math.max(0, Math.min(1, t));
  return metres(place, [a[0] + (b[0] - a[0]) * on, a[1] + (b[1] - a[1]) * on]);
}

describe('inspectGround', () => {
  it('finds what was planted', async () => {
    const { dir, tiles } = await build([
      road('a', [
        [120.951, 35.551],
        [120.98, 35.57],
      ]),
    ]);
    expect(await inspectGround(dir)).toEqual([]);
    const tile = [...tiles.keys()].find((name) => name.startsWith('15/'))!;
    const replace = async (content: Uint8Array) => {
      await writeFile(join(dir, tile), content);
      await writeFile(join(dir, `${tile}.gz`), gzipSync(content));
    };
    const good = await readFile(join(dir, tile));
    await writeFile(join(dir, tile), good.subarray(1));
    expect(await inspectGround(dir)).toContain(`ground/${tile}: its .gz holds something else`);
    await replace(good.subarray(0, good.length - 4));
    expect(
      (await inspectGround(dir)).some((line) => line.startsWith(`ground/${tile}: expected a vector tile`)),
    ).toBe(true);
    await replace(Buffer.from(good.toString('latin1').replace('road', 'rosd'), 'latin1'));
    expect(await inspectGround(dir)).toContain(
      `ground/${tile}: expected a layer that tiles.json names, got "rosd"`,
    );
    await rm(join(dir, tile));
    await rm(join(dir, `${[...tiles.keys()].find((name) => name.startsWith('12/'))}`));
    const findings = await inspectGround(dir);
    expect(
      findings.some((line) => /^ground\/12\/.*expected every tile of the coarsest zoom, missing$/.test(line)),
    ).toBe(true);
    await rm(join(dir, 'tiles.json'));
    expect(await inspectGround(dir)).toEqual([
      expect.stringMatching(/^ground\/tiles\.json: expected a readable TileJSON, got "ENOENT/),
    ]);
  });
});
