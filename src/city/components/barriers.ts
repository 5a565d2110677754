/** Lengths of fence, rail and wall, along x. */
import type { Parts } from './mesh-parts.ts';
import type { Model } from './model.ts';
import { PAINT } from './paints.ts';

/** Upright bars between the ends. */
function bars(
  parts: Parts,
  count: number,
  length: number,
  foot: number,
  height: number,
  wide: number,
  colour: number,
): void {
  for (let i = 0; i < count; i++) {
    parts.box([wide, wide, height], colour, { at: [((i + 0.5) / count - 0.5) * length, 0, foot] });
  }
}

export const BARRIERS = {
  guardrail: {
    dot: 0xa9b0b3,
    build(parts, detail) {
      for (const x of [-1.5, 1.5]) {
        parts.box([0.08, 0.08, 1.1], PAINT.white, { at: [x, 0, 0] });
        if (detail === 0) parts.box([0.34, 0.34, 0.08], PAINT.iron, { at: [x, 0, 0] });
      }
      for (const z of [0.22, 0.98]) parts.box([3, 0.05, 0.06], PAINT.white, { at: [0, 0, z] });
      if (detail === 0) bars(parts, 18, 2.9, 0.28, 0.7, 0.028, PAINT.white);
      else parts.box([3, 0.02, 0.08], PAINT.white, { at: [0, 0, 0.6] });
    },
  },
  'fence-green': {
    dot: 0x6f8f6f,
    build(parts, detail) {
      for (const x of detail === 0 ? [-1, 0, 1] : [-1, 1])
        parts.box([0.06, 0.06, 0.62], PAINT.parkGreen, { at: [x, 0, 0] });
      for (const z of [0.16, 0.5]) parts.box([2, 0.03, 0.035], PAINT.parkGreen, { at: [0, 0, z] });
      if (detail === 0) bars(parts, 16, 2, 0.1, 0.48, 0.022, PAINT.parkGreen);
    },
  },
  'railing-water': {
    dot: 0xa8a396,
    build(parts, detail) {
      const posts = detail === 0 ? [-1.5, 0, 1.5] : [-1.5, 1.5];
      for (const x of posts) {
        parts.box([0.22, 0.22, 1.1], PAINT.stone, { at: [x, 0, 0] });
        if (detail === 0)
          parts.cylinder([0.14, 0.03], 0.16, 4, PAINT.stone, { at: [x, 0, 1.1], turn: Math.PI / 4 });
      }
      parts.box([3.1, 0.14, 0.12], PAINT.stone, { at: [0, 0, 0.9] });
      parts.box([3.1, 0.14, 0.16], PAINT.stone, { at: [0, 0, 0.05] });
      if (detail === 0) bars(parts, 14, 2.9, 0.21, 0.69, 0.09, PAINT.stone);
      else parts.box([3, 0.06, 0.5], PAINT.stone, { at: [0, 0, 0.3] });
    },
  },
  'noise-barrier': {
    dot: 0x8aa0a0,
    build(parts, detail) {
      for (const x of detail === 0 ? [-2, 2] : [-2])
        parts.box([0.16, 0.2, 3.6], PAINT.steel, { at: [x, 0, 0] });
      parts.box([4, 0.24, 0.7], PAINT.concrete);
      parts.box([3.9, 0.12, 1.1], 0x7f9490, { at: [0, 0, 0.7] });
      parts.box([3.9, 0.05, 1], 0x93aab2, { at: [0, 0, 1.85] });
      parts.box([3.9, 0.12, 0.7], 0x7f9490, { at: [0, 0, 2.9] });
      if (detail === 1) return;
      for (let i = 0; i < 6; i++) parts.box([3.7, 0.14, 0.05], 0x697c79, { at: [0, 0, 0.82 + i * 0.16] });
      for (let i = 0; i < 4; i++) parts.box([3.7, 0.14, 0.05], 0x697c79, { at: [0, 0, 2.98 + i * 0.15] });
    },
  },
  'flood-wall': {
    dot: 0x8f9ca3,
    build(parts, detail) {
      parts.profile(
        [
          [-2, 0],
          [2, 0],
          [2, 1.2],
          [-2, 1.2],
        ],
        0.4,
        PAINT.concrete,
      );
      parts.box([4, 0.56, 0.14], PAINT.stone, { at: [0, 0, 1.2] });
      if (detail === 1) return;
      for (const x of [-1, 0, 1]) parts.box([0.03, 0.42, 1.2], 0x8b887f, { at: [x, 0, 0] });
      for (let i = 0; i < 5; i++)
        parts.box([0.2, 0.02, 0.1], i === 4 ? PAINT.red : PAINT.blue, { at: [0.5, 0.205, 0.15 + i * 0.2] });
    },
  },
  'retaining-wall': {
    dot: 0x8f8a7d,
    build(parts, detail) {
      parts.box([4, 0.5, 1.8], 0x938b7c);
      parts.box([4.1, 0.62, 0.16], PAINT.stone, { at: [0, 0, 1.8] });
      if (detail === 1) return;
      for (let row = 0; row < 4; row++) {
        for (let i = 0; i < 5; i++) {
          const x = (i - 2) * 0.78 + (row % 2 === 0 ? 0 : 0.2);
          parts.box([0.72, 0.56, 0.38], [0x9d9484, 0x8a8274, 0xa09a8d][(row + i) % 3]!, {
            at: [x, 0, 0.03 + row * 0.44],
          });
        }
      }
    },
  },
} as const satisfies Record<string, Model>;
