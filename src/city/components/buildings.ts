/** Small buildings and shelters: kiosks, booths, stops, toilets, rooms. Doors and counters to the front. */
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { mixColours, PAINT } from './paints.ts';

/** Four walls under a flat roof that stands out. */
function hut(parts: Parts, size: Point3, walls: number, roof: number, eaves: number): void {
  const [width, depth, height] = size;
  parts.box([width, depth, height - 0.18], walls);
  parts.box([width + 2 * eaves, depth + 2 * eaves, 0.18], roof, { at: [0, 0, height - 0.18] });
}

function pane(
  parts: Parts,
  width: number,
  height: number,
  x: number,
  y: number,
  z: number,
  colour: number = PAINT.glass,
): void {
  parts.box([width, 0.03, height], colour, { at: [x, y, z] });
}

function kiosk(parts: Parts, detail: Detail, body: number, sign: number, goods: readonly number[]): void {
  hut(parts, [2.6, 1.8, 2.7], body, mixColours(body, 0, 0.3), 0.22);
  parts.box([2.6, 0.06, 0.36], { colour: sign, role: 'screen' }, { at: [0, 0.93, 2.14] });
  pane(parts, 2.1, 1, 0, 0.9, 1.05, PAINT.darkGlass);
  if (detail === 1) {
    parts.box([2.3, 0.5, 0.06], PAINT.cream, { at: [0, 1.1, 0.95] });
    return;
  }
  parts.box([2.3, 0.42, 0.06], PAINT.cream, { at: [0, 1.1, 0.98] });
  parts.box([2.5, 0.75, 0.05], mixColours(sign, 0xffffff, 0.2), { at: [0, 1.24, 2.1], tilt: -0.25 });
  for (const [i, colour] of goods.entries()) {
    parts.box([0.3, 0.2, 0.16], colour, { at: [(i - (goods.length - 1) / 2) * 0.42, 1.08, 1.04] });
  }
  for (const x of [-1.302, 1.302]) parts.box([0.03, 1.1, 1], PAINT.glass, { at: [x, 0, 1.1] });
  for (const [i, colour] of [0xb9a98a, 0x8f9fa8, 0xa8857a].entries()) {
    parts.box([0.46, 0.02, 0.6], colour, { at: [(i - 1) * 0.62, 0.91, 0.2] });
  }
}

function booth(parts: Parts, detail: Detail, body: number, stripe: number): void {
  parts.box([1.7, 1.7, 0.12], PAINT.granite);
  parts.box([1.5, 1.5, 2.2], body, { at: [0, 0, 0.1] });
  parts.box([1.52, 1.52, 0.2], stripe, { at: [0, 0, 0.85] });
  parts.box([1.9, 1.9, 0.16], body, { at: [0, 0, 2.3] });
  pane(parts, 1.2, 0.9, 0, 0.75, 1.15, PAINT.darkGlass);
  if (detail === 1) return;
  pane(parts, 1.2, 0.9, 0, -0.75, 1.15, PAINT.darkGlass);
  for (const x of [-0.75, 0.75]) parts.box([0.03, 1.2, 0.9], PAINT.darkGlass, { at: [x, 0, 1.15] });
  parts.box([1.2, 0.04, 0.05], body, { at: [0, 0.76, 1.58] });
  parts.box([0.2, 0.2, 0.14], { colour: 0x5f86b8, role: 'lightsource' }, { at: [0.2, 0, 2.46] });
  parts.box([0.2, 0.2, 0.14], { colour: 0xb8615a, role: 'lightsource' }, { at: [-0.2, 0, 2.46] });
  parts.box([1.1, 0.02, 0.22], PAINT.white, { at: [0, 0.962, 2.27] });
}

export const BUILDINGS = {
  'kiosk-news': {
    dot: 0x6f8a7a,
    build: (parts, detail) =>
      kiosk(parts, detail, 0x5d7a70, 0x9fb3a8, [0xc0b8a6, 0x9f6a5d, 0x7f97a8, 0xb0a070]),
  },
  'kiosk-sales': {
    dot: 0xa88a6a,
    build: (parts, detail) =>
      kiosk(parts, detail, 0x8c6f56, 0xc9ad7c, [0xa86050, 0x6c8f6f, 0xc0a45c, 0x6b88a3]),
  },
  'booth-traffic': { dot: 0x6a84ac, build: (parts, detail) => booth(parts, detail, PAINT.white, 0x48699a) },
  'booth-security': { dot: 0x6a7f90, build: (parts, detail) => booth(parts, detail, 0xc4c8c6, 0x5b7088) },
  'bus-shelter': {
    dot: 0x6f9a8c,
    build(parts, detail) {
      const frame = 0x5d6668;
      parts.box([5.6, 1.7, 0.12], frame, { at: [0, 0.1, 2.5] });
      for (const x of detail === 0 ? [-2.5, -0.85, 0.85, 2.5] : [-2.5])
        parts.box([0.09, 0.09, 2.5], frame, { at: [x, -0.5, 0] });
      parts.box([1, 0.16, 2], { colour: 0xb9c2bd, role: 'screen' }, { at: [2.05, -0.5, 0.3] });
      parts.box([2.8, 0.38, 0.06], PAINT.wood, { at: [-0.8, -0.2, 0.45] });
      if (detail === 1) {
        parts.box([3.4, 0.02, 1.6], PAINT.glass, { at: [-0.8, -0.5, 0.5] });
        return;
      }
      for (const x of [-1.68, 0]) parts.box([1.55, 0.02, 1.75], PAINT.glass, { at: [x, -0.5, 0.45] });
      for (const x of [-1.9, -0.8, 0.3]) parts.box([0.08, 0.3, 0.45], frame, { at: [x, -0.2, 0] });
      parts.box([5.5, 0.04, 0.3], { colour: 0x5b8f80, role: 'screen' }, { at: [0, 0.94, 2.4] });
      parts.box([0.84, 0.012, 1.2], { colour: 0x8fa2a5, role: 'screen' }, { at: [2.05, -0.415, 0.8] });
      for (const z of [1.75, 1.5, 1.25, 1])
        parts.box([0.6, 0.012, 0.08], PAINT.white, { at: [2.05, -0.406, z] });
      parts.box([5.2, 0.06, 0.05], { colour: PAINT.lens, role: 'lightsource' }, { at: [0, 0.4, 2.45] });
    },
  },
  toilet: {
    dot: 0x7f9fae,
    build(parts, detail) {
      parts.box([6.4, 4.2, 0.15], PAINT.granite);
      parts.box([6, 3.8, 2.95], PAINT.cream, { at: [0, 0, 0.1] });
      parts.box([6.5, 4.5, 0.25], 0x6d7b7d, { at: [0, 0.1, 3.05] });
      parts.box([6.02, 3.82, 0.7], 0x9d8f7d, { at: [0, 0, 0.1] });
      if (detail === 1) {
        parts.box([1.2, 0.04, 0.4], { colour: 0x3f7f8c, role: 'screen' }, { at: [0, 1.92, 2.55] });
        return;
      }
      for (const x of [-2, 2]) {
        parts.box([1, 0.05, 2.1], 0x4b5a5c, { at: [x, 1.9, 0.15] });
        parts.box([0.34, 0.05, 0.34], x > 0 ? 0x55799f : 0xa36a70, { at: [x, 1.92, 2.35] });
      }
      parts.box([1.6, 0.05, 0.42], { colour: 0x3f7f8c, role: 'screen' }, { at: [0, 1.92, 2.5] });
      for (const x of [-0.18, 0.18]) parts.box([0.1, 0.05, 0.28], PAINT.white, { at: [x, 1.93, 2.57] });
      for (const y of [-1, 0, 1])
        for (const x of [-3, 3]) parts.box([0.04, 0.7, 0.35], PAINT.glass, { at: [x, y, 2.4] });
      parts.box([0.9, 0.04, 1.3], 0xb9b4a6, { at: [0, 1.9, 0.9] });
      for (let i = 0; i < 4; i++)
        parts.box([0.05, 0.5, 2.9], 0x9d8f7d, { at: [-0.75 + i * 0.5, 2.05, 0.15] });
    },
  },
  'refuse-room': {
    dot: 0x8a8f78,
    build(parts, detail) {
      hut(parts, [4.6, 3.4, 3.1], 0xb8b3a4, 0x6d7466, 0.2);
      parts.box([2, 0.06, 2.3], 0x5f7466, { at: [-0.7, 1.7, 0] });
      parts.box([2.6, 0.05, 0.36], PAINT.green, { at: [-0.5, 1.71, 2.44] });
      if (detail === 1) return;
      for (let i = 0; i < 8; i++)
        parts.box([2, 0.02, 0.03], 0x4c5e52, { at: [-0.7, 1.735, 0.25 + i * 0.26] });
      parts.box([0.8, 0.06, 2], 0x5f7466, { at: [1.5, 1.7, 0] });
      for (const y of [-0.8, 0.8]) parts.box([0.04, 0.9, 0.4], PAINT.darkGlass, { at: [2.31, y, 2.1] });
      parts.cylinder([0.2, 0.2], 0.5, 8, PAINT.steel, { at: [1.2, -0.6, 3.1] });
      for (const [i, colour] of [0x4f7a8f, 0x5d8560].entries())
        parts.box([0.55, 0.6, 1.05], colour, { at: [2.75, -0.4 + i * 0.8, 0] });
    },
  },
  'tool-room': {
    dot: 0x8a8f78,
    build(parts, detail) {
      hut(parts, [2.4, 1.8, 2.5], 0x93a08f, 0x66726a, 0.12);
      parts.box([0.9, 0.05, 1.95], 0x6c7b70, { at: [-0.5, 0.9, 0] });
      parts.box([0.8, 0.04, 0.5], PAINT.darkGlass, { at: [0.6, 0.9, 1.35] });
      if (detail === 1) return;
      parts.box([1.9, 0.04, 0.2], PAINT.orange, { at: [0, 0.91, 2.05] });
      parts.rod([0.9, 1.02, 0], [0.7, 0.95, 1.6], 0.02, 5, PAINT.wood);
      parts.box([0.5, 0.1, 0.3], 0x7a6a4a, { at: [0.92, 1.02, 0] });
    },
  },
  'switch-room': {
    dot: 0xa08a5a,
    build(parts, detail) {
      hut(parts, [4.2, 3.2, 3.2], 0xc0baac, 0x70757a, 0.15);
      parts.box([1.6, 0.05, 2.2], 0x6b7680, { at: [0, 1.6, 0.1] });
      parts.box([4.24, 3.24, 0.35], PAINT.granite);
      if (detail === 1) return;
      parts.box([0.02, 0.06, 2.2], 0x4a535a, { at: [0, 1.605, 0.1] });
      for (const x of [-0.4, 0.4]) parts.disc(0.2, 0.02, 3, PAINT.yellow, { at: [x, 1.64, 1.5] });
      for (const x of [-1.5, 1.5])
        for (let i = 0; i < 4; i++) parts.box([0.7, 0.04, 0.05], 0x70757a, { at: [x, 1.6, 2.2 + i * 0.12] });
      for (let i = 0; i < 4; i++) parts.box([0.04, 1.6, 0.05], 0x70757a, { at: [2.1, 0, 2.2 + i * 0.12] });
    },
  },
  'shelter-entrance': {
    dot: 0x8c7f6f,
    build(parts, detail) {
      parts.profile(
        [
          [-2, 0],
          [2, 0],
          [2, 1.5],
          [1.2, 2.5],
          [-1.2, 2.5],
          [-2, 1.5],
        ],
        4,
        PAINT.concrete,
      );
      parts.box([2.2, 0.06, 1.9], 0x59664f, { at: [0, 2, 0] });
      parts.box([1.6, 0.05, 0.32], PAINT.orange, { at: [0, 2, 2.02] });
      if (detail === 1) return;
      parts.box([0.04, 0.08, 1.9], 0x3f4a39, { at: [0, 2.01, 0] });
      for (const x of [-0.55, 0.55])
        parts.ring(0.16, 0.03, [10, 4], 0x3f4a39, { at: [x, 2.06, 1], tilt: Math.PI / 2 });
      parts.disc(0.12, 0.02, 3, PAINT.lightBlue, { at: [0, 2.03, 2.17] });
    },
  },
  'underpass-entrance': {
    dot: 0x7f8fa0,
    build(parts, detail) {
      parts.box([3.2, 6, 0.1], 0x3a3f42);
      for (const x of [-1.65, 1.65]) parts.box([0.2, 6, 1.05], PAINT.stone, { at: [x, 0, 0] });
      parts.box([3.5, 0.2, 1.05], PAINT.stone, { at: [0, -2.95, 0] });
      parts.box([3.7, 4.2, 0.14], 0x8b979b, { at: [0, -1.1, 2.7] });
      for (const x of [-1.65, 1.65])
        for (const y of detail === 0 ? [-3, -1.1, 0.8] : [])
          parts.box([0.1, 0.1, 1.7], PAINT.steel, { at: [x, y, 1] });
      if (detail === 1) {
        parts.rod([0, -2.9, 0], [0, -2.9, 2.7], 0.08, 3, PAINT.steel);
        return;
      }
      for (let i = 0; i < 6; i++)
        parts.box([3.1, 0.36, 0.11 + 0.02 * i], i % 2 === 0 ? 0x6f7375 : 0x54585a, {
          at: [0, 2.6 - i * 0.4, 0],
        });
      for (const x of [-1.6, 1.6]) parts.box([0.02, 3.8, 1.2], PAINT.glass, { at: [x, -1.1, 1.1] });
      parts.box([1.6, 0.06, 0.4], { colour: PAINT.blue, role: 'screen' }, { at: [0, 1.02, 2.66] });
    },
  },
  'vent-shaft': {
    dot: 0x8d9294,
    build(parts, detail) {
      parts.box([3.4, 2.4, 0.5], PAINT.granite);
      parts.box([3, 2, 1.6], 0xa8aca8, { at: [0, 0, 0.5] });
      parts.box([3.3, 2.3, 0.15], 0x7d8382, { at: [0, 0, 2.1] });
      const rows = detail === 0 ? 7 : 1;
      for (let i = 0; i < rows; i++) {
        const height = detail === 0 ? 0.1 : 1.2;
        parts.box([2.6, 2.03, height], 0x59605f, { at: [0, 0, 0.65 + i * 0.2] });
        if (detail === 0) parts.box([3.03, 1.6, height], 0x59605f, { at: [0, 0, 0.65 + i * 0.2] });
      }
    },
  },
} as const satisfies Record<string, Model>;
