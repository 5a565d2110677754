/** Footprints about the origin, front towards −y; metres, counter-clockwise. */
import type { Point, Ring } from './plane.ts';

export function box(width: number, depth: number): Ring {
  const x = width / 2;
  const y = depth / 2;
  return [
    [-x, -y],
    [x, -y],
    [x, y],
    [-x, y],
  ];
}

/** A box with its corners cut. */
export function chamfered(width: number, depth: number, cut: number): Ring {
  const x = width / 2;
  const y = depth / 2;
  return [
    [-x + cut, -y],
    [x - cut, -y],
    [x, -y + cut],
    [x, y - cut],
    [x - cut, y],
    [-x + cut, y],
    [-x, y - cut],
    [-x, -y + cut],
  ];
}

/** A row of flats: a stair recess in the back of every unit, bay fronts at its ends. */
export function slab(width: number, depth: number, units: number): Ring {
  const x = width / 2;
  const y = depth / 2;
  const ring: Ring = [
    [-x, -y],
    [x, -y],
    [x, y],
  ];
  const unit = width / units;
  for (let k = units - 1; k >= 0; k--) {
    const mid = -x + unit * (k + 0.5);
    ring.push([mid + 1.6, y], [mid + 1.6, y - 1.4], [mid - 1.6, y - 1.4], [mid - 1.6, y]);
  }
  ring.push([-x, y]);
  return ring;
}

/** A point block of flats: a cross of four wings. */
export function cross(width: number, depth: number, notch: number): Ring {
  const x = width / 2;
  const y = depth / 2;
  const n = notch;
  return [
    [-x + n, -y],
    [x - n, -y],
    [x - n, -y + n * 0.6],
    [x, -y + n * 0.6],
    [x, y - n],
    [x - n, y - n],
    [x - n, y],
    [-x + n, y],
    [-x + n, y - n],
    [-x, y - n],
    [-x, -y + n * 0.6],
    [-x + n, -y + n * 0.6],
  ];
}

/** An L: a front wing and one that runs back on the right (or left). */
export function corner(width: number, depth: number, wing: number, left = false): Ring {
  const x = width / 2;
  const y = depth / 2;
  const ring: Ring = [
    [-x, -y],
    [x, -y],
    [x, y],
    [x - wing, y],
    [x - wing, -y + wing],
    [-x, -y + wing],
  ];
  return left ? ring.map(([px, py]): Point => [-px, py]).reverse() : ring;
}

/** A U that opens backwards. */
export function horseshoe(width: number, depth: number, wing: number): Ring {
  const x = width / 2;
  const y = depth / 2;
  return [
    [-x, -y],
    [x, -y],
    [x, y],
    [x - wing, y],
    [x - wing, -y + wing],
    [-x + wing, -y + wing],
    [-x + wing, y],
    [-x, y],
  ];
}

/** A frame about a courtyard: outer ring and hole. */
export function court(width: number, depth: number, wing: number): { ring: Ring; hole: Ring } {
  return { ring: box(width, depth), hole: box(width - 2 * wing, depth - 2 * wing).reverse() };
}

/** A box whose long sides swell outwards. */
export function lens(width: number, depth: number, swell: number, steps = 6): Ring {
  const ring: Ring = [];
  for (let k = 0; k <= steps; k++) {
    const t = k / steps;
    ring.push([-width / 2 + width * t, -depth / 2 - swell * 4 * t * (1 - t)]);
  }
  for (let k = 0; k <= steps; k++) {
    const t = k / steps;
    ring.push([width / 2 - width * t, depth / 2 + swell * 4 * t * (1 - t)]);
  }
  return ring;
}

/** Shrinks a footprint towards the origin. */
export function scaled(ring: readonly Point[], by: number): Ring {
  return ring.map(([x, y]): Point => [x * by, y * by]);
}

/** Rounds a ring's corners off to an ellipse of `count` corners. */
export function oval(width: number, depth: number, count = 20): Ring {
  return Array.from({ length: count }, (_, i): Point => {
    const a = (i / count) * Math.PI * 2;
    return [(Math.cos(a) * width) / 2, (Math.sin(a) * depth) / 2];
  });
}
