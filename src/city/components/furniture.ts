/** What people use in the street: seats, bins, posts and boxes with a slot or a screen. */
import type { Parts } from './mesh-parts.ts';
import type { Model } from './model.ts';
import { PAINT } from './paints.ts';

/** Bin with its mouth to the front. */
function bin(parts: Parts, x: number, colour: number, near: boolean): void {
  parts.box([0.42, 0.4, 0.72], colour, { at: [x, 0, 0.12] });
  if (!near) return;
  parts.box([0.3, 0.02, 0.13], PAINT.black, { at: [x, 0.2, 0.64] });
  parts.box([0.2, 0.012, 0.2], PAINT.white, { at: [x, 0.204, 0.3] });
}

export const FURNITURE = {
  'litter-bin': {
    dot: 0x5f7f6c,
    build(parts, detail) {
      const near = detail === 0;
      bin(parts, -0.23, 0x4f7a8f, near);
      bin(parts, 0.23, 0x6b6f70, near);
      parts.box([1.06, 0.52, 0.05], PAINT.steel, { at: [0, 0, 0.99] });
      for (const x of [-0.48, 0.48]) parts.box([0.05, 0.34, 1], PAINT.steel, { at: [x, 0, 0] });
      if (near) parts.box([0.92, 0.4, 0.05], PAINT.steel, { at: [0, 0, 0.08] });
    },
  },
  'recycling-bank': {
    dot: 0x5f8f7c,
    build(parts, detail) {
      [0x4f7a8f, 0x5d8560, 0x9c5a4c, 0x6b6f70].forEach((colour, i) => {
        const x = (i - 1.5) * 0.62;
        if (detail === 0) {
          parts.cylinder([0.4, 0.43], 0.98, 4, colour, { at: [x, 0, 0.06], turn: Math.PI / 4 });
          parts.box([0.6, 0.66, 0.07], colour, { at: [x, 0, 1.04], tilt: -0.08 });
          parts.box([0.22, 0.02, 0.24], PAINT.white, { at: [x, 0.3, 0.5] });
          for (const side of [-0.2, 0.2])
            parts.disc(0.1, 0.05, 8, PAINT.black, { at: [x + side, -0.26, 0.1], turn: Math.PI / 2 });
        } else {
          parts.box([0.58, 0.62, 1.1], colour, { at: [x, 0, 0] });
        }
      });
    },
  },
  bench: {
    dot: PAINT.wood,
    build(parts, detail) {
      const slats = detail === 0 ? 4 : 1;
      for (let i = 0; i < slats; i++) {
        const y = 0.2 - (i * 0.42) / slats;
        parts.box([1.8, 0.42 / slats - 0.02, 0.04], PAINT.wood, { at: [0, detail === 0 ? y : 0.03, 0.42] });
      }
      const backs = detail === 0 ? 3 : 1;
      for (let i = 0; i < backs; i++) {
        const up = detail === 0 ? 0.5 + i * 0.12 : 0.5;
        parts.box([1.8, 0.035, detail === 0 ? 0.095 : 0.35], PAINT.wood, {
          at: [0, -0.2 - (up - 0.46) * 0.25, up],
          tilt: 0.25,
        });
      }
      for (const x of detail === 0 ? [-0.75, 0, 0.75] : [-0.75, 0.75]) {
        if (detail === 1) {
          parts.box([0.06, 0.4, 0.42], PAINT.graphite, { at: [x, 0, 0] });
          continue;
        }
        parts.box([0.06, 0.06, 0.42], PAINT.graphite, { at: [x, 0.17, 0] });
        parts.box([0.06, 0.06, 0.84], PAINT.graphite, { at: [x, -0.14, 0], tilt: 0.17 });
        parts.box([0.06, 0.42, 0.05], PAINT.graphite, { at: [x, 0, 0.37] });
      }
    },
  },
  'post-box': {
    dot: 0x3f7152,
    build(parts, detail) {
      const sides = detail === 0 ? 14 : 6;
      parts.cylinder([0.27, 0.27], 0.14, sides, PAINT.black);
      parts.cylinder([0.24, 0.24], 1.06, sides, PAINT.green, { at: [0, 0, 0.14], open: true });
      parts.cylinder([0.28, 0.26], 0.08, sides, PAINT.green, { at: [0, 0, 1.2] });
      if (detail === 1) return;
      parts.ball([0.25, 0.25, 0.12], [14, 4], PAINT.green, { at: [0, 0, 1.27] });
      parts.box([0.26, 0.04, 0.05], PAINT.black, { at: [0, 0.235, 1.06] });
      parts.box([0.22, 0.04, 0.26], PAINT.yellow, { at: [0, 0.222, 0.66] });
    },
  },
  'parking-meter': {
    dot: 0x5b7f9f,
    build(parts, detail) {
      parts.cylinder([0.05, 0.05], 1.0, detail === 0 ? 8 : 3, PAINT.steel);
      parts.box([0.28, 0.2, 0.48], PAINT.blue, { at: [0, 0, 0.95] });
      parts.box([0.18, 0.012, 0.12], { colour: 0x8fb0a5, role: 'screen' }, { at: [0, 0.104, 1.24] });
      if (detail === 1) return;
      parts.cylinder([0.12, 0.12], 0.03, 8, PAINT.steel);
      parts.box([0.3, 0.26, 0.04], PAINT.graphite, { at: [0, 0, 1.43], tilt: -0.2 });
      parts.box([0.12, 0.02, 0.03], PAINT.black, { at: [0, 0.1, 1.1] });
    },
  },
  'charging-post': {
    dot: 0x6fa58b,
    build(parts, detail) {
      parts.box([0.5, 0.4, 0.1], PAINT.concrete);
      parts.box([0.38, 0.24, 1.55], PAINT.white, { at: [0, 0, 0.1] });
      parts.box([0.38, 0.25, 0.12], 0x5d9c80, { at: [0, 0, 1.53] });
      parts.box([0.24, 0.012, 0.2], { colour: 0x7fb0b8, role: 'screen' }, { at: [0, 0.124, 1.2] });
      if (detail === 1) return;
      parts.box([0.1, 0.07, 0.18], PAINT.black, { at: [0.2, 0.06, 0.9] });
      parts.bow([0.24, 0.08, 0.9], [0.4, 0.2, 0.1], [0.1, 0.14, 0.45], 0.02, 5, 8, PAINT.black);
    },
  },
  'water-dispenser': {
    dot: 0x6f9cba,
    build(parts, detail) {
      parts.box([0.5, 0.4, 0.06], PAINT.concrete);
      parts.box([0.36, 0.3, 0.86], PAINT.steel, { at: [0, -0.02, 0.06] });
      parts.cylinder([0.12, 0.2], 0.12, detail === 0 ? 12 : 5, 0xb9c4c8, { at: [0, 0.04, 0.92] });
      parts.box([0.3, 0.1, 0.34], PAINT.lightBlue, { at: [0, -0.14, 0.92] });
      if (detail === 0)
        parts.bow([0.06, -0.1, 1.1], [0.06, 0.02, 1.18], [0.06, 0.05, 1.06], 0.015, 5, 5, PAINT.galvanised);
    },
  },
  'info-kiosk': {
    dot: 0x6f8fa8,
    build(parts, detail) {
      parts.box([0.9, 0.34, 0.1], PAINT.granite);
      parts.box([0.8, 0.22, 2.2], PAINT.graphite, { at: [0, 0, 0.1] });
      parts.box([0.66, 0.02, 1.2], { colour: 0x6f95a8, role: 'screen' }, { at: [0, 0.115, 0.85] });
      if (detail === 1) return;
      parts.box([0.66, 0.02, 1.2], { colour: 0x6f95a8, role: 'screen' }, { at: [0, -0.115, 0.85] });
      for (const [z, width] of [
        [1.85, 0.5],
        [1.72, 0.4],
        [1.1, 0.46],
      ] as const) {
        parts.box([width, 0.012, 0.06], { colour: 0xd6e0e2, role: 'screen' }, { at: [0, 0.126, z] });
      }
      parts.disc(0.13, 0.24, 12, PAINT.lightBlue, { at: [0, 0, 2.48] });
      parts.box([0.04, 0.04, 0.2], PAINT.graphite, { at: [0, 0, 2.28] });
    },
  },
  'vending-machine': {
    dot: 0x9c6b5c,
    build(parts, detail) {
      parts.box([0.96, 0.74, 0.06], PAINT.black);
      parts.box([1, 0.78, 1.86], 0x8d4b43, { at: [0, 0, 0.06] });
      parts.box([0.6, 0.02, 1.1], { colour: 0xc9d2cf, role: 'screen' }, { at: [0.12, 0.392, 0.66] });
      parts.box([0.6, 0.02, 0.18], PAINT.black, { at: [0.12, 0.392, 0.24] });
      if (detail === 1) return;
      for (let row = 0; row < 4; row++) {
        parts.box([0.58, 0.012, 0.03], PAINT.graphite, { at: [0.12, 0.402, 0.7 + row * 0.27] });
        for (let i = 0; i < 4; i++) {
          const colour = [0xa86050, 0x6c8f6f, 0x6b88a3, 0xc0a45c][(row + i) % 4]!;
          parts.box([0.09, 0.012, 0.17], colour, { at: [-0.1 + i * 0.147, 0.402, 0.74 + row * 0.27] });
        }
      }
      parts.box([0.14, 0.02, 0.5], PAINT.graphite, { at: [-0.36, 0.392, 1.0] });
      parts.box([0.1, 0.012, 0.08], { colour: 0x7fb0b8, role: 'screen' }, { at: [-0.36, 0.404, 1.36] });
    },
  },
  atm: {
    dot: 0x5f7396,
    build(parts, detail) {
      parts.box([1.1, 0.9, 2.15], PAINT.white);
      parts.box([1.14, 0.94, 0.3], { colour: 0x48699a, role: 'screen' }, { at: [0, 0, 1.9] });
      parts.box([0.66, 0.02, 0.9], PAINT.graphite, { at: [0, 0.455, 0.8] });
      parts.box([0.42, 0.02, 0.3], { colour: 0x7fa5b5, role: 'screen' }, { at: [0, 0.47, 1.32] });
      if (detail === 1) return;
      parts.box([0.4, 0.16, 0.05], PAINT.steel, { at: [0, 0.52, 1.12], tilt: -0.3 });
      parts.box([0.3, 0.02, 0.05], PAINT.black, { at: [0, 0.47, 0.98] });
    },
  },
  'bicycle-rack': {
    dot: 0x8799a3,
    build(parts, detail) {
      const count = detail === 0 ? 5 : 3;
      for (let i = 0; i < count; i++) {
        const x = (i / (count - 1) - 0.5) * 2.4;
        const sides = detail === 0 ? 5 : 3;
        parts.rod([x, -0.38, 0], [x, -0.38, 0.62], 0.025, sides, PAINT.galvanised);
        parts.rod([x, 0.38, 0], [x, 0.38, 0.62], 0.025, sides, PAINT.galvanised);
        if (detail === 0)
          parts.bow([x, -0.38, 0.6], [x, 0, 1.02], [x, 0.38, 0.6], 0.025, 5, 6, PAINT.galvanised);
        else parts.rod([x, -0.38, 0.6], [x, 0.38, 0.8], 0.025, 3, PAINT.galvanised);
      }
      if (detail === 0)
        for (const y of [-0.38, 0.38]) parts.box([2.5, 0.06, 0.03], PAINT.steel, { at: [0, y, 0] });
    },
  },
  bollard: {
    dot: 0xa89f8c,
    build(parts, detail) {
      const sides = detail === 0 ? 12 : 6;
      parts.cylinder([0.1, 0.1], 0.74, sides, PAINT.graphite, { open: true });
      parts.cylinder([0.104, 0.104], 0.12, sides, PAINT.yellow, { at: [0, 0, 0.74], open: true });
      if (detail === 0) parts.ball([0.1, 0.1, 0.06], [12, 4], PAINT.graphite, { at: [0, 0, 0.86] });
      else parts.cylinder([0.1, 0.06], 0.05, 6, PAINT.graphite, { at: [0, 0, 0.86] });
      if (detail === 0) parts.cylinder([0.15, 0.13], 0.04, 12, PAINT.graphite);
    },
  },
  fitness: {
    dot: 0x5f8fa0,
    build(parts, detail) {
      const sides = detail === 0 ? 6 : 3;
      const yellow = 0xc0a04a;
      for (const x of [-0.9, 0.9]) parts.rod([x, 0, 0], [x, 0, 1.5], 0.05, sides, 0x4f7f92);
      parts.rod([-0.9, 0, 1.45], [0.9, 0, 1.45], 0.04, sides, yellow);
      for (const x of [-0.4, 0.4]) {
        parts.rod([x, 0, 1.45], [x, 0.12, 0.28], 0.03, sides, 0x4f7f92);
        parts.box([0.18, 0.4, 0.04], PAINT.graphite, { at: [x, 0.14, 0.22] });
      }
      if (detail === 1) return;
      for (const x of [-0.9, 0.9]) parts.cylinder([0.14, 0.1], 0.06, 8, PAINT.graphite, { at: [x, 0, 0] });
      parts.rod([-0.9, 0.0, 1.0], [0.9, 0, 1.0], 0.03, 6, yellow);
      parts.rod([1.6, 0, 0], [1.6, 0, 1.55], 0.05, 6, 0x4f7f92);
      parts.cylinder([0.12, 0.1], 0.06, 8, PAINT.graphite, { at: [1.6, 0, 0] });
      parts.ring(0.34, 0.025, [12, 4], yellow, { at: [1.6, 0.1, 1.3], tilt: Math.PI / 2 });
      parts.rod([1.28, 0.1, 1.3], [1.92, 0.1, 1.3], 0.02, 4, yellow);
      parts.rod([0.9, 0, 1.2], [1.6, 0, 1.2], 0.03, 6, 0x4f7f92);
    },
  },
  'phone-booth': {
    dot: 0x7c6f9c,
    build(parts, detail) {
      const frame = 0x4d6788;
      parts.box([0.95, 0.95, 0.12], PAINT.granite);
      for (const x of [-0.43, 0.43]) {
        for (const y of [-0.43, 0.43]) {
          if (detail === 1 && y > 0) continue;
          parts.box([0.06, 0.06, 2.1], frame, { at: [x, y, 0.1] });
        }
      }
      parts.box([1.02, 1.02, 0.22], frame, { at: [0, 0, 2.2] });
      parts.box([0.86, 0.03, 1.9], PAINT.glass, { at: [0, -0.43, 0.25] });
      if (detail === 1) return;
      for (const x of [-0.43, 0.43]) parts.box([0.02, 0.8, 1.5], PAINT.glass, { at: [x, 0, 0.55] });
      parts.box([0.34, 0.16, 0.5], PAINT.steel, { at: [0, -0.33, 1.1] });
      parts.box([0.06, 0.08, 0.24], PAINT.black, { at: [-0.1, -0.22, 1.22] });
      parts.box([0.7, 0.02, 0.14], { colour: 0xd8dcd6, role: 'screen' }, { at: [0, 0.515, 2.24] });
    },
  },
} as const satisfies Record<string, Model>;
