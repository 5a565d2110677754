/** Boards, screens and stations that tell something: adverts, notices, displays, weather, water, hazards. */
import type { Parts } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { PAINT } from './paints.ts';

const BACK = 0x7d8487;

/** Anemometer: three cups on a cross. */
function cups(parts: Parts, z: number, y: number): void {
  for (let i = 0; i < 3; i++) {
    const angle = (2 * Math.PI * i) / 3;
    const [x, v] = [0.18 * Math.cos(angle), 0.18 * Math.sin(angle)];
    parts.rod([0, y, z], [x, y + v, z], 0.012, 3, PAINT.graphite);
    parts.ball([0.05, 0.05, 0.05], [6, 4], PAINT.graphite, { at: [x, y + v, z] });
  }
}

/** Louvred screen of plates. */
function louvres(parts: Parts, detail: Detail, z: number, y: number): void {
  const plates = detail === 0 ? 5 : 1;
  for (let i = 0; i < plates; i++) {
    parts.cylinder([0.16, 0.12], detail === 0 ? 0.05 : 0.4, detail === 0 ? 10 : 5, PAINT.white, {
      at: [0, y, z + i * 0.08],
    });
  }
}

function panel(parts: Parts, detail: Detail, tilt: number, z: number): void {
  parts.box([0.7, 0.5, 0.03], 0x2e3f55, { at: [0, -0.2, z], tilt });
  if (detail === 0) parts.box([0.74, 0.54, 0.02], PAINT.galvanised, { at: [0, -0.2, z - 0.02], tilt });
}

export const BOARDS = {
  'light-box': {
    dot: 0xa895b0,
    build(parts, detail) {
      parts.box([1.4, 0.4, 0.15], PAINT.granite);
      parts.box([0.5, 0.16, 0.5], PAINT.graphite, { at: [0, 0, 0.15] });
      parts.box([1.3, 0.26, 1.9], PAINT.graphite, { at: [0, 0, 0.6] });
      for (const y of [-0.135, 0.135]) {
        parts.box([1.16, 0.012, 1.74], { colour: 0xb9b4c0, role: 'screen' }, { at: [0, y, 0.68] });
        if (detail === 1) continue;
        const out = y * 1.06;
        parts.box([1.0, 0.012, 0.7], { colour: 0x7f93a8, role: 'screen' }, { at: [0, out, 1.6] });
        parts.box([0.8, 0.012, 0.12], { colour: 0x9c6b5c, role: 'screen' }, { at: [0, out, 1.25] });
        parts.box([0.6, 0.012, 0.08], { colour: 0x5e6a70, role: 'screen' }, { at: [0, out, 1.05] });
      }
    },
  },
  billboard: {
    dot: 0xa8907a,
    build(parts, detail) {
      parts.cylinder([0.5, 0.45], 8, detail === 0 ? 12 : 5, PAINT.galvanised);
      parts.box([9, 0.7, 4], BACK, { at: [0, 0, 7.2] });
      for (const side of [1, -1]) {
        parts.box([8.7, 0.02, 3.7], { colour: 0xb3a58f, role: 'screen' }, { at: [0, side * 0.36, 7.35] });
        if (detail === 1) continue;
        parts.box(
          [3.2, 0.02, 2.6],
          { colour: 0x7f97a3, role: 'screen' },
          { at: [-2.3 * side, side * 0.375, 7.9] },
        );
        for (const [z, width] of [
          [9.6, 4],
          [8.9, 3.2],
          [8.3, 3.6],
        ] as const) {
          parts.box(
            [width, 0.02, 0.35],
            { colour: 0x6b5f55, role: 'screen' },
            { at: [1.8 * side, side * 0.375, z] },
          );
        }
        parts.box([9, 0.6, 0.06], PAINT.steel, { at: [0, side * 0.7, 7.1] });
        for (const x of [-3, 0, 3])
          parts.box(
            [0.3, 0.2, 0.14],
            { colour: PAINT.lens, role: 'lightsource' },
            { at: [x, side * 0.95, 7.14] },
          );
      }
      if (detail === 0) parts.cylinder([0.9, 0.85], 0.35, 12, PAINT.concrete);
    },
  },
  'shop-sign': {
    dot: 0xa8907a,
    build(parts, detail) {
      parts.box([0.5, 0.5, 0.08], PAINT.graphite);
      parts.box([0.8, 0.06, 1.3], PAINT.wood, { at: [0, 0.12, 0.02], tilt: 0.16 });
      if (detail === 1) return;
      parts.box([0.8, 0.06, 1.3], PAINT.wood, { at: [0, -0.28, 0.02], tilt: -0.16 });
      parts.box([0.68, 0.02, 1.1], 0x39463f, { at: [0, 0.14, 0.12], tilt: 0.16 });
      for (const [z, width] of [
        [0.95, 0.4],
        [0.75, 0.5],
        [0.55, 0.34],
      ] as const) {
        parts.box([width, 0.02, 0.05], PAINT.cream, { at: [0, 0.16 - (z - 0.12) * 0.16, z], tilt: 0.16 });
      }
    },
  },
  'notice-board': {
    dot: 0x9a8f6a,
    build(parts, detail) {
      for (const x of [-1.35, 1.35]) parts.box([0.12, 0.16, 2.3], 0x66503f, { at: [x, 0, 0] });
      parts.box([2.6, 0.14, 1.2], 0x66503f, { at: [0, 0, 0.85] });
      parts.box([2.4, 0.02, 1], PAINT.cream, { at: [0, 0.075, 0.95] });
      parts.profile(
        [
          [-1.65, 0],
          [1.65, 0],
          [1.5, 0.14],
          [0, 0.3],
          [-1.5, 0.14],
        ],
        0.6,
        0x5d666a,
        { at: [0, 0, 2.2] },
      );
      if (detail === 1) return;
      [0xa8b3b0, 0xc2a58c, 0x9fae9a, 0xb9a9b0].forEach((colour, i) => {
        parts.box([0.44, 0.02, i % 2 === 0 ? 0.66 : 0.5], colour, {
          at: [(i - 1.5) * 0.56, 0.086, i % 2 === 0 ? 1.12 : 1.22],
        });
      });
    },
  },
  'fire-poster': {
    dot: 0xb07a55,
    build(parts, detail) {
      for (const x of [-0.8, 0.8]) parts.box([0.1, 0.1, 2], PAINT.steel, { at: [x, 0, 0] });
      parts.box([1.9, 0.06, 1.2], PAINT.white, { at: [0, 0.06, 0.9] });
      parts.box([1.9, 0.02, 0.4], PAINT.red, { at: [0, 0.095, 1.7] });
      if (detail === 1) return;
      for (const z of [1.45, 1.25, 1.05]) parts.box([1.4, 0.01, 0.08], PAINT.graphite, { at: [0, 0.095, z] });
    },
  },
  'message-sign': {
    dot: 0xb09a5c,
    build(parts, detail) {
      const sides = detail === 0 ? 8 : 3;
      parts.cylinder([0.22, 0.17], 7.6, sides, PAINT.galvanised);
      parts.rod([0, 0, 6.9], [1.2, 0, 6.9], 0.11, sides, PAINT.galvanised);
      parts.box([4.4, 0.34, 2.2], PAINT.black, { at: [3.2, 0, 5.4] });
      parts.box([4.2, 0.02, 2], { colour: PAINT.screen, role: 'plain' }, { at: [3.2, 0.17, 5.5] });
      if (detail === 1) {
        parts.box([3, 0.02, 0.5], { colour: 0xc99a4a, role: 'screen' }, { at: [3.2, 0.185, 6.3] });
        return;
      }
      parts.cylinder([0.38, 0.34], 0.3, 8, PAINT.galvanised);
      [
        [0.9, 5.9, 0x86a868],
        [1.2, 6.35, 0xc99a4a],
        [0.7, 6.8, 0xc99a4a],
      ].forEach(([length, z, colour]) => {
        for (let i = 0; i < 3; i++) {
          parts.box(
            [length! * 0.9, 0.02, 0.24],
            { colour: colour!, role: 'screen' },
            { at: [3.2 + (i - 1) * 1.25, 0.185, z!] },
          );
        }
      });
    },
  },
  'noise-display': {
    dot: 0x8f9fb0,
    build(parts, detail) {
      parts.cylinder([0.08, 0.08], 3.6, detail === 0 ? 8 : 3, PAINT.galvanised);
      parts.box([1.3, 0.2, 0.9], PAINT.graphite, { at: [0, 0.12, 2.4] });
      parts.box([1.1, 0.02, 0.4], { colour: PAINT.screen, role: 'plain' }, { at: [0, 0.225, 2.75] });
      for (const x of [-0.25, 0.05])
        parts.box([0.2, 0.02, 0.3], { colour: 0xc9744f, role: 'screen' }, { at: [-x, 0.237, 2.8] });
      if (detail === 1) return;
      parts.box([0.9, 0.02, 0.14], PAINT.white, { at: [0, 0.225, 2.5] });
      parts.ball([0.08, 0.08, 0.1], [8, 5], PAINT.black, { at: [0, 0, 3.7] });
      parts.cylinder([0.16, 0.15], 0.1, 8, PAINT.graphite);
      parts.box([0.3, 0.2, 0.4], 0xb9bcba, { at: [0, -0.14, 1.4] });
    },
  },
  'station-environment': {
    dot: 0x7fa08a,
    build(parts, detail) {
      parts.box([2.4, 1.8, 0.15], PAINT.concrete);
      parts.box([2.2, 1.6, 2.3], 0xcfd2cc, { at: [0, 0, 0.15] });
      parts.box([2.24, 1.64, 0.25], 0x6f9484, { at: [0, 0, 1.9] });
      if (detail === 1) {
        parts.rod([0.7, 0, 2.45], [0.7, 0, 4], 0.05, 3, PAINT.galvanised);
        return;
      }
      parts.box([0.8, 0.03, 1.6], 0x9aa39f, { at: [-0.5, 0.8, 0.2] });
      parts.box([0.7, 0.03, 0.5], PAINT.darkGlass, { at: [0.55, 0.8, 1.15] });
      for (const [x, y] of [
        [0.7, 0.4],
        [-0.7, 0.3],
      ] as const) {
        parts.rod([x, y, 2.45], [x, y, 3.2], 0.04, 6, PAINT.galvanised);
        parts.cylinder([0.16, 0.05], 0.16, 8, PAINT.steel, { at: [x, y, 3.2] });
      }
      parts.rod([0.1, -0.4, 2.45], [0.1, -0.4, 4], 0.04, 6, PAINT.galvanised);
      cups(parts, 4, -0.4);
      for (const y of [-0.65, 0.65]) parts.rod([-1, y, 2.9], [1, y, 2.9], 0.02, 4, PAINT.galvanised);
      for (const x of [-1, 1])
        for (const y of [-0.65, 0.65]) parts.rod([x, y, 2.45], [x, y, 2.9], 0.02, 4, PAINT.galvanised);
    },
  },
  'station-weather': {
    dot: 0x7f9fc0,
    build(parts, detail) {
      parts.cylinder([0.06, 0.05], 3.8, detail === 0 ? 8 : 3, PAINT.white);
      louvres(parts, detail, 1.7, 0.35);
      panel(parts, detail, 0.6, 2.5);
      parts.box([0.36, 0.22, 0.5], PAINT.white, { at: [0, -0.14, 1.1] });
      if (detail === 1) return;
      parts.rod([0, 0, 1.75], [0, 0.35, 1.75], 0.025, 5, PAINT.white);
      parts.rod([0, -0.5, 3.7], [0, 0.5, 3.7], 0.025, 5, PAINT.white);
      parts.rod([0, 0.5, 3.7], [0, 0.5, 3.95], 0.02, 5, PAINT.white);
      cups(parts, 3.95, 0.5);
      parts.rod([0, -0.5, 3.7], [0, -0.5, 3.95], 0.02, 5, PAINT.white);
      parts.box([0.02, 0.5, 0.03], PAINT.graphite, { at: [0, -0.5, 3.95] });
      parts.box([0.02, 0.16, 0.14], PAINT.graphite, { at: [0, -0.7, 3.9] });
      parts.cylinder([0.11, 0.11], 0.34, 10, 0xb9c0c2, { at: [0.7, 0, 0.6] });
      parts.rod([0.7, 0, 0], [0.7, 0, 0.6], 0.03, 6, PAINT.galvanised);
      parts.box([1.8, 0.9, 0.06], PAINT.concrete, { at: [0.3, 0, 0] });
    },
  },
  'station-outfall': {
    dot: 0x6f8f8a,
    build(parts, detail) {
      parts.box([0.9, 0.6, 0.12], PAINT.concrete);
      parts.box([0.7, 0.45, 1.25], 0x7f9aa0, { at: [0, 0, 0.12] });
      parts.rod([0.5, 0, 0], [0.5, 0, 2.4], 0.04, detail === 0 ? 8 : 3, PAINT.galvanised);
      parts.box([0.7, 0.5, 0.03], 0x2e3f55, { at: [0.5, 0, 2.38], tilt: 0.5 });
      if (detail === 1) return;
      parts.box([0.76, 0.5, 0.05], 0x667d83, { at: [0, 0, 1.37] });
      parts.box([0.3, 0.012, 0.2], { colour: 0x8fb0a5, role: 'screen' }, { at: [0, 0.23, 1.0] });
      parts.bow([-0.3, 0, 0.5], [-0.75, 0, 0.55], [-0.75, 0, 0], 0.06, 6, 5, 0x54666c);
      parts.box([0.02, 0.012, 1.1], 0x54666c, { at: [0.28, 0.225, 0.18] });
    },
  },
  'flood-mark': {
    dot: 0x6f9cba,
    build(parts, detail) {
      parts.box([0.5, 0.35, 0.2], PAINT.concrete);
      parts.box([0.3, 0.08, 2.6], PAINT.white, { at: [0, 0, 0.2] });
      const marks = detail === 0 ? 12 : 2;
      for (let i = 0; i < marks; i++) {
        const height = 2.4 / marks / 2;
        const x = i % 2 === 0 ? 0.06 : -0.06;
        const colour = i >= marks * 0.75 ? PAINT.red : PAINT.blue;
        parts.box([0.16, 0.02, height], colour, { at: [x, 0.045, 0.3 + i * 2 * height] });
      }
    },
  },
  lifebuoy: {
    dot: 0xc07a50,
    build(parts, detail) {
      parts.box([0.1, 0.1, 1.9], PAINT.galvanised);
      parts.box([0.8, 0.05, 0.9], PAINT.white, { at: [0, 0.06, 0.95] });
      parts.ring(0.29, 0.07, detail === 0 ? [16, 6] : [6, 3], PAINT.orange, {
        at: [0, 0.13, 1.4],
        tilt: Math.PI / 2,
      });
      if (detail === 0) parts.box([0.9, 0.2, 0.05], PAINT.steel, { at: [0, 0.1, 1.88] });
    },
  },
  beacon: {
    dot: 0x7fa36b,
    build(parts, detail) {
      const sides = detail === 0 ? 12 : 4;
      parts.cylinder([0.8, 0.7], 0.4, sides, PAINT.concrete);
      parts.cylinder([0.45, 0.4], 1.6, sides, PAINT.white, { at: [0, 0, 0.4], open: true });
      parts.cylinder([0.4, 0.34], 1.6, sides, 0x4f8060, { at: [0, 0, 2], open: true });
      parts.cylinder([0.5, 0.5], 0.12, sides, PAINT.graphite, { at: [0, 0, 3.6] });
      if (detail === 1) {
        parts.cylinder(
          [0.24, 0.05],
          0.58,
          4,
          { colour: 0x9ed0a8, role: 'lightsource' },
          { at: [0, 0, 3.72] },
        );
        return;
      }
      parts.cylinder([0.18, 0.18], 0.4, 8, { colour: 0x9ed0a8, role: 'lightsource' }, { at: [0, 0, 3.72] });
      parts.cylinder([0.24, 0.02], 0.18, 8, PAINT.graphite, { at: [0, 0, 4.12] });
      parts.ring(0.5, 0.02, [12, 3], PAINT.white, { at: [0, 0, 4.1] });
      for (let i = 0; i < 6; i++) {
        const [x, y] = [0.5 * Math.cos(i * 1.0472), 0.5 * Math.sin(i * 1.0472)];
        parts.rod([x, y, 3.7], [x, y, 4.1], 0.02, 3, PAINT.white);
      }
    },
  },
  'hazard-mark': {
    dot: 0xc09a45,
    build(parts, detail) {
      parts.cylinder([0.05, 0.05], 2.1, detail === 0 ? 8 : 3, PAINT.galvanised);
      parts.disc(0.42, 0.03, 4, PAINT.black, { at: [0, 0.06, 1.75], roll: Math.PI / 4 });
      parts.disc(0.36, 0.03, 4, PAINT.yellow, { at: [0, 0.07, 1.75], roll: Math.PI / 4 });
      if (detail === 1) return;
      parts.box([0.06, 0.02, 0.2], PAINT.black, { at: [0, 0.09, 1.72] });
      parts.box([0.06, 0.02, 0.05], PAINT.black, { at: [0, 0.09, 1.62] });
      parts.box([0.7, 0.02, 0.26], PAINT.white, { at: [0, 0.06, 1.02] });
    },
  },
  'works-board': {
    dot: 0xc08a4f,
    build(parts, detail) {
      for (const x of [-1.8, 1.8]) parts.box([0.12, 0.12, 2.5], PAINT.steel, { at: [x, -0.08, 0] });
      parts.box([4, 0.06, 1.7], 0x4f7f6a, { at: [0, 0, 0.8] });
      parts.box([4.1, 0.4, 0.55], PAINT.white, { at: [0, 0, 0] });
      if (detail === 1) {
        parts.box([3, 0.02, 0.9], PAINT.white, { at: [0, 0.035, 1.3] });
        return;
      }
      for (let i = 0; i < 5; i++) parts.box([0.42, 0.42, 0.551], 0xb86a4a, { at: [(i - 2) * 0.82, 0, 0] });
      for (const x of [-1.25, 0, 1.25]) parts.box([1, 0.02, 1.2], PAINT.white, { at: [x, 0.035, 1.05] });
      for (const x of [-1.25, 0, 1.25])
        for (const z of [2, 1.75, 1.5]) parts.box([0.7, 0.02, 0.09], 0x8f979a, { at: [x, 0.048, z] });
    },
  },
} as const satisfies Record<string, Model>;
