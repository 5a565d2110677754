/** Manhole covers and gratings: a collar in the colour of the owner's trade, ribs by trade. Flush but for some centimetres. */
import type { Parts } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { PAINT } from './paints.ts';

type Ribs = 'bars' | 'cross' | 'grid' | 'ring' | 'star' | 'none';

const RIB = 0x6b6964;

function ribs(parts: Parts, kind: Ribs, reach: number, top: number): void {
  const bar = (length: number, x: number, y: number, turn: number): void =>
    parts.box([length, 0.035, top], RIB, { at: [x, y, 0], turn });
  if (kind === 'bars' || kind === 'grid') {
    for (const at of [-0.55, 0, 0.55]) {
      const length = 2 * reach * Math.sqrt(1 - at * at);
      bar(length, 0, at * reach, 0);
      if (kind === 'grid') bar(length, at * reach, 0, Math.PI / 2);
    }
  }
  if (kind === 'cross') for (const turn of [Math.PI / 4, -Math.PI / 4]) bar(2 * reach, 0, 0, turn);
  if (kind === 'star') for (let i = 0; i < 3; i++) bar(2 * reach, 0, 0, (i * Math.PI) / 3);
  if (kind === 'ring') parts.cylinder([reach * 0.55, reach * 0.55], top, 10, RIB);
}

function round(parts: Parts, detail: Detail, collar: number, kind: Ribs): void {
  const sides = detail === 0 ? 16 : 9;
  if (detail === 0) parts.cylinder([0.43, 0.4], 0.035, sides, PAINT.granite);
  parts.cylinder([0.37, 0.35], 0.045, sides, collar);
  parts.cylinder([0.27, 0.26], 0.055, sides, PAINT.iron);
  if (detail === 0) ribs(parts, kind, 0.22, 0.063);
}

/** Two leaves side by side, as over cable chambers. */
function leaves(parts: Parts, detail: Detail, collar: number, kind: Ribs): void {
  parts.box([1.24, 0.74, 0.04], collar);
  for (const x of [-0.29, 0.29]) {
    parts.box([0.54, 0.6, 0.055], PAINT.iron, { at: [x, 0, 0] });
    if (detail === 1) continue;
    for (const y of kind === 'grid' ? [-0.18, 0, 0.18] : [-0.14, 0.14]) {
      parts.box([0.4, 0.035, 0.063], RIB, { at: [x, y, 0] });
    }
  }
}

const cover = (collar: number, kind: Ribs, build = round): Model => ({
  dot: collar,
  build: (parts, detail) => build(parts, detail, collar, kind),
});

export const COVERS = {
  'cover-water': cover(0x4e7fa6, 'bars'),
  'cover-sewer': cover(0x7b6a52, 'grid'),
  'cover-storm': cover(0x6f8f97, 'star'),
  'cover-power': cover(0xa8564a, 'cross', leaves),
  'cover-streetlight': cover(0xc0a355, 'cross'),
  'cover-telecom': cover(0x5f8a68, 'bars', leaves),
  'cover-television': cover(0x78668c, 'ring'),
  'cover-network': cover(0x7d9a6c, 'grid', leaves),
  'cover-heating': cover(0xb27d55, 'ring'),
  'cover-gas': cover(0xc2a94f, 'ring'),
  'cover-police': cover(0x3f5378, 'star'),
  'cover-reclaimed': cover(0x66a08f, 'bars'),
  'cover-transit': cover(0x5d6fa0, 'cross'),
  'cover-oil': cover(0x8a5a3e, 'star'),
  'cover-special': cover(0x8c8f92, 'cross'),
  'cover-unknown': cover(0x6e6d69, 'none'),
  'grate-storm': {
    dot: 0x6f8f97,
    build(parts, detail) {
      parts.box([0.78, 0.48, 0.03], PAINT.granite);
      parts.box([0.68, 0.38, 0.04], 0x23262a);
      const bars = detail === 0 ? 8 : 2;
      for (let i = 0; i < bars; i++) {
        parts.box([0.68 / bars / 2, 0.38, 0.055], PAINT.iron, {
          at: [0.68 * ((i + 0.5) / bars - 0.5), 0, 0],
        });
      }
    },
  },
  'septic-tank': {
    dot: 0x7b6a52,
    build(parts, detail) {
      parts.box([2.6, 1.3, 0.08], PAINT.concrete);
      for (const x of [-0.7, 0.7])
        parts.cylinder([0.36, 0.34], 0.13, detail === 0 ? 14 : 6, PAINT.iron, { at: [x, 0, 0] });
      parts.rod([1.1, -0.45, 0.08], [1.1, -0.45, 1.9], 0.05, detail === 0 ? 6 : 3, PAINT.galvanised);
      if (detail === 1) return;
      parts.cylinder([0.09, 0.05], 0.1, 6, PAINT.galvanised, { at: [1.1, -0.45, 1.9] });
    },
  },
} as const satisfies Record<string, Model>;
