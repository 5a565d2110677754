/** Lamps. Arms reach to the front; light sources look down, or around. */
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { mixColours, PAINT } from './paints.ts';

const LENS = { colour: PAINT.lens, role: 'lightsource' } as const;
/** Dark above, light below: a head in one piece. */
const HEAD = {
  colour: (_at: Point3, look: Point3) => (look[2] > 0.5 ? PAINT.graphite : PAINT.lens),
  role: 'lightsource',
} as const;
const DOT = 0xdcc58a;

/** Tapering pole on its foot, with a door. */
function pole(parts: Parts, detail: Detail, height: number, radius: number, paint: number): void {
  parts.cylinder([radius, radius * 0.55], height, detail === 0 ? 8 : 3, paint, { open: true });
  if (detail === 1) return;
  parts.cylinder([radius * 1.8, radius * 1.5], 0.3, 8, paint);
  parts.box([radius * 1.1, 0.04, 0.4], mixColours(paint, 0, 0.25), { at: [0, radius * 0.93, 0.6] });
}

/** Flat head along y whose middle is at `at`. */
function head(parts: Parts, detail: Detail, at: Point3, length: number, width: number, tilt: number): void {
  const [x, y, z] = at;
  if (detail === 1) {
    parts.box([width, length, 0.11], HEAD, { at: [x, y, z], tilt });
    return;
  }
  parts.box([width, length, 0.08], PAINT.graphite, { at, tilt });
  parts.box([width * 0.6, length * 0.5, 0.07], PAINT.graphite, {
    at: [x, y - length * 0.14, z + 0.07],
    tilt,
  });
  parts.box([width * 0.86, length * 0.84, 0.035], LENS, { at: [x, y + length * 0.03, z - 0.032], tilt });
}

function roadLamp(parts: Parts, detail: Detail, height: number, sides: readonly (1 | -1)[]): void {
  pole(parts, detail, height - 0.7, 0.115, PAINT.galvanised);
  for (const side of sides) {
    const reach = 1.9 * side;
    const top = height - 0.12;
    if (detail === 0) {
      const by: Point3 = [0, 0.15 * side, top - 0.05];
      parts.bow([0, 0, height - 1.1], by, [0, reach, top], 0.045, 6, 5, PAINT.galvanised);
    } else {
      parts.rod([0, 0, height - 0.8], [0, reach, top], 0.06, 3, PAINT.galvanised);
    }
    head(parts, detail, [0, reach + 0.3 * side, top], 0.9, 0.36, 0.1 * side);
  }
}

function highMast(parts: Parts, detail: Detail): void {
  const height = 25;
  pole(parts, detail, height - 0.4, 0.32, PAINT.galvanised);
  const count = detail === 0 ? 8 : 3;
  if (detail === 0) parts.ring(1.15, 0.06, [16, 4], PAINT.galvanised, { at: [0, 0, height - 0.35] });
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const at: Point3 = [1.35 * Math.cos(angle), 1.35 * Math.sin(angle), height - 0.5];
    if (detail === 0) {
      parts.rod([0, 0, height - 0.35], [at[0], at[1], height - 0.35], 0.04, 3, PAINT.galvanised);
      parts.box([0.5, 0.42, 0.2], HEAD, { at, turn: angle + Math.PI / 2 });
    } else {
      parts.box([0.9, 0.6, 0.3], HEAD, { at, turn: angle + Math.PI / 2 });
    }
  }
}

/** Garden lamp: a frosted cylinder under a flat hat. */
function postTop(parts: Parts, detail: Detail): void {
  const sides = detail === 0 ? 8 : 5;
  pole(parts, detail, 3.3, 0.06, PAINT.graphite);
  parts.cylinder([0.12, 0.17], 0.46, sides, LENS, { at: [0, 0, 3.32], open: true });
  parts.cylinder([0.36, 0.3], 0.06, sides, PAINT.graphite, { at: [0, 0, 3.78] });
  if (detail === 0) parts.cylinder([0.09, 0.13], 0.12, 8, PAINT.graphite, { at: [0, 0, 3.22], open: true });
  if (detail === 0) parts.cylinder([0.3, 0.04], 0.12, 8, PAINT.graphite, { at: [0, 0, 3.84] });
}

/** Round-globe lamp of squares: three globes on a post. */
function globes(parts: Parts, detail: Detail): void {
  pole(parts, detail, 3.7, 0.08, PAINT.black);
  const count = detail === 0 ? 3 : 2;
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const [x, y] = [0.5 * Math.cos(angle), 0.5 * Math.sin(angle)];
    if (detail === 0) parts.bow([0, 0, 3.1], [x, y, 3.0], [x, y, 3.42], 0.025, 4, 4, PAINT.black);
    parts.ball([0.2, 0.2, 0.2], detail === 0 ? [8, 5] : [4, 3], LENS, { at: [x, y, 3.6] });
  }
  if (detail === 0) parts.ball([0.22, 0.22, 0.22], [8, 5], LENS, { at: [0, 0, 3.9] });
}

/** Lantern of old quarters: four panes under a roof. */
function lantern(parts: Parts, detail: Detail): void {
  pole(parts, detail, 3.0, 0.075, PAINT.black);
  if (detail === 0) {
    parts.cylinder([0.16, 0.09], 0.5, 8, PAINT.black);
    parts.cylinder([0.06, 0.12], 0.12, 8, PAINT.black, { at: [0, 0, 2.95] });
    for (const x of [-1, 1]) {
      for (const y of [-1, 1])
        parts.rod([0.1 * x, 0.1 * y, 3.07], [0.15 * x, 0.15 * y, 3.47], 0.014, 3, PAINT.black);
    }
    parts.ball([0.04, 0.04, 0.06], [6, 4], PAINT.black, { at: [0, 0, 3.74] });
  }
  parts.cylinder([0.13, 0.2], 0.4, 4, LENS, { at: [0, 0, 3.07], turn: Math.PI / 4, open: true });
  parts.cylinder([0.28, 0.03], 0.22, 4, PAINT.black, { at: [0, 0, 3.47], turn: Math.PI / 4 });
}

/** Slender lamp of footpaths and cycleways. */
function path(parts: Parts, detail: Detail): void {
  pole(parts, detail, 5, 0.075, PAINT.graphite);
  if (detail === 0) parts.rod([0, 0, 4.9], [0, 0.5, 4.98], 0.035, 6, PAINT.graphite);
  head(parts, detail, [0, 0.55, 4.95], 0.62, 0.28, 0);
}

/** Bracket on a wall behind it, with its cable down to the ground. */
function wall(parts: Parts, detail: Detail): void {
  parts.box([0.04, 0.04, 4.2], PAINT.steel, { at: [0, -0.02, 0] });
  if (detail === 0) {
    parts.box([0.14, 0.04, 0.4], PAINT.graphite, { at: [0, 0, 4] });
    parts.bow([0, 0, 4.1], [0, 0.3, 4.6], [0, 0.9, 4.5], 0.03, 6, 5, PAINT.graphite);
  } else {
    parts.rod([0, 0, 4.1], [0, 0.9, 4.5], 0.04, 3, PAINT.graphite);
  }
  head(parts, detail, [0, 1.05, 4.46], 0.55, 0.26, 0);
}

export const LAMPS = {
  'lamp-road': { dot: DOT, build: (parts, detail) => roadLamp(parts, detail, 10, [1]) },
  'lamp-road-double': { dot: DOT, build: (parts, detail) => roadLamp(parts, detail, 12, [1, -1]) },
  'lamp-high-mast': { dot: DOT, build: highMast },
  'lamp-post-top': { dot: DOT, build: postTop },
  'lamp-globes': { dot: DOT, build: globes },
  'lamp-lantern': { dot: DOT, build: lantern },
  'lamp-path': { dot: DOT, build: path },
  'lamp-wall': { dot: DOT, build: wall },
  'lamp-bollard': {
    dot: DOT,
    build(parts, detail) {
      const sides = detail === 0 ? 10 : 5;
      parts.cylinder([0.09, 0.09], 0.75, sides, PAINT.graphite, { open: true });
      parts.cylinder([0.08, 0.08], 0.14, sides, LENS, { at: [0, 0, 0.75], open: true });
      parts.cylinder([0.1, 0.09], 0.07, sides, PAINT.graphite, { at: [0, 0, 0.89] });
    },
  },
  'lamp-ground': {
    dot: DOT,
    build(parts, detail) {
      const sides = detail === 0 ? 14 : 7;
      parts.cylinder([0.17, 0.15], 0.045, sides, PAINT.steel);
      parts.cylinder([0.11, 0.1], 0.055, sides, LENS);
    },
  },
  'lamp-landscape': {
    dot: DOT,
    build(parts, detail) {
      const sides = detail === 0 ? 10 : 5;
      parts.box([0.22, 0.22, 0.05], PAINT.graphite);
      if (detail === 0) parts.box([0.3, 0.04, 0.2], PAINT.graphite, { at: [0, 0, 0.05] });
      parts.cylinder([0.1, 0.15], 0.3, sides, PAINT.graphite, { at: [0, -0.07, 0.14], tilt: -0.55 });
      parts.cylinder([0.13, 0.13], 0.02, sides, LENS, { at: [0, 0.088, 0.395], tilt: -0.55 });
    },
  },
} as const satisfies Record<string, Model>;
