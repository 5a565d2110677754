/** A road's ribbon: its centre line given a width. */
import type { Path } from './unite-paths.ts';

/** How a ribbon ends: round where the road goes on in another, straight where it ends. */
export interface RibbonCaps {
  start: boolean;
  end: boolean;
}

/** Points of a full circle in arcs. */
const CIRCLE = 24;

/** Turns sharper than this (cosine) are rounded, others mitred. */
const MITRE_COSINE = 0.9;

/**
 * Makes the outline of a ribbon: the sum of a quad for every segment and a wedge for every turn, all wound alike, so
 * that overlaps count up and never cancel (fill by positive winding).
 *
 * @param line - flat [x, y, …] without repeated points, 2 or more.
 * @param half - half the width at each point, in the line's units.
 * @returns a closed path of positive area, rounded to whole units.
 */
export function ribbon(line: Float64Array, half: Float64Array, caps: RibbonCaps): Path {
  const path: Path = [];
  const n = line.length / 2;
  side(line, half, path);
  if (caps.end) cap(line, half, n - 1, n - 2, path);
  const back = new Float64Array(line.length);
  const backHalf = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    back[2 * i] = line[2 * (n - 1 - i)]!;
    back[2 * i + 1] = line[2 * (n - 1 - i) + 1]!;
    backHalf[i] = half[n - 1 - i]!;
  }
  side(back, backHalf, path);
  if (caps.start) cap(line, half, 0, 1, path);
  return path;
}

function put(path: Path, x: number, y: number): void {
  const point = { X: Math.round(x), Y: Math.round(y) };
  const last = path.at(-1);
  if (!last || last.X !== point.X || last.Y !== point.Y) path.push(point);
}

/** The side of a line that lies to the left on screen (y down): offset by (dy, −dx). */
function side(line: Float64Array, half: Float64Array, path: Path): void {
  const n = line.length / 2;
  let [px, py, pl] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y, h] = [line[2 * i]!, line[2 * i + 1]!, half[i]!];
    let [dx, dy, length] = [0, 0, 0];
    if (i + 1 < n) {
      dx = line[2 * i + 2]! - x;
      dy = line[2 * i + 3]! - y;
      length = Math.hypot(dx, dy);
      dx /= length;
      dy /= length;
    }
    if (i === 0) put(path, x + dy * h, y - dx * h);
    else if (i === n - 1) put(path, x + py * h, y - px * h);
    else {
      const cosine = px * dx + py * dy;
      const outer = px * dy - py * dx > 0;
      const reach = cosine > MITRE_COSINE ? h * Math.sqrt((1 - cosine) / (1 + cosine)) : Infinity;
      if (outer ? cosine > MITRE_COSINE : reach < Math.min(pl, length)) {
        const k = h / (1 + cosine);
        put(path, x + (py + dy) * k, y - (px + dx) * k);
      } else if (outer) arc(path, x, y, h, Math.atan2(-px, py), Math.atan2(-dx, dy));
      else {
        put(path, x + py * h, y - px * h);
        put(path, x, y);
        put(path, x + dy * h, y - dx * h);
      }
    }
    [px, py, pl] = [dx, dy, length];
  }
}

/** An arc from one angle to another, turning as angles grow, less than a full circle. */
function arc(path: Path, x: number, y: number, h: number, from: number, to: number): void {
  const sweep = (to - from + 2 * Math.PI) % (2 * Math.PI);
  const steps = Math.max(1, Math.ceil((sweep * CIRCLE) / (2 * Math.PI)));
  for (let i = 0; i <= steps; i++) {
    const angle = from + (sweep * i) / steps;
    put(path, x + Math.cos(angle) * h, y + Math.sin(angle) * h);
  }
}

function cap(line: Float64Array, half: Float64Array, end: number, before: number, path: Path): void {
  const [x, y] = [line[2 * end]!, line[2 * end + 1]!];
  const [dx, dy] = [x - line[2 * before]!, y - line[2 * before + 1]!];
  const from = Math.atan2(-dx, dy);
  arc(path, x, y, half[end]!, from, from + Math.PI);
}
