import type { Boundaries } from './boundaries.ts';
import { DIVISION } from './boundaries.ts';
import { combine } from './clip.ts';
import type { FeatureFile } from './geojson.ts';
import { RIVER_NAME } from './names.ts';
import type { Point, Ring } from './plane.ts';
import { lengthOf, rectangle, signedArea, smoothCurve } from './plane.ts';
import { METRO, TRAM } from './rail-lines.ts';
import { managementOf } from './road-management.ts';
import type { Road } from './roads.ts';
import type { Shore } from './shore.ts';
import type { Site } from './site.ts';
import { stretchesOf } from './stretches.ts';
import type { River } from './terrain.ts';

/** Writes roads and paths, stretch by stretch; returns the length of the roads (paths left out), km. */
export function addRoads(file: FeatureFile, roads: readonly Road[]): number {
  let metres = 0;
  for (const [i, road] of stretchesOf(roads).entries()) {
    if (road.class !== 'path') metres += lengthOf(road.points);
    file.add(
      `r${String(i + 1).padStart(4, '0')}`,
      { line: road.points },
      {
        highway: road.class === 'path' ? 'footway' : road.class,
        name: road.name?.zh,
        'name:en': road.name?.en,
        lanes: road.lanes > 0 ? road.lanes : undefined,
        width: road.width,
        oneway: road.oneway ? 'yes' : undefined,
        bridge: road.bridge ? 'yes' : undefined,
        'bridge:name': road.bridge?.zh,
        'bridge:name:en': road.bridge?.en,
        tunnel: road.tunnel ? 'yes' : undefined,
        layer: road.bridge ? 1 : road.tunnel ? -1 : undefined,
        ...managementOf(road, i),
      },
    );
  }
  return metres / 1000;
}

/** The river between its banks, as far as the sea; counter-clockwise. */
export function riverBed(river: River, shore: Shore): Ring {
  const left: Point[] = [];
  const right: Point[] = [];
  for (const [i, p] of river.line.entries()) {
    const a = river.line[Math.max(0, i - 1)]!;
    const b = river.line[Math.min(river.line.length - 1, i + 1)]!;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const half = river.widthAt(p[0], p[1]) / 2;
    left.push([p[0] - ((b[1] - a[1]) / length) * half, p[1] + ((b[0] - a[0]) / length) * half]);
    right.push([p[0] + ((b[1] - a[1]) / length) * half, p[1] - ((b[0] - a[0]) / length) * half]);
  }
  return combine('intersection', [[...right, ...left.reverse()]], [shore.ring])[0]!;
}

/** Writes the river, lakes and pools. */
export function addWater(file: FeatureFile, river: River, bed: Ring, site: Site): void {
  const names = { name: RIVER_NAME.zh, 'name:en': RIVER_NAME.en };
  file.add('w1', { polygon: bed }, { natural: 'water', water: 'river', ...names });
  file.add('w2', { line: river.line }, { waterway: 'river', ...names });
  for (const [i, shape] of site.ground.filter((g) => g.kind === 'water').entries()) {
    file.add(
      `w${i + 3}`,
      { polygon: shape.ring, ...(shape.holes ? { holes: shape.holes } : {}) },
      shape.tags,
    );
  }
}

/** Writes parks, pitches, squares, beaches, quays, and the marina's piers in the bay. */
export function addLandUse(file: FeatureFile, site: Site): void {
  let n = 0;
  const add = (ring: Ring, tags: Record<string, string>, holes: readonly Ring[] = []): void =>
    file.add(`l${String(++n).padStart(4, '0')}`, { polygon: ring, holes }, tags);
  for (const shape of site.ground) if (shape.kind === 'landuse') add(shape.ring, shape.tags, shape.holes);
  const marina = { man_made: 'pier', name: '帆澜码头', 'name:en': 'Fanlan Marina' };
  for (const dy of [0, 60, 120]) {
    add(rectangle(-2095 + dy * 0.75, -985 + dy * 0.95, -0.65, 190, 5), marina);
    for (const k of [-60, -35, -10, 15, 40, 65])
      add(rectangle(-2095 + dy * 0.75 + 0.8 * k, -985 + dy * 0.95 - 0.6 * k, -0.65 + Math.PI / 2, 34, 2.2), {
        man_made: 'pier',
      });
  }
  add(rectangle(-2055, -1090, -0.65, 330, 9), {
    man_made: 'breakwater',
    name: '帆澜防波堤',
    'name:en': 'Fanlan Breakwater',
  });
}

/** Writes the metro under the city and the tram along the bay. */
export function addRail(file: FeatureFile): void {
  for (const [i, { zh, en, turns }] of METRO.entries()) {
    file.add(
      `t${i + 1}`,
      { line: smoothCurve(turns, 30) },
      { railway: 'subway', name: zh, 'name:en': en, tunnel: 'yes', layer: -2 },
    );
  }
  file.add('t3', { line: TRAM.line }, { railway: 'tram', name: TRAM.zh, 'name:en': TRAM.en });
}

/** Writes the city, its sub-districts, communities and unit grids. */
export function addBoundaries(file: FeatureFile, boundaries: Boundaries, shore: Shore): void {
  const administrative = (level: number): Record<string, string | number> => ({
    boundary: 'administrative',
    admin_level: level,
  });
  file.add(
    'city',
    { polygon: shore.ring },
    { ...administrative(5), name: '澜湾', 'name:en': 'Lanwan', ref: DIVISION },
  );
  for (const [level, areas] of [
    [8, boundaries.subdistricts],
    [10, boundaries.communities],
  ] as const) {
    for (const area of areas) {
      const outer = area.rings.filter((r) => signedArea(r) > 0);
      const holes = area.rings.filter((r) => signedArea(r) < 0);
      const polygons = outer.map((ring, k) => ({ ring, holes: k === 0 ? holes : [] }));
      file.add(
        area.code,
        { polygons },
        {
          ...administrative(level),
          ref: area.code,
          code: area.code,
          name: area.name.zh,
          'name:en': area.name.en,
        },
      );
    }
  }
  for (const grid of boundaries.grids) {
    file.add(
      grid.code,
      { polygon: grid.ring },
      { boundary: 'grid', ref: grid.code, code: grid.code, area: Math.round(grid.area) },
    );
  }
}
