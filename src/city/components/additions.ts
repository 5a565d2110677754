/** What cities have added to the standard's table: metro entrances, lockers, sensors, smart poles and the like. */
import type { Parts } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { PAINT } from './paints.ts';

const LENS = { colour: PAINT.lens, role: 'lightsource' } as const;

/** Post with a solar panel at its top. */
function solarPost(parts: Parts, detail: Detail, height: number): void {
  parts.cylinder([0.06, 0.05], height, detail === 0 ? 8 : 3, PAINT.white);
  parts.box([0.62, 0.46, 0.03], 0x2e3f55, { at: [0, -0.1, height - 0.1], tilt: 0.55 });
  if (detail === 0) parts.cylinder([0.14, 0.12], 0.06, 8, PAINT.graphite);
}

function bicycle(parts: Parts, x: number, colour: number, near: boolean): void {
  if (!near) {
    parts.profile(
      [
        [-0.8, 0.05],
        [0.8, 0.05],
        [0.4, 0.95],
        [-0.3, 0.8],
      ],
      0.05,
      colour,
      { at: [x, 0, 0], turn: Math.PI / 2 },
    );
    return;
  }
  for (const y of [-0.52, 0.52])
    parts.ring(0.31, 0.022, [7, 3], PAINT.black, { at: [x, y, 0.33], roll: Math.PI / 2 });
  parts.rod([x, -0.52, 0.33], [x, -0.16, 0.78], 0.03, 3, colour);
  parts.rod([x, -0.16, 0.74], [x, 0.42, 0.78], 0.03, 3, colour);
  parts.rod([x, -0.02, 0.3], [x, 0.42, 0.78], 0.03, 3, colour);
  parts.rod([x, 0.52, 0.33], [x, 0.38, 1.0], 0.022, 3, PAINT.graphite);
  parts.box([0.5, 0.03, 0.03], PAINT.graphite, { at: [x, 0.38, 0.98] });
  parts.box([0.14, 0.24, 0.06], PAINT.black, { at: [x, -0.2, 0.88] });
}

export const ADDITIONS = {
  'smart-pole': {
    dot: 0x8fb0b8,
    build(parts, detail) {
      const sides = detail === 0 ? 8 : 4;
      parts.cylinder([0.14, 0.1], 8.6, sides, 0xc4c9ca);
      parts.box([0.3, 1.7, 0.09], PAINT.graphite, { at: [0, 0.85, 8.2] });
      parts.box([0.24, 1.1, 0.03], LENS, { at: [0, 1.1, 8.17] });
      parts.box([0.5, 0.12, 1], { colour: 0x6f95a8, role: 'screen' }, { at: [0, 0.2, 2.5] });
      if (detail === 1) return;
      parts.cylinder([0.24, 0.22], 1.1, 8, 0xa9afb1);
      parts.cylinder([0.16, 0.16], 0.8, 8, PAINT.white, { at: [0, 0, 8.6] });
      parts.box([0.56, 0.14, 1.08], PAINT.graphite, { at: [0, 0.16, 2.46] });
      parts.ball([0.12, 0.12, 0.12], [8, 5], PAINT.black, { at: [0.32, 0, 5.3] });
      parts.rod([0, 0, 5.42], [0.32, 0, 5.42], 0.03, 5, 0xc4c9ca);
      parts.box([0.2, 0.14, 0.3], PAINT.white, { at: [-0.2, 0, 4.4] });
    },
  },
  'radio-cell': {
    dot: 0x9aa5b8,
    build(parts, detail) {
      const sides = detail === 0 ? 8 : 4;
      parts.cylinder([0.13, 0.09], 8, sides, PAINT.galvanised);
      parts.cylinder([0.2, 0.2], 1, sides, PAINT.white, { at: [0, 0, 7.8] });
      parts.box([0.4, 0.26, 0.7], 0xb9bcba, { at: [0, 0.2, 2.6] });
      if (detail === 1) return;
      for (let i = 0; i < 3; i++) {
        const angle = (2 * Math.PI * i) / 3;
        parts.box([0.2, 0.1, 0.6], PAINT.white, {
          at: [0.28 * Math.cos(angle), 0.28 * Math.sin(angle), 6.8],
          turn: angle - Math.PI / 2,
        });
      }
      parts.cylinder([0.24, 0.22], 0.2, 8, PAINT.graphite);
    },
  },
  'air-sensor': {
    dot: 0x86a890,
    build(parts, detail) {
      solarPost(parts, detail, 3.6);
      parts.box([0.34, 0.24, 0.42], PAINT.white, { at: [0, 0.16, 2.3] });
      parts.box([0.3, 0.02, 0.14], { colour: 0x8fbf9f, role: 'screen' }, { at: [0, 0.285, 2.48] });
      if (detail === 1) return;
      for (let i = 0; i < 4; i++)
        parts.cylinder([0.13, 0.1], 0.05, 8, PAINT.white, { at: [0, 0.16, 2 + i * 0.07] });
    },
  },
  'level-gauge': {
    dot: 0x6f9cba,
    build(parts, detail) {
      solarPost(parts, detail, 3);
      parts.box([0.36, 0.2, 0.46], 0x6d8fa3, { at: [0, 0.14, 1.5] });
      parts.box([0.14, 0.04, 1.2], PAINT.white, { at: [0, 0.1, 0.02] });
      const marks = detail === 0 ? 6 : 1;
      for (let i = 0; i < marks; i++)
        parts.box([0.08, 0.012, 0.09], i < 4 ? PAINT.blue : PAINT.red, { at: [0.02, 0.125, 0.1 + i * 0.19] });
      if (detail === 0) parts.box([0.12, 0.5, 0.06], 0x6d8fa3, { at: [0, 0.3, 2.4] });
      if (detail === 0) parts.cylinder([0.09, 0.06], 0.14, 8, PAINT.graphite, { at: [0, 0.5, 2.28] });
    },
  },
  'parcel-locker': {
    dot: 0x7f9fb8,
    build(parts, detail) {
      parts.box([3, 0.6, 2], 0x55708c);
      parts.box([3.2, 1, 0.1], 0x48607a, { at: [0, 0.15, 2.1] });
      parts.box([0.5, 0.03, 0.7], { colour: 0x8fb0b8, role: 'screen' }, { at: [0, 0.3, 1.1] });
      if (detail === 1) {
        for (const x of [-0.9, 0.9]) parts.box([1.1, 0.02, 1.8], 0xc9cfd0, { at: [x, 0.3, 0.1] });
        return;
      }
      for (const x of [-1.22, -0.66, 0.66, 1.22]) {
        for (let i = 0; i < 6; i++)
          parts.box([0.5, 0.02, 0.28], i === 0 ? 0xb9c2c6 : 0xcdd2d2, { at: [x, 0.3, 0.12 + i * 0.31] });
      }
      parts.box([2.6, 0.04, 0.2], { colour: 0x7fa5b5, role: 'screen' }, { at: [0, 0.64, 2.03] });
    },
  },
  'bicycle-bay': {
    dot: 0x8aa3c0,
    build(parts, detail) {
      const near = detail === 0;
      parts.box([3.2, 2, 0.03], 0x9fb0b8);
      parts.box([3, 1.8, 0.035], PAINT.stone);
      const count = near ? 4 : 3;
      for (let i = 0; i < count; i++)
        bicycle(parts, ((i + 0.5) / count - 0.5) * 2.8, i % 2 === 0 ? 0x5f8fa8 : 0xc0a04a, near);
    },
  },
  'bicycle-rental': {
    dot: 0x7fa890,
    build(parts, detail) {
      const near = detail === 0;
      parts.box([3.2, 0.3, 0.06], PAINT.graphite, { at: [0.3, 0.7, 0] });
      const count = near ? 3 : 1;
      for (let i = 0; i < count; i++) {
        const x = ((i + 0.5) / count - 0.5) * 2.4 + 0.5;
        parts.box([0.14, 0.14, 0.85], 0x5d9c80, { at: [x, 0.7, 0] });
        bicycle(parts, x, 0x5d9c80, near);
      }
      parts.box([0.5, 0.3, 1.9], 0x4f8570, { at: [-1.5, 0.6, 0] });
      parts.box([0.34, 0.02, 0.34], { colour: 0x8fb0b8, role: 'screen' }, { at: [-1.5, 0.755, 1.3] });
    },
  },
  'waste-station': {
    dot: 0x7f9f80,
    build(parts, detail) {
      parts.box([4, 1.5, 0.12], 0x6f8474, { at: [0, 0.1, 2.35] });
      parts.box([3.6, 0.1, 2.35], 0xc0c6bd, { at: [0, -0.55, 0] });
      const colours = [0x4f7a8f, 0x5d8560, 0x9c5a4c, 0x6b6f70];
      colours.forEach((colour, i) => {
        if (detail === 1 && i === 3) return;
        const x = (i - 1.5) * 0.85;
        parts.box([0.62, 0.66, 1.05], colour, { at: [x, -0.1, 0] });
        if (detail === 0) parts.box([0.6, 0.02, 0.4], colour, { at: [x, -0.49, 1.4] });
        if (detail === 0) parts.box([0.64, 0.68, 0.05], 0x3f4446, { at: [x, -0.1, 1.05] });
        if (detail === 0) parts.box([0.26, 0.012, 0.26], PAINT.white, { at: [x, 0.232, 0.5] });
      });
      if (detail === 1) return;
      for (const x of [-1.8, 1.8]) parts.box([0.1, 0.1, 2.35], PAINT.graphite, { at: [x, 0.7, 0] });
      parts.box([3.4, 0.04, 0.26], PAINT.green, { at: [0, 0.83, 2.28] });
    },
  },
  'bus-display': {
    dot: 0x6f9a8c,
    build(parts, detail) {
      parts.box([0.6, 0.3, 0.1], PAINT.granite);
      parts.box([0.5, 0.16, 2.7], 0x4d6a68, { at: [0, 0, 0.1] });
      for (const y of detail === 0 ? [-0.085, 0.085] : [0.085])
        parts.box([0.42, 0.012, 1], { colour: 0x9fb8b0, role: 'screen' }, { at: [0, y, 1.2] });
      parts.disc(0.2, 0.18, detail === 0 ? 12 : 3, 0x5b9f88, { at: [0, 0, 2.62] });
      if (detail === 1) return;
      for (let i = 0; i < 4; i++)
        parts.box(
          [0.34, 0.012, 0.08],
          { colour: 0xc9a45c, role: 'screen' },
          { at: [0, 0.096, 1.3 + i * 0.2] },
        );
    },
  },
  'crash-barrel': {
    dot: 0xc0a04a,
    build(parts, detail) {
      const sides = detail === 0 ? 14 : 6;
      parts.cylinder([0.42, 0.4], 0.34, sides, PAINT.yellow, { open: true });
      parts.cylinder([0.4, 0.39], 0.26, sides, 0x8c4a3c, { at: [0, 0, 0.34], open: true });
      parts.cylinder([0.39, 0.37], 0.34, sides, PAINT.yellow, { at: [0, 0, 0.6] });
    },
  },
  delineator: {
    dot: 0xc07a50,
    build(parts, detail) {
      const sides = detail === 0 ? 10 : 5;
      parts.cylinder([0.12, 0.1], 0.05, sides, PAINT.black);
      parts.cylinder([0.045, 0.04], 0.75, sides, PAINT.orange);
      for (const z of detail === 0 ? [0.42, 0.58] : [0.5])
        parts.cylinder([0.047, 0.046], 0.09, sides, PAINT.white, { at: [0, 0, z], open: true });
    },
  },
  'mooring-bollard': {
    dot: 0x7a7f82,
    build(parts, detail) {
      const sides = detail === 0 ? 14 : 5;
      if (detail === 0) parts.cylinder([0.36, 0.34], 0.06, sides, PAINT.concrete);
      parts.cylinder([0.22, 0.17], 0.4, sides, PAINT.iron);
      parts.cylinder([0.19, 0.3], 0.12, sides, PAINT.iron, { at: [0, 0, 0.38], open: true });
      parts.cylinder([0.3, 0.2], 0.1, sides, PAINT.iron, { at: [0, 0, 0.5] });
    },
  },
  'metro-entrance': {
    dot: 0x8d6f8a,
    build(parts, detail) {
      parts.box([4, 6.4, 0.14], PAINT.granite);
      parts.box([0.2, 6, 2.6], 0x9fb0b6, { at: [-1.8, 0, 0.1] });
      parts.box([0.2, 6, 2.6], 0x9fb0b6, { at: [1.8, 0, 0.1] });
      parts.box([4.3, 6.8, 0.3], PAINT.graphite, { at: [0, 0.2, 2.9] });
      parts.box([3.8, 0.3, 0.5], { colour: 0xa7483f, role: 'screen' }, { at: [0, 3.4, 2.85] });
      if (detail === 1) return;
      parts.box([3.6, 0.2, 2.7], 0x9fb0b6, { at: [0, -3, 0.1] });
      parts.box([3.4, 5.8, 0.16], 0x33393c, { at: [0, 0, 0] });
      for (let i = 0; i < 5; i++)
        parts.box([3.4, 0.4, 0.17 + i * 0.005], i % 2 === 0 ? 0x73787a : 0x4c5153, {
          at: [0, 2.6 - i * 0.42, 0],
        });
      for (const x of [-1.7, 0, 1.7]) parts.box([0.16, 0.16, 2.8], PAINT.graphite, { at: [x, 3.1, 0.1] });
      parts.disc(0.24, 0.34, 14, { colour: PAINT.white, role: 'screen' }, { at: [-1.4, 3.4, 3.1] });
      parts.box([1.6, 0.34, 0.16], { colour: PAINT.white, role: 'screen' }, { at: [0, 3.4, 3.02] });
    },
  },
  'pump-station': {
    dot: 0x6f8fa8,
    build(parts, detail) {
      parts.box([6.4, 4.4, 0.2], PAINT.concrete);
      parts.box([5.6, 3.6, 3.6], 0xb7bdb8, { at: [0, 0, 0.2] });
      parts.box([6, 4, 0.25], 0x5f7d8c, { at: [0, 0, 3.8] });
      parts.box([1.8, 0.06, 2.6], 0x5f7d8c, { at: [-1, 1.8, 0.2] });
      if (detail === 1) return;
      for (let i = 0; i < 7; i++) parts.box([1.8, 0.02, 0.03], 0x4a6370, { at: [-1, 1.84, 0.5 + i * 0.33] });
      for (const x of [1, 2.1]) parts.box([0.8, 0.04, 0.9], PAINT.darkGlass, { at: [x, 1.8, 1.7] });
      for (const y of [-0.8, 0.6]) {
        parts.bow([2.8, y, 1], [3.7, y, 1], [3.6, y, 0], 0.22, 8, 5, 0x5f8fa8);
        parts.cylinder([0.32, 0.32], 0.08, 10, 0x4a6370, { at: [3.6, y, 0] });
      }
      parts.box([5.64, 3.64, 0.3], 0x8fa3ab, { at: [0, 0, 2.9] });
    },
  },
  defibrillator: {
    dot: 0x8fb06a,
    build(parts, detail) {
      parts.box([0.5, 0.3, 0.08], PAINT.granite);
      parts.box([0.3, 0.12, 1.8], PAINT.white, { at: [0, -0.04, 0.06] });
      parts.box([0.46, 0.24, 0.5], PAINT.white, { at: [0, 0.06, 1] });
      parts.box([0.5, 0.06, 0.3], 0x6d9a5c, { at: [0, 0, 1.76] });
      if (detail === 1) return;
      parts.box([0.34, 0.02, 0.34], 0x6d9a5c, { at: [0, 0.18, 1.08] });
      for (const [w, h] of [
        [0.2, 0.06],
        [0.06, 0.2],
      ] as const)
        parts.box([w, 0.02, h], PAINT.white, { at: [0, 0.192, 1.25 - h / 2] });
    },
  },
  'lift-gate': {
    dot: 0xb08a7a,
    build(parts, detail) {
      parts.box([0.34, 0.34, 1.05], 0xc0894f, { at: [0, 0, 0] });
      parts.box([3.6, 0.06, 0.11], PAINT.white, { at: [1.7, 0.2, 0.92] });
      for (const x of detail === 0 ? [0.6, 1.4, 2.2, 3.0] : [1, 2.4])
        parts.box([0.4, 0.064, 0.114], PAINT.red, { at: [x, 0.2, 0.918] });
      if (detail === 1) return;
      parts.box([0.12, 0.12, 0.9], PAINT.graphite, { at: [3.42, 0.2, 0] });
      parts.box([0.38, 0.38, 0.06], PAINT.graphite, { at: [0, 0, 1.05] });
    },
  },
  gate: {
    dot: 0x8d8f8e,
    build(parts, detail) {
      for (const x of [-1.6, 1.6]) parts.box([0.18, 0.18, 1.7], PAINT.stone, { at: [x, 0, 0] });
      for (const z of [0.2, 1.35]) parts.box([3, 0.05, 0.06], PAINT.black, { at: [0, 0, z] });
      if (detail === 1) return;
      for (let i = 0; i < 16; i++)
        parts.box([0.03, 0.03, 1.3], PAINT.black, { at: [(i - 7.5) * 0.185, 0, 0.15] });
    },
  },
  'road-plate': {
    dot: 0xc9c6bb,
    build(parts, detail) {
      parts.cylinder([0.34, 0.3], 0.03, detail === 0 ? 16 : 8, PAINT.white);
      parts.cylinder([0.24, 0.22], 0.035, detail === 0 ? 12 : 6, PAINT.blue);
      if (detail === 0) parts.box([0.28, 0.06, 0.04], PAINT.white);
    },
  },
  milestone: {
    dot: 0xc0bcb0,
    build(parts, detail) {
      parts.box([0.4, 0.22, 0.6], PAINT.white);
      parts.box([0.4, 0.22, detail === 0 ? 0.2 : 0.36], PAINT.red, { at: [0, 0, 0.6] });
      if (detail === 1) return;
      parts.cylinder([0.2, 0.2], 0.22, 12, PAINT.red, { at: [0, 0.11, 0.8], tilt: Math.PI / 2 });
      parts.box([0.2, 0.012, 0.1], PAINT.black, { at: [0, 0.112, 0.3] });
    },
  },
  clock: {
    dot: 0x7a8088,
    build(parts, detail) {
      parts.cylinder([0.1, 0.07], 3, detail === 0 ? 8 : 3, PAINT.black);
      parts.disc(0.48, 0.24, detail === 0 ? 18 : 6, PAINT.black, { at: [0, 0, 3.45] });
      if (detail === 1) {
        parts.disc(0.4, 0.26, 6, { colour: PAINT.cream, role: 'screen' }, { at: [0, 0, 3.45] });
        return;
      }
      parts.cylinder([0.24, 0.1], 0.5, 8, PAINT.black);
      parts.disc(0.42, 0.26, 18, { colour: PAINT.cream, role: 'screen' }, { at: [0, 0, 3.45] });
      for (const y of [-0.135, 0.135]) {
        parts.box([0.03, 0.01, 0.34], PAINT.black, { at: [0, y, 3.44] });
        parts.box([0.24, 0.01, 0.035], PAINT.black, { at: [y > 0 ? -0.1 : 0.1, y, 3.43] });
      }
    },
  },
  siren: {
    dot: 0xb07a6a,
    build(parts, detail) {
      const sides = detail === 0 ? 10 : 4;
      parts.cylinder([0.14, 0.1], 8, sides, PAINT.galvanised);
      for (const turn of detail === 0 ? [0, Math.PI / 2, Math.PI, -Math.PI / 2] : [0, Math.PI]) {
        parts.cylinder([0.12, 0.34], 0.6, detail === 0 ? 10 : 4, 0xb9b4a8, {
          at: [-0.1 * Math.sin(turn), 0.1 * Math.cos(turn), 8],
          tilt: -Math.PI / 2,
          turn,
        });
      }
      parts.box([0.5, 0.3, 0.7], 0xa9afb1, { at: [0, 0.2, 1.5] });
    },
  },
  pavilion: {
    dot: 0xa08068,
    build(parts, detail) {
      parts.cylinder([2, 2], 0.2, detail === 0 ? 6 : 4, PAINT.stone);
      const posts = detail === 0 ? 6 : 3;
      for (let i = 0; i < posts; i++) {
        const angle = (2 * Math.PI * i) / posts;
        parts.cylinder([0.1, 0.1], 2.5, detail === 0 ? 8 : 3, 0x7f4a3f, {
          at: [1.6 * Math.sin(angle), 1.6 * Math.cos(angle), 0.2],
          open: true,
        });
      }
      parts.cylinder([2.5, 1.1], 0.7, 6, 0x5f666a, { at: [0, 0, 2.65], open: detail === 1 });
      parts.cylinder([1.1, 0.08], 0.9, 6, 0x676e72, { at: [0, 0, 3.35], open: true });
      if (detail === 1) return;
      parts.ball([0.14, 0.14, 0.2], [8, 5], 0xb9a25c, { at: [0, 0, 4.35] });
      for (let i = 0; i < 5; i++) {
        const angle = (Math.PI * (2 * i + 3)) / 6 + Math.PI / 6;
        parts.box([1.5, 0.35, 0.06], PAINT.wood, {
          at: [1.35 * Math.sin(angle), 1.35 * Math.cos(angle), 0.6],
          turn: -angle,
        });
      }
    },
  },
  'picnic-table': {
    dot: PAINT.wood,
    build(parts, detail) {
      parts.box([1.8, 0.75, 0.06], PAINT.wood, { at: [0, 0, 0.7] });
      for (const y of [-0.68, 0.68]) parts.box([1.8, 0.28, 0.05], PAINT.wood, { at: [0, y, 0.42] });
      for (const x of [-0.6, 0.6]) {
        if (detail === 1) continue;
        parts.box([0.09, 1.5, 0.07], PAINT.brown, { at: [x, 0, 0.36] });
        for (const side of [-1, 1])
          parts.rod([x, 0.6 * side, 0], [x, 0.22 * side, 0.7], 0.05, 4, PAINT.brown);
      }
      if (detail === 1) parts.box([1.1, 0.1, 0.7], PAINT.brown);
    },
  },
  telescope: {
    dot: 0x7f9098,
    build(parts, detail) {
      const sides = detail === 0 ? 8 : 4;
      parts.cylinder([0.16, 0.06], 1.15, sides, PAINT.galvanised);
      parts.cylinder([0.1, 0.13], 0.5, sides, PAINT.lightBlue, { at: [0, -0.22, 1.28], tilt: -Math.PI / 2 });
      if (detail === 0) parts.box([0.3, 0.3, 0.05], PAINT.granite);
      if (detail === 0) parts.disc(0.1, 0.02, 10, PAINT.darkGlass, { at: [0, 0.285, 1.28] });
    },
  },
  cross: {
    dot: 0x9a9388,
    build(parts, detail) {
      parts.box([0.8, 0.8, 0.3], PAINT.stone);
      if (detail === 0) parts.box([0.55, 0.55, 0.3], PAINT.stone, { at: [0, 0, 0.3] });
      parts.box([0.18, 0.16, 2.4], PAINT.granite, { at: [0, 0, 0.3] });
      parts.box([0.95, 0.16, 0.18], PAINT.granite, { at: [0, 0, 2] });
    },
  },
} as const satisfies Record<string, Model>;
