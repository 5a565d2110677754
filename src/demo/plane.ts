/** Geometry in the demo city's own plane: metres, x east and y north of its centre. */
export type Point = readonly [number, number];

/** Corners of a polygon, not closed; counter-clockwise unless said. */
export type Ring = Point[];

export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** Gives the area of a ring, m², positive when counter-clockwise. */
export function signedArea(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum / 2;
}

/** The centre of gravity of a ring's area. */
export function centroid(ring: readonly Point[]): Point {
  const [ox, oy] = ring[0]!;
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const ax = ring[j]![0] - ox;
    const ay = ring[j]![1] - oy;
    const bx = ring[i]![0] - ox;
    const by = ring[i]![1] - oy;
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (Math.abs(area) < 1e-9) return ring[0]!;
  return [ox + x / (3 * area), oy + y / (3 * area)];
}

/** The axis-parallel box of points. */
export function boundsOf(points: readonly Point[]): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const [x, y] of points) {
    if (x < box.minX) box.minX = x;
    if (x > box.maxX) box.maxX = x;
    if (y < box.minY) box.minY = y;
    if (y > box.maxY) box.maxY = y;
  }
  return box;
}

/** Edges of large rings by bands of height, so that asking for many points costs little; rings are never changed. */
interface Bands {
  box: Box;
  step: number;
  edges: number[][];
}
const bandsOf = new WeakMap<readonly Point[], Bands>();
const LARGE = 48;

function bands(ring: readonly Point[]): Bands {
  const known = bandsOf.get(ring);
  if (known) return known;
  const box = boundsOf(ring);
  const count = Math.min(400, ring.length);
  const step = (box.maxY - box.minY) / count || 1;
  const edges: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const low = Math.min(ring[i]![1], ring[j]![1]);
    const high = Math.max(ring[i]![1], ring[j]![1]);
    for (let k = Math.floor((low - box.minY) / step); k <= (high - box.minY) / step; k++) edges[k]!.push(i);
  }
  const made = { box, step, edges };
  bandsOf.set(ring, made);
  return made;
}

/** Says whether a point lies inside a ring (even-odd). */
export function contains(ring: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  if (ring.length > LARGE) {
    const { box, step, edges } = bands(ring);
    if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY) return false;
    for (const i of edges[Math.floor((y - box.minY) / step)]!) {
      if (crossesRay(ring[i]!, ring[i === 0 ? ring.length - 1 : i - 1]!, x, y)) inside = !inside;
    }
    return inside;
  }
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    if (crossesRay(ring[i]!, ring[j]!, x, y)) inside = !inside;
  }
  return inside;
}

const crossesRay = (a: Point, b: Point, x: number, y: number): boolean =>
  a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0];

/** The distance from a point to a segment. */
export function segmentDistance(x: number, y: number, a: Point, b: Point): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length2));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

/** The nearest place on a line: distance, point, and the index of the segment it lies on. */
export function nearestOnLine(
  line: readonly Point[],
  x: number,
  y: number,
): { distance: number; point: Point; index: number } {
  let best = { distance: Infinity, point: line[0]!, index: 0 };
  for (let i = 0; i + 1 < line.length; i++) {
    const a = line[i]!;
    const b = line[i + 1]!;
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const length2 = dx * dx + dy * dy;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length2));
    const point: Point = [a[0] + t * dx, a[1] + t * dy];
    const distance = Math.hypot(x - point[0], y - point[1]);
    if (distance < best.distance) best = { distance, point, index: i };
  }
  return best;
}

/** Where two segments cross: parameters on each, or null (parallel ones never cross). */
export function crossing(a: Point, b: Point, c: Point, d: Point): { t: number; u: number } | null {
  const rx = b[0] - a[0];
  const ry = b[1] - a[1];
  const sx = d[0] - c[0];
  const sy = d[1] - c[1];
  const cross = rx * sy - ry * sx;
  if (Math.abs(cross) < 1e-9) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
}

/** The length of a line, m. */
export function lengthOf(line: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    sum += Math.hypot(line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1]);
  }
  return sum;
}

/** Points at equal steps (about `step`) along a line, both ends kept. */
export function resample(line: readonly Point[], step: number): Point[] {
  const total = lengthOf(line);
  const count = Math.max(1, Math.round(total / step));
  const out: Point[] = [line[0]!];
  let i = 1;
  let walked = 0;
  for (let k = 1; k < count; k++) {
    const target = (total * k) / count;
    for (;;) {
      const a = line[i - 1]!;
      const b = line[i]!;
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (walked + length >= target || i === line.length - 1) {
        const t = length === 0 ? 0 : Math.min(1, (target - walked) / length);
        out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
        break;
      }
      walked += length;
      i++;
    }
  }
  out.push(line.at(-1)!);
  return out;
}

/** A smooth curve through points (centripetal enough for street plans: Catmull-Rom, tension ½), resampled. */
export function smoothCurve(points: readonly Point[], step: number, closed = false): Point[] {
  if (points.length < 3 && !closed) return resample(points, step);
  const n = points.length;
  const at = (i: number): Point => (closed ? points[(i + n) % n]! : points[Math.max(0, Math.min(n - 1, i))]!);
  const fine: Point[] = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 0; k < 16; k++) {
      const t = k / 16;
      const blend = (a: number, b: number, c: number, d: number): number =>
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      fine.push([blend(p0[0], p1[0], p2[0], p3[0]), blend(p0[1], p1[1], p2[1], p3[1])]);
    }
  }
  fine.push(closed ? fine[0]! : at(n - 1));
  const out = resample(fine, step);
  if (closed) out.pop();
  return out;
}

/** A rectangle about a centre; `width` along the angle (radians from east), `depth` across; counter-clockwise. */
export function rectangle(cx: number, cy: number, angle: number, width: number, depth: number): Ring {
  return placed(
    [
      [-width / 2, -depth / 2],
      [width / 2, -depth / 2],
      [width / 2, depth / 2],
      [-width / 2, depth / 2],
    ],
    cx,
    cy,
    angle,
  );
}

/** Turns a ring about the origin by an angle, then moves it. */
export function placed(ring: readonly Point[], cx: number, cy: number, angle: number): Ring {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return ring.map(([x, y]): Point => [cx + c * x - s * y, cy + s * x + c * y]);
}

/** The smallest rectangle about a ring that is parallel to one of its edges. */
export function orientedBox(ring: readonly Point[]): {
  cx: number;
  cy: number;
  angle: number;
  width: number;
  depth: number;
} {
  let best = { cx: 0, cy: 0, angle: 0, width: Infinity, depth: Infinity };
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const dx = ring[i]![0] - ring[j]![0];
    const dy = ring[i]![1] - ring[j]![1];
    const length = Math.hypot(dx, dy);
    if (length < 0.5) continue;
    const box = boxAlong(ring, Math.atan2(dy, dx));
    if (box.width * box.depth < best.width * best.depth) best = box;
  }
  if (best.depth > best.width) {
    best = { ...best, angle: best.angle + Math.PI / 2, width: best.depth, depth: best.width };
  }
  return best;
}

/** The rectangle about a ring along a given angle. */
export function boxAlong(
  ring: readonly Point[],
  angle: number,
): { cx: number; cy: number; angle: number; width: number; depth: number } {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const b = boundsOf(ring.map(([x, y]): Point => [c * x + s * y, c * y - s * x]));
  const u = (b.minX + b.maxX) / 2;
  const v = (b.minY + b.maxY) / 2;
  return { cx: c * u - s * v, cy: s * u + c * v, angle, width: b.maxX - b.minX, depth: b.maxY - b.minY };
}
