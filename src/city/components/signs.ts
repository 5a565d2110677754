/** Signals and signs: faces look to the front; the arm of a mast reaches to the right. */
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { PAINT } from './paints.ts';

const POST = PAINT.galvanised;
const BACK = 0x8c9194;

function post(parts: Parts, detail: Detail, height: number, radius = 0.04): void {
  parts.cylinder([radius, radius], height, detail === 0 ? 8 : 3, POST);
  if (detail === 0) parts.cylinder([radius * 2.2, radius * 2.2], 0.05, 8, POST);
}

/** Upright board whose middle is at `at`, with a back of metal. */
function board(
  parts: Parts,
  at: Point3,
  width: number,
  height: number,
  face: number,
  edge: number = BACK,
): void {
  const [x, y, z] = at;
  parts.box([width, 0.03, height], edge, { at: [x, y, z - height / 2] });
  parts.box([width * 0.96, 0.01, height - width * 0.04], face, {
    at: [x, y + 0.02, z - height / 2 + width * 0.02],
  });
}

/** Lamps of a signal head, red on top; green is lit. `across`: side by side, red left as its viewers see it. */
function lights(parts: Parts, detail: Detail, at: Point3, across: boolean): void {
  const [x, y, z] = at;
  const [width, height] = across ? [1.2, 0.42] : [0.42, 1.2];
  parts.box([width, 0.22, height], PAINT.black, { at: [x, y, z - height / 2] });
  if (detail === 0)
    parts.box([width + 0.16, 0.02, height + 0.16], PAINT.black, { at: [x, y - 0.02, z - height / 2 - 0.08] });
  const colours = [0x6f2f2b, 0x75602b, 0x62c78b];
  colours.forEach((colour, i) => {
    const along = 0.38 * (1 - i);
    const place: Point3 = across ? [x + along, y + 0.12, z] : [x, y + 0.12, z + along];
    if (detail === 1 && i === 1) return;
    parts.disc(
      0.14,
      0.03,
      detail === 0 ? 10 : 4,
      { colour, role: i === 2 ? 'screen' : 'plain' },
      { at: place },
    );
    if (detail === 0) {
      parts.box([0.3, 0.16, 0.02], PAINT.black, { at: [place[0], y + 0.18, place[2] + 0.13] });
    }
  });
}

function onPost(height: number, dot: number, face: (parts: Parts, detail: Detail) => void): Model {
  return {
    dot,
    build(parts, detail) {
      post(parts, detail, height);
      face(parts, detail);
    },
  };
}

export const SIGNS = {
  'signal-mast': {
    dot: 0x62a884,
    build(parts, detail) {
      parts.cylinder([0.17, 0.12], 6.6, detail === 0 ? 8 : 3, POST);
      if (detail === 0) {
        parts.cylinder([0.3, 0.28], 0.2, 6, POST);
        parts.rod([0, 0, 6.2], [6.4, 0, 6.45], 0.075, 6, POST);
        parts.rod([0, 0, 5.3], [1.6, 0, 6.25], 0.04, 3, POST);
        lights(parts, detail, [2.9, 0.12, 6.3], true);
        lights(parts, detail, [0, 0.24, 3.1], false);
      } else {
        parts.rod([0, 0, 6.2], [6.4, 0, 6.45], 0.09, 3, POST);
        parts.disc(0.16, 0.03, 4, { colour: 0x62c78b, role: 'screen' }, { at: [5.35, 0.24, 6.4] });
        parts.box([1.2, 0.22, 0.42], PAINT.black, { at: [5.7, 0.12, 6.2] });
        return;
      }
      lights(parts, detail, [5.7, 0.12, 6.4], true);
    },
  },
  'signal-post': {
    dot: 0x62a884,
    build(parts, detail) {
      post(parts, detail, 3.4, 0.07);
      lights(parts, detail, [0, 0.14, 2.95], false);
    },
  },
  'signal-pedestrian': {
    dot: 0x62a884,
    build(parts, detail) {
      post(parts, detail, 2.75, 0.05);
      parts.box([0.34, 0.2, 0.7], PAINT.black, { at: [0, 0.12, 2.1] });
      parts.box([0.24, 0.02, 0.24], 0x6f2f2b, { at: [0, 0.23, 2.5] });
      parts.box([0.1, 0.02, 0.22], { colour: 0x62c78b, role: 'screen' }, { at: [0, 0.23, 2.16] });
      if (detail === 0) parts.box([0.14, 0.1, 0.24], PAINT.yellow, { at: [0, 0.09, 1.05] });
    },
  },
  'sign-round': onPost(2.9, PAINT.red, (parts, detail) => {
    const sides = detail === 0 ? 18 : 6;
    parts.disc(0.4, 0.02, sides, BACK, { at: [0, 0.05, 2.5] });
    parts.disc(0.4, 0.01, sides, PAINT.red, { at: [0, 0.065, 2.5] });
    if (detail === 1) return;
    parts.disc(0.31, 0.01, sides, PAINT.white, { at: [0, 0.072, 2.5] });
    parts.box([0.46, 0.012, 0.11], PAINT.black, { at: [0, 0.078, 2.445] });
  }),
  'sign-triangle': onPost(2.9, PAINT.yellow, (parts, detail) => {
    parts.disc(0.52, 0.02, 3, PAINT.black, { at: [0, 0.05, 2.4] });
    parts.disc(0.45, 0.01, 3, PAINT.yellow, { at: [0, 0.066, 2.4] });
    if (detail === 1) return;
    parts.box([0.07, 0.012, 0.26], PAINT.black, { at: [0, 0.073, 2.37] });
    parts.box([0.07, 0.012, 0.06], PAINT.black, { at: [0, 0.073, 2.26] });
  }),
  'sign-stop': onPost(2.9, PAINT.red, (parts, detail) => {
    parts.disc(0.44, 0.02, 8, detail === 0 ? PAINT.white : PAINT.red, { at: [0, 0.05, 2.45] });
    if (detail === 0) parts.disc(0.39, 0.01, 8, PAINT.red, { at: [0, 0.066, 2.45] });
    if (detail === 0) parts.box([0.5, 0.012, 0.16], PAINT.white, { at: [0, 0.073, 2.37] });
  }),
  'sign-rectangle': onPost(3.1, PAINT.blue, (parts, detail) => {
    board(parts, [0, 0.05, 2.55], 0.8, 1, PAINT.blue, PAINT.white);
    if (detail === 1) return;
    parts.box([0.09, 0.01, 0.5], PAINT.white, { at: [0, 0.078, 2.25] });
    parts.disc(0.17, 0.01, 3, PAINT.white, { at: [0, 0.078, 2.78] });
  }),
  'sign-parking': onPost(2.9, PAINT.blue, (parts, detail) => {
    board(parts, [0, 0.05, 2.45], 0.7, 0.7, PAINT.blue, PAINT.white);
    if (detail === 1) return;
    parts.box([0.08, 0.01, 0.44], PAINT.white, { at: [0.1, 0.078, 2.23] });
    parts.box([0.22, 0.01, 0.07], PAINT.white, { at: [-0.03, 0.078, 2.6] });
    parts.box([0.22, 0.01, 0.07], PAINT.white, { at: [-0.03, 0.078, 2.42] });
    parts.box([0.07, 0.01, 0.25], PAINT.white, { at: [-0.12, 0.078, 2.42] });
  }),
  'sign-gantry': {
    dot: PAINT.blue,
    build(parts, detail) {
      parts.cylinder([0.19, 0.14], 7.2, detail === 0 ? 8 : 3, POST);
      const sides = detail === 0 ? 6 : 3;
      parts.rod([0, 0, 5.5], [4.9, 0, 5.5], 0.07, sides, POST);
      if (detail === 0) {
        parts.cylinder([0.34, 0.3], 0.25, 8, POST);
        parts.rod([0, 0, 6.7], [4.9, 0, 6.7], 0.07, sides, POST);
      }
      board(parts, [3.1, 0.1, 6.1], 4, 2.4, PAINT.blue, PAINT.white);
      if (detail === 1) return;
      parts.box([0.14, 0.01, 1.5], PAINT.white, { at: [3.1, 0.13, 5.25] });
      parts.disc(0.3, 0.01, 3, PAINT.white, { at: [3.1, 0.13, 6.85] });
      for (const x of [2, 4.2]) {
        parts.box([1.1, 0.01, 0.22], PAINT.white, { at: [x, 0.13, 6.3] });
        parts.box([0.7, 0.01, 0.14], PAINT.white, { at: [x, 0.13, 5.95] });
      }
    },
  },
  'sign-street-name': {
    dot: 0x4c7ba6,
    build(parts, detail) {
      for (const x of [-0.62, 0.62])
        parts.cylinder([0.035, 0.035], 2.5, detail === 0 ? 6 : 3, POST, { at: [x, 0, 0] });
      parts.box([1.3, 0.05, 0.42], PAINT.blue, { at: [0, 0, 1.95] });
      if (detail === 1) return;
      for (const y of [-0.032, 0.032]) {
        parts.box([0.8, 0.01, 0.16], PAINT.white, { at: [0, y, 2.14] });
        parts.box([0.6, 0.01, 0.06], PAINT.white, { at: [0, y, 2.02] });
      }
      parts.box([1.36, 0.07, 0.05], POST, { at: [0, 0, 2.37] });
    },
  },
  'sign-bus-stop': {
    dot: 0x5b8f76,
    build(parts, detail) {
      post(parts, detail, 2.9, 0.045);
      board(parts, [0.3, 0, 2.35], 0.5, 0.9, PAINT.green, PAINT.white);
      if (detail === 1) return;
      parts.box([0.38, 0.012, 0.4], PAINT.white, { at: [0.3, 0.028, 1.94] });
      parts.box([0.34, 0.012, 0.2], PAINT.white, { at: [0.3, 0.028, 2.5] });
      parts.box([0.42, 0.03, 0.5], PAINT.white, { at: [0.28, 0, 1.1] });
    },
  },
  'sign-taxi': {
    dot: PAINT.yellow,
    build(parts, detail) {
      post(parts, detail, 2.7, 0.045);
      board(parts, [0, 0.06, 2.25], 0.6, 0.75, PAINT.yellow, PAINT.graphite);
      if (detail === 1) return;
      parts.profile(
        [
          [-0.22, 0],
          [0.22, 0],
          [0.22, 0.1],
          [0.12, 0.12],
          [0.07, 0.22],
          [-0.09, 0.22],
          [-0.14, 0.12],
          [-0.22, 0.1],
        ],
        0.012,
        PAINT.black,
        { at: [0, 0.09, 2.18] },
      );
    },
  },
  'sign-toilet': {
    dot: 0x5d86a8,
    build(parts, detail) {
      post(parts, detail, 2.6, 0.04);
      board(parts, [0, 0.055, 2.2], 0.75, 0.55, 0x3f7f8c, PAINT.white);
      if (detail === 1) return;
      for (const [x, wide] of [
        [0.17, 0],
        [-0.17, 1],
      ] as const) {
        parts.disc(0.05, 0.01, 8, PAINT.white, { at: [x, 0.085, 2.37] });
        if (wide === 1) parts.disc(0.13, 0.01, 3, PAINT.white, { at: [x, 0.085, 2.16] });
        else parts.box([0.12, 0.01, 0.24], PAINT.white, { at: [x, 0.085, 2.06] });
      }
      parts.box([0.015, 0.01, 0.38], PAINT.white, { at: [0, 0.085, 2.01] });
    },
  },
  'sign-metro': {
    dot: 0x8d5f7d,
    build(parts, detail) {
      parts.box([0.5, 0.28, 3.6], PAINT.graphite);
      parts.box([0.46, 0.3, 0.9], { colour: 0xa7483f, role: 'screen' }, { at: [0, 0, 2.6] });
      if (detail === 1) return;
      parts.disc(0.17, 0.32, 12, { colour: PAINT.white, role: 'screen' }, { at: [0, 0, 3.05] });
      parts.box([0.4, 0.3, 0.7], PAINT.white, { at: [0, 0, 1.5] });
    },
  },
  'street-mirror': {
    dot: PAINT.orange,
    build(parts, detail) {
      post(parts, detail, 2.9, 0.045);
      parts.disc(0.46, 0.05, detail === 0 ? 16 : 7, PAINT.orange, { at: [0, 0.08, 2.6], tilt: -0.12 });
      if (detail === 0) parts.disc(0.4, 0.06, 16, 0x9db3bd, { at: [0, 0.09, 2.6], tilt: -0.12 });
    },
  },
} as const satisfies Record<string, Model>;
