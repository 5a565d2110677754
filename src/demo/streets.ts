import type { Arrangement, Face } from './arrangement.ts';
import { arrange } from './arrangement.ts';
import { quarterOf } from './lots.ts';
import type { PlanLine } from './main-lines.ts';
import { RANK } from './main-lines.ts';
import type { Point, Ring } from './plane.ts';
import { boundsOf, centroid, contains, crossing, nearestOnLine, orientedBox, resample } from './plane.ts';
import type { Noise } from './random.ts';
import { createRandom, fractal, hash32 } from './random.ts';
import { SegmentIndex } from './segment-index.ts';
import type { Terrain } from './terrain.ts';
import type { Zone, ZoneKind } from './zones.ts';
import { PATTERNS, ZONES } from './zones.ts';

/** A part of the city between main roads. */
export interface Quarter {
  index: number;
  ring: Ring;
  zone: Zone;
}

/** Built-up faces above this are halved, m². */
const LARGEST_GRID = 19_000;
const HALVED = new Set<ZoneKind>([
  'slab',
  'mixed',
  'villa',
  'foothill',
  'campus',
  'hospital',
  'industrial',
  'new-town',
]);

/** Roads steeper than this are not built. */
const STEEPEST_STREET = 0.19;

/** Finds the parts between main lines and what stands in each. */
export function createQuarters(main: readonly PlanLine[]): Quarter[] {
  const faces = arrange(main).faces;
  const taken = new Map<Face, Zone>();
  for (const zone of ZONES) {
    const face = faces.find((f) => contains(f.ring, zone.at[0], zone.at[1]));
    if (face && !taken.has(face)) taken.set(face, zone);
  }
  return faces.map((face, index) => {
    const [x, y] = centroid(face.ring);
    const near = (z: Zone): number => Math.hypot(z.at[0] - x, z.at[1] - y);
    const zone = taken.get(face) ?? ZONES.reduce((best, z) => (near(z) < near(best) ? z : best));
    return { index, ring: face.ring, zone };
  });
}

/** Lays streets, paths and grid limits into every quarter, then cuts the whole island by all lines. */
export function layStreets(
  main: readonly PlanLine[],
  quarters: readonly Quarter[],
  terrain: Terrain,
  noise: Noise,
): { lines: PlanLine[]; plan: Arrangement } {
  const lines = [...main];
  for (const quarter of quarters) {
    if (quarter.zone.kind === 'foothill') lines.push(...hillsideStreets(quarter, main, terrain));
    for (const line of gridLines(quarter, noise)) {
      lines.push(
        ...clipped(
          line,
          quarter,
          terrain,
          Math.min(PATTERNS[quarter.zone.kind].across, PATTERNS[quarter.zone.kind].along),
        ),
      );
    }
  }
  // Unit grids are about a hectare: paths halve what is larger, until they run out of room.
  let plan = arrange(lines);
  for (let pass = 0; pass < 3; pass++) {
    const halves = plan.faces.flatMap((face) => halvingPath(face, quarters));
    if (halves.length === 0) break;
    lines.push(...halves);
    plan = arrange(lines);
  }
  return { lines, plan };
}

/** A path across the middle of a built-up face that is too large for a unit grid; none for others. */
function halvingPath(face: Face, quarters: readonly Quarter[]): PlanLine[] {
  if (face.area < LARGEST_GRID) return [];
  const { zone } = quarterOf(face, quarters);
  if (!HALVED.has(zone.kind) || (zone.kind === 'foothill' && face.area > 34_000)) return [];
  const box = orientedBox(face.ring);
  const c = Math.cos(box.angle);
  const s = Math.sin(box.angle);
  const [x, y] = centroid(face.ring);
  const reach = box.depth + 40;
  const a: Point = [x + s * reach, y - c * reach];
  const b: Point = [x - s * reach, y + c * reach];
  const cuts: number[] = [];
  for (let i = 0, j = face.ring.length - 1; i < face.ring.length; j = i++) {
    const found = crossing(a, b, face.ring[j]!, face.ring[i]!);
    if (found) cuts.push(found.t);
  }
  cuts.sort((p, q) => p - q);
  const at = (t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
  for (let k = 0; k + 1 < cuts.length; k += 2) {
    if (cuts[k]! <= 0.5 && cuts[k + 1]! >= 0.5) {
      return [{ name: '', class: 'inner', points: [at(cuts[k]!), at(cuts[k + 1]!)], rank: RANK.inner }];
    }
  }
  return [];
}

/** The warped grid of a quarter: u runs along the zone's angle, v across it. */
function gridLines(quarter: Quarter, noise: Noise): PlanLine[] {
  const { zone } = quarter;
  const pattern = PATTERNS[zone.kind];
  const angle = (zone.angle * Math.PI) / 180;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  // A grid about the district's axis keeps to it; the others have one origin, so that neighbours of one angle meet.
  const origin: Point = pattern.bend === 0 && zone.angle === 25 ? [-330, -1420] : [0, 0];
  const b = boundsOf(
    quarter.ring.map(
      ([x, y]): Point => [
        c * (x - origin[0]) + s * (y - origin[1]),
        c * (y - origin[1]) - s * (x - origin[0]),
      ],
    ),
  );
  const random = createRandom(hash32(quarter.index, zone.kind));
  const place = (u: number, v: number): Point => {
    const x = origin[0] + c * u - s * v;
    const y = origin[1] + s * u + c * v;
    if (pattern.bend === 0) return [x, y];
    return [
      x + pattern.bend * 1.6 * fractal(noise, x / 520 + 3, y / 520, 2),
      y + pattern.bend * 1.6 * fractal(noise, x / 520, y / 520 + 71, 2),
    ];
  };
  const limits = pattern.lines === 'limits';
  const paths = pattern.lines === 'streets-and-paths';
  const stops = (low: number, high: number, spacing: number): { at: number; inner: boolean }[] => {
    const wide = high - low;
    const count = Math.max(1, Math.round(wide / spacing));
    const step = wide / count;
    const out: { at: number; inner: boolean }[] = [];
    for (let k = 0; k <= count; k++) {
      const shake = pattern.bend === 0 ? 0 : random.range(-0.13, 0.13);
      if (k > 0 && k < count) out.push({ at: low + step * (k + shake), inner: false });
      if (paths && k < count) {
        const parts = spacing > 280 ? 3 : 2;
        for (let m = 1; m < parts; m++) out.push({ at: low + step * (k + m / parts), inner: true });
      }
    }
    return out;
  };
  const us = stops(b.minX, b.maxX, pattern.across);
  const vs = stops(b.minY, b.maxY, pattern.along);
  const lines: PlanLine[] = [];
  const push = (points: Point[], inner: boolean, key: string): void => {
    const kind = limits ? 'grid' : inner ? 'inner' : 'residential';
    lines.push({
      name: kind === 'residential' ? `${quarter.index}${key}` : '',
      class: kind,
      points,
      rank: RANK[kind],
    });
  };
  for (const v of vs)
    push(
      resample(
        [
          [b.minX - 50, v.at],
          [b.maxX + 50, v.at],
        ],
        14,
      ).map(([p, q]) => place(p, q)),
      v.inner,
      `v${Math.round(v.at)}`,
    );
  const rows = [b.minY - 50, ...vs.filter((v) => !v.inner).map((v) => v.at), b.maxY + 50];
  for (const u of us) {
    for (let k = 0; k + 1 < rows.length; k++) {
      if (random.chance(pattern.gaps)) continue;
      const shift = zone.kind === 'old-town' ? random.range(-12, 12) : 0;
      push(
        resample(
          [
            [u.at + shift, rows[k]!],
            [u.at + shift, rows[k + 1]!],
          ],
          14,
        ).map(([p, q]) => place(p, q)),
        u.inner,
        `u${Math.round(u.at)}`,
      );
    }
  }
  return lines;
}

/** Streets at the hills' foot: they follow the main road at even distances uphill, joined by short climbs. */
function hillsideStreets(quarter: Quarter, main: readonly PlanLine[], terrain: Terrain): PlanLine[] {
  const ring = main.find((l) => l.name === 'ring')!;
  const base = resample(ring.points, 16).filter(
    ([x, y]) => nearestOnLine(closed(quarter.ring), x, y).distance < 3,
  );
  const at = (i: number, d: number): Point => {
    const a = base[Math.max(0, i - 3)]!;
    const b = base[Math.min(base.length - 1, i + 3)]!;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    // The ring runs with the hills on its left.
    return [base[i]![0] - ((b[1] - a[1]) / length) * d, base[i]![1] + ((b[0] - a[0]) / length) * d];
  };
  const lines: PlanLine[] = [];
  const push = (points: Point[]): void => {
    for (const run of clipped(
      { name: `hill${lines.length}`, class: 'residential', points, rank: RANK.residential },
      quarter,
      terrain,
      60,
    ))
      lines.push(run);
  };
  for (const d of [92, 178]) push(base.map((_, i) => at(i, d + 10 * Math.sin(i / 9 + d))));
  for (let i = 4; i < base.length; i += 15) push(Array.from({ length: 15 }, (_, k) => at(i, k * 13.2)));
  return lines;
}

const closed = (ring: Ring): Point[] => [...ring, ring[0]!];

/** Keeps what lies in the quarter, is not too steep, and does not run beside its border. */
function clipped(line: PlanLine, quarter: Quarter, terrain: Terrain, spacing: number): PlanLine[] {
  const border = closed(quarter.ring);
  const index = new SegmentIndex(80);
  index.addLine(border, 0);
  const out: PlanLine[] = [];
  let run: Point[] = [];
  const flush = (): void => {
    if (run.length > 1) out.push({ ...line, points: run });
    run = [];
  };
  const carries = line.class === 'residential';
  const allowed = (p: Point, direction: number): boolean => {
    if (!contains(quarter.ring, p[0], p[1])) return false;
    if (carries && terrain.slopeAt(p[0], p[1]) > STEEPEST_STREET) return false;
    const near = index.nearest(p[0], p[1], spacing * 0.42);
    if (!near) return true;
    const a = index.a[near.index]!;
    const b = index.b[near.index]!;
    const turn = Math.abs(Math.sin(Math.atan2(b[1] - a[1], b[0] - a[0]) - direction));
    return turn > 0.62;
  };
  for (let i = 0; i + 1 < line.points.length; i++) {
    const a = line.points[i]!;
    const b = line.points[i + 1]!;
    const direction = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const inA = allowed(a, direction);
    const inB = allowed(b, direction);
    if (inA && inB) {
      if (run.length === 0) run.push(a);
      run.push(b);
      continue;
    }
    // One end inside: lead it just over the border, where the arrangement makes a shared node.
    if (inA !== inB) {
      let hit: Point | null = null;
      for (const k of index.inBox(
        Math.min(a[0], b[0]),
        Math.min(a[1], b[1]),
        Math.max(a[0], b[0]),
        Math.max(a[1], b[1]),
      )) {
        const found = crossing(a, b, index.a[k]!, index.b[k]!);
        if (found) hit = [a[0] + (b[0] - a[0]) * found.t, a[1] + (b[1] - a[1]) * found.t];
      }
      if (inA) {
        if (run.length === 0) run.push(a);
        if (hit) run.push(hit);
        flush();
      } else {
        flush();
        if (hit) run.push(hit);
        run.push(b);
      }
      continue;
    }
    flush();
  }
  flush();
  return out;
}
