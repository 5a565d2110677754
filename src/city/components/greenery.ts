/** Of parks and squares: planters, sculptures, fountains, hedges, guards of trees. */
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Model } from './model.ts';
import { mixColours, PAINT } from './paints.ts';

/** A bush, darker at its foot. */
function bush(parts: Parts, at: Point3, radius: Point3, leaf: number, fineness: number): void {
  const [x, y, z] = at;
  parts.lump(
    radius,
    fineness,
    (way) => 1 + 0.14 * Math.sin(7 * way[0] + 3 * x) * Math.cos(6 * way[1] + 5 * way[2] + y),
    [x, y, z - radius[2]],
    {
      role: 'foliage',
      colour: (corner) =>
        mixColours(
          mixColours(leaf, 0x1d2a1a, 0.4),
          mixColours(leaf, 0xe8e6b0, 0.18),
          (corner[2] - z + radius[2]) / (2 * radius[2]),
        ),
    },
    at,
  );
}

export const GREENERY = {
  planter: {
    dot: 0x87a36a,
    build(parts, detail) {
      parts.cylinder([0.42, 0.56], 0.6, detail === 0 ? 10 : 5, 0x9c8a76);
      if (detail === 1) {
        bush(parts, [0, 0, 0.72], [0.5, 0.5, 0.34], PAINT.leaf, 0);
        return;
      }
      parts.cylinder([0.6, 0.6], 0.08, 10, 0xa8978a, { at: [0, 0, 0.56] });
      bush(parts, [0, 0, 0.74], [0.46, 0.46, 0.32], PAINT.leaf, 1);
      for (const [x, y, colour] of [
        [0.26, 0.2, 0xb9788a],
        [-0.28, 0.12, 0xcdb26a],
        [0.02, -0.3, 0xb9788a],
        [-0.05, 0.34, 0xc9c4b4],
      ] as const) {
        bush(parts, [x, y, 0.9], [0.17, 0.17, 0.14], colour, 0);
      }
    },
  },
  'planter-row': {
    dot: 0x87a36a,
    build(parts, detail) {
      parts.box([2.4, 0.5, 0.5], 0x8b7a66);
      const count = detail === 0 ? 5 : 2;
      for (let i = 0; i < count; i++) {
        const x = ((i + 0.5) / count - 0.5) * 2.3;
        const leaf = i % 2 === 0 ? PAINT.leaf : 0x86955a;
        bush(parts, [x, 0, 0.58], [1.25 / count, 0.27, 0.3], leaf, 0);
        if (detail === 0)
          bush(parts, [x + 0.05, 0.05, 0.8], [0.14, 0.12, 0.1], i % 2 === 0 ? 0xb9788a : 0xcdb26a, 0);
      }
      if (detail === 0) parts.box([2.5, 0.6, 0.07], 0x9a8974, { at: [0, 0, 0.45] });
    },
  },
  shrub: {
    dot: 0x6a8450,
    build(parts, detail) {
      bush(parts, [0, 0, 0.54], [0.75, 0.7, 0.66], PAINT.leaf, detail === 0 ? 1 : 0);
      if (detail === 1) return;
      bush(parts, [0.5, 0.3, 0.4], [0.5, 0.45, 0.44], 0x738d54, 1);
      bush(parts, [-0.45, 0.35, 0.42], [0.46, 0.5, 0.46], 0x627c4c, 1);
      bush(parts, [-0.1, -0.5, 0.4], [0.5, 0.4, 0.44], 0x6a8450, 0);
    },
  },
  'tree-guard': {
    dot: 0x84907c,
    build(parts, detail) {
      parts.box([1.5, 1.5, 0.04], PAINT.granite);
      parts.box([1.3, 1.3, 0.05], PAINT.iron);
      const count = detail === 0 ? 6 : 3;
      for (let i = 0; i < count; i++) {
        const angle = (2 * Math.PI * i) / count;
        const [x, y] = [Math.cos(angle), Math.sin(angle)];
        parts.rod(
          [0.34 * x, 0.34 * y, 0.04],
          [0.3 * x, 0.3 * y, 1.4],
          0.018,
          detail === 0 ? 4 : 3,
          PAINT.parkGreen,
        );
      }
      if (detail === 1) return;
      for (const z of [0.4, 0.9, 1.38]) parts.ring(0.325, 0.018, [12, 3], PAINT.parkGreen, { at: [0, 0, z] });
      for (let i = 0; i < 4; i++) parts.box([1.2, 0.04, 0.06], 0x2f302f, { at: [0, (i - 1.5) * 0.3, 0] });
    },
  },
  sculpture: {
    dot: 0xa8a090,
    build(parts, detail) {
      parts.box([1.8, 1.8, 0.25], PAINT.granite);
      parts.box([1.3, 1.3, 0.7], PAINT.stone, { at: [0, 0, 0.25] });
      const bronze = 0x6f6a58;
      if (detail === 1) {
        parts.cylinder([0.5, 0.1], 2.6, 5, bronze, { at: [0, 0, 0.95], turn: 0.4 });
        return;
      }
      // Three leaves that wind upwards around a ball.
      for (let i = 0; i < 3; i++) {
        const angle = (2 * Math.PI * i) / 3;
        const ring = (reach: number, turn: number, z: number): Point3 => [
          reach * Math.cos(angle + turn),
          reach * Math.sin(angle + turn),
          z,
        ];
        parts.bow(ring(0.45, 0, 0.95), ring(0.95, 0.7, 2.1), ring(0.16, 1.5, 3.55), 0.09, 6, 9, bronze);
      }
      parts.ball([0.34, 0.34, 0.34], [12, 8], 0x8a8168, { at: [0, 0, 2.05] });
    },
  },
  fountain: {
    dot: 0x7ea4b4,
    build(parts, detail) {
      const sides = detail === 0 ? 20 : 7;
      parts.cylinder([3, 2.9], 0.5, sides, PAINT.stone);
      parts.cylinder([2.6, 2.6], 0.52, sides, PAINT.water);
      const jet = { colour: 0xc9d8dc, role: 'plain' } as const;
      if (detail === 1) {
        parts.cylinder([0.25, 0.04], 2.1, 4, jet, { at: [0, 0, 0.5] });
        return;
      }
      parts.cylinder([0.35, 0.25], 0.9, 10, PAINT.stone, { at: [0, 0, 0.45] });
      parts.cylinder([0.3, 1.1], 0.3, 14, PAINT.stone, { at: [0, 0, 1.3] });
      parts.cylinder([0.95, 0.95], 0.03, 14, PAINT.water, { at: [0, 0, 1.6] });
      parts.cylinder([0.1, 0.02], 1.0, 6, jet, { at: [0, 0, 1.6] });
      for (let i = 0; i < 8; i++) {
        const angle = (2 * Math.PI * i) / 8;
        const ring = (reach: number, z: number): Point3 => [
          reach * Math.cos(angle),
          reach * Math.sin(angle),
          z,
        ];
        parts.bow(ring(2.3, 0.5), ring(1.9, 2), ring(1.2, 0.52), 0.025, 3, 5, jet);
      }
    },
  },
  flagpole: {
    dot: 0xb07a70,
    build(parts, detail) {
      parts.box([1.2, 1.2, 0.3], PAINT.granite);
      parts.cylinder([0.07, 0.04], 9, detail === 0 ? 8 : 3, PAINT.galvanised);
      const cloth = 0xa85a50;
      const steps = detail === 0 ? 6 : 1;
      for (let i = 0; i < steps; i++) {
        const [a, b] = [(i / steps) * 1.9, ((i + 1) / steps) * 1.9];
        const wave = (x: number): number => 0.16 * Math.sin(3.4 * x);
        const sag = (x: number): number => 0.1 * x;
        const [low, high] = [7.5, 8.8];
        const [p, q]: [Point3, Point3] = [
          [a, wave(a), low - sag(a)],
          [b, wave(b), low - sag(b)],
        ];
        const [r, s]: [Point3, Point3] = [
          [b, wave(b), high - sag(b)],
          [a, wave(a), high - sag(a)],
        ];
        parts.blades([p, q, r, p, r, s], cloth);
      }
      if (detail === 0) parts.ball([0.08, 0.08, 0.08], [8, 5], 0xb9a25c, { at: [0, 0, 9.02] });
    },
  },
  'play-set': {
    dot: 0xc08f5a,
    build(parts, detail) {
      const sides = detail === 0 ? 6 : 3;
      for (const x of [-0.6, 0.6])
        for (const y of [-0.6, 0.6]) parts.rod([x, y, 0], [x, y, 2.2], 0.06, sides, 0x5b7f94);
      parts.box([1.3, 1.3, 0.1], PAINT.wood, { at: [0, 0, 1.2] });
      parts.cylinder([1.1, 0.05], 0.8, 4, 0xa8604f, { at: [0, 0, 2.2], turn: Math.PI / 4, open: true });
      parts.box([0.6, 2.3, 0.06], 0xc0a04a, { at: [0, 1.6, 0.57], tilt: -0.54 });
      if (detail === 1) return;
      for (const x of [-0.3, 0.3]) parts.box([0.05, 2.3, 0.2], 0xc0a04a, { at: [x, 1.6, 0.6], tilt: -0.54 });
      for (let i = 0; i < 5; i++)
        parts.rod(
          [-0.3, -0.9 + i * 0.06, 0.15 + i * 0.24],
          [0.3, -0.9 + i * 0.06, 0.15 + i * 0.24],
          0.025,
          4,
          0x5b7f94,
        );
      for (const x of [-0.3, 0.3]) parts.rod([x, -0.98, 0], [x, -0.62, 1.4], 0.03, 5, 0x5b7f94);
      for (const x of [-0.6, 0.6])
        for (let i = 0; i < 4; i++)
          parts.rod([x, -0.45 + i * 0.3, 1.25], [x, -0.45 + i * 0.3, 1.75], 0.02, 3, 0x5b7f94);
    },
  },
} as const satisfies Record<string, Model>;
