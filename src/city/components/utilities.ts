/** What supplies the city: hydrants, cabinets, transformers, poles, towers, sensors and cameras. */
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { mixColours, PAINT } from './paints.ts';

/** Cabinet with two doors, louvres and a plinth. */
function cabinet(parts: Parts, detail: Detail, size: Point3, colour: number, mark: number): void {
  const [width, depth, height] = size;
  const seam = mixColours(colour, 0, 0.35);
  parts.box([width + 0.08, depth + 0.08, 0.14], PAINT.concrete);
  parts.box([width, depth, height - 0.2], colour, { at: [0, 0, 0.14] });
  parts.box([width + 0.1, depth + 0.1, 0.06], mixColours(colour, 0xffffff, 0.12), {
    at: [0, 0, height - 0.06],
  });
  const front = depth / 2;
  if (detail === 1) {
    parts.box([width * 0.3, 0.012, height * 0.16], mark, { at: [width * 0.22, front, height * 0.6] });
    return;
  }
  parts.box([0.02, 0.012, height - 0.32], seam, { at: [0, front, 0.2] });
  for (const x of [-width / 4, width / 4]) {
    for (let i = 0; i < 3; i++)
      parts.box([width * 0.3, 0.014, 0.02], seam, { at: [x, front, 0.3 + i * 0.06] });
    parts.box([0.03, 0.03, 0.14], PAINT.black, { at: [x * 0.22, front, height * 0.5] });
  }
  parts.disc(Math.min(0.12, width * 0.12), 0.014, 3, mark, { at: [width / 4, front + 0.004, height * 0.68] });
  for (let i = 0; i < 3; i++)
    parts.box([0.014, depth * 0.6, 0.02], seam, { at: [width / 2, 0, 0.3 + i * 0.06] });
}

function tower(parts: Parts, detail: Detail): void {
  const height = 34;
  const half = (z: number): number => 3 - (2.35 * Math.min(z, 24)) / 24;
  const corner = (x: number, y: number, z: number): Point3 => [x * half(z), y * half(z), z];
  const sides = 3;
  const feet = [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ] as const;
  const levels = detail === 0 ? [0, 7, 13, 18, 24, 32] : [0, 24];
  for (let k = 0; k < levels.length - 1; k++) {
    const [low, high] = [levels[k]!, levels[k + 1]!];
    feet.forEach(([x, y], i) => {
      parts.rod(corner(x, y, low), corner(x, y, high), detail === 0 ? 0.14 : 0.2, sides, PAINT.galvanised);
      if (detail === 1) return;
      const [u, v] = feet[(i + 1) % 4]!;
      if (k < 4) parts.rod(corner(x, y, low), corner(u, v, high), 0.07, sides, PAINT.steel);
      if (k < 4) parts.rod(corner(u, v, low), corner(x, y, high), 0.07, sides, PAINT.steel);
    });
  }
  const arms =
    detail === 0
      ? ([
          [22, 5.2],
          [27, 6],
          [31.5, 4.4],
        ] as const)
      : ([[27, 6]] as const);
  for (const [z, reach] of arms) {
    parts.box([2 * reach, 0.5, 0.28], PAINT.galvanised, { at: [0, 0, z] });
    if (detail === 1) continue;
    for (const side of [-1, 1]) {
      parts.rod([side * 0.6, 0, z + 1.7], [side * reach, 0, z + 0.28], 0.08, 3, PAINT.steel);
      parts.rod([side * (reach - 0.2), 0, z], [side * (reach - 0.2), 0, z - 1.5], 0.12, 4, 0x7c8f8d);
    }
  }
  if (detail === 0)
    parts.cylinder([0.9, 0.05], 2, 4, PAINT.galvanised, { at: [0, 0, 32], turn: Math.PI / 4, open: true });
  else
    parts.cylinder([0.92, 0.05], height - 24, 4, PAINT.galvanised, {
      at: [0, 0, 24],
      turn: Math.PI / 4,
      open: true,
    });
}

function camera(parts: Parts, detail: Detail, at: Point3, turn: number): void {
  const [x, y, z] = at;
  const reach: Point3 = [x - 0.24 * Math.sin(turn), y + 0.24 * Math.cos(turn), z - 0.03];
  parts.box([0.17, 0.46, 0.17], PAINT.white, { at: reach, turn, tilt: -0.12 });
  if (detail === 1) return;
  parts.box([0.2, 0.54, 0.02], PAINT.white, { at: [reach[0], reach[1], z + 0.15], turn, tilt: -0.12 });
  parts.disc(0.07, 0.03, 8, PAINT.black, {
    at: [reach[0] - 0.24 * Math.sin(turn), reach[1] + 0.24 * Math.cos(turn), z + 0.03],
    turn,
  });
}

const INSULATOR = 0x8a6f63;

export const UTILITIES = {
  hydrant: {
    dot: 0xb5564a,
    build(parts, detail) {
      const sides = detail === 0 ? 12 : 4;
      const red = 0xa8483d;
      parts.cylinder([0.17, 0.17], 0.07, sides, PAINT.graphite);
      parts.cylinder([0.115, 0.11], 0.52, sides, red, { at: [0, 0, 0.07], open: true });
      parts.cylinder([0.15, 0.15], 0.05, sides, red, { at: [0, 0, 0.56], open: detail === 1 });
      if (detail === 1) {
        parts.cylinder([0.12, 0.02], 0.15, 4, red, { at: [0, 0, 0.61], open: true });
        parts.disc(0.08, 0.36, 4, PAINT.galvanised, { at: [0, 0, 0.42], turn: Math.PI / 2 });
        return;
      }
      parts.ball([0.12, 0.12, 0.12], [12, 5], red, { at: [0, 0, 0.61] });
      parts.box([0.05, 0.05, 0.05], PAINT.graphite, { at: [0, 0, 0.715] });
      for (const turn of [Math.PI / 2, -Math.PI / 2, 0]) {
        const [x, y] = [-Math.sin(turn), Math.cos(turn)];
        const radius = turn === 0 ? 0.085 : 0.06;
        parts.disc(radius, 0.12, 8, red, { at: [0.14 * x, 0.14 * y, 0.42], turn });
        parts.disc(radius * 1.12, 0.05, 8, PAINT.galvanised, { at: [0.205 * x, 0.205 * y, 0.42], turn });
      }
    },
  },
  'fire-cabinet': {
    dot: 0xb5564a,
    build(parts, detail) {
      parts.box([0.9, 0.36, 1.5], 0x9c4238);
      parts.box([0.72, 0.02, 0.8], PAINT.glass, { at: [0, 0.18, 0.5] });
      if (detail === 1) return;
      parts.box([0.96, 0.42, 0.06], 0x7e352d, { at: [0, 0, 1.5] });
      parts.ring(0.2, 0.05, [10, 5], 0x8a4a40, { at: [0, 0.19, 0.9], tilt: Math.PI / 2 });
      parts.box([0.6, 0.02, 0.12], PAINT.white, { at: [0, 0.182, 1.36] });
      parts.box([0.06, 0.04, 0.12], PAINT.black, { at: [0.4, 0.19, 0.75] });
    },
  },
  'cabinet-telecom': {
    dot: 0x7f9a86,
    build: (parts, detail) => cabinet(parts, detail, [1.1, 0.42, 1.45], 0x7f9184, 0x5f8fa8),
  },
  'cabinet-power': {
    dot: 0xa08a5a,
    build: (parts, detail) => cabinet(parts, detail, [1.3, 0.55, 1.6], 0x87908c, PAINT.yellow),
  },
  'cabinet-lighting': {
    dot: 0xb89f5e,
    build: (parts, detail) => cabinet(parts, detail, [0.9, 0.4, 1.5], 0x9a9c98, 0xc98f45),
  },
  'cabinet-signal': {
    dot: 0x6f8f8a,
    build: (parts, detail) => cabinet(parts, detail, [0.75, 0.5, 1.5], 0xb4b5b0, 0x5f9a78),
  },
  'transformer-box': {
    dot: 0x7f8f6f,
    build(parts, detail) {
      parts.box([3.4, 2.3, 0.3], PAINT.concrete);
      parts.box([3.1, 2, 1.95], 0x74856f, { at: [0, 0, 0.3] });
      parts.profile(
        [
          [-1.7, 0],
          [1.7, 0],
          [1.55, 0.22],
          [-1.55, 0.22],
        ],
        2.3,
        0x66756a,
        { at: [0, 0, 2.25] },
      );
      if (detail === 1) {
        parts.box([0.3, 0.02, 0.3], PAINT.yellow, { at: [0.7, 1, 1.5] });
        return;
      }
      for (const x of [-1.05, 0, 1.05]) {
        parts.box([0.02, 0.02, 1.8], 0x4f5b4c, { at: [x + 0.52, 1, 0.36] });
        for (let i = 0; i < 5; i++)
          parts.box([0.7, 0.02, 0.035], 0x5a6756, { at: [x, 1.002, 0.5 + i * 0.1] });
        parts.disc(0.15, 0.02, 3, PAINT.yellow, { at: [x, 1.006, 1.6] });
      }
      for (let i = 0; i < 5; i++) parts.box([0.02, 1.3, 0.035], 0x5a6756, { at: [1.555, 0, 1.5 + i * 0.1] });
    },
  },
  'gas-regulator': {
    dot: 0xc2a94f,
    build(parts, detail) {
      parts.box([1.3, 0.75, 0.12], PAINT.concrete);
      parts.box([1.1, 0.6, 1.3], 0xb59a4b, { at: [0, 0, 0.12] });
      parts.profile(
        [
          [-0.6, 0],
          [0.6, 0],
          [0, 0.16],
        ],
        0.7,
        0x9a8341,
        { at: [0, 0, 1.42] },
      );
      if (detail === 1) {
        parts.box([0.5, 0.012, 0.14], PAINT.red, { at: [0, 0.3, 1.1] });
        return;
      }
      parts.box([0.02, 0.012, 1.2], 0x7a6833, { at: [0, 0.3, 0.16] });
      parts.box([0.7, 0.012, 0.14], PAINT.red, { at: [0, 0.304, 1.16] });
      for (const x of [-0.28, 0.28])
        for (let i = 0; i < 3; i++)
          parts.box([0.36, 0.014, 0.025], 0x7a6833, { at: [x, 0.3, 0.3 + i * 0.08] });
      for (const x of [-0.7, 0.7]) parts.rod([x, 0, 0], [x, 0, 0.5], 0.06, 8, PAINT.yellow);
      for (const side of [-1, 1])
        parts.rod([side * 0.7, 0, 0.46], [side * 0.5, 0, 0.46], 0.06, 8, PAINT.yellow);
    },
  },
  pole: {
    dot: 0x8d8f8e,
    build(parts, detail) {
      parts.cylinder([0.1, 0.07], 7, detail === 0 ? 10 : 5, PAINT.galvanised);
      if (detail === 0) parts.cylinder([0.2, 0.17], 0.2, 10, PAINT.graphite);
      if (detail === 0) parts.box([0.12, 0.04, 0.34], PAINT.graphite, { at: [0, 0.095, 0.7] });
    },
  },
  'pole-power': {
    dot: 0x8f8270,
    build(parts, detail) {
      const sides = detail === 0 ? 10 : 4;
      parts.cylinder([0.17, 0.11], 11, sides, PAINT.concrete);
      parts.box([2, 0.1, 0.12], PAINT.steel, { at: [0, 0.1, 10.2] });
      if (detail === 1) return;
      parts.box([1.4, 0.1, 0.12], PAINT.steel, { at: [0, 0.1, 9.3] });
      for (const x of [-0.9, -0.35, 0.9])
        parts.cylinder([0.05, 0.07], 0.26, 6, INSULATOR, { at: [x, 0.1, 10.32] });
      for (const x of [-0.6, 0.6]) parts.cylinder([0.05, 0.07], 0.22, 6, INSULATOR, { at: [x, 0.1, 9.42] });
      for (const side of [-1, 1]) parts.rod([0, 0.1, 9.6], [side * 0.75, 0.1, 10.2], 0.03, 4, PAINT.steel);
    },
  },
  'pole-transformer': {
    dot: 0x8f8270,
    build(parts, detail) {
      const sides = detail === 0 ? 10 : 3;
      for (const x of [-1.2, 1.2])
        parts.cylinder([0.17, 0.12], 9.5, sides, PAINT.concrete, { at: [x, 0, 0] });
      parts.box([3, 0.5, 0.14], PAINT.steel, { at: [0, 0, 4] });
      parts.box([1.1, 0.75, 1.25], 0x7f8a83, { at: [0, 0, 4.14] });
      parts.box([3, 0.1, 0.12], PAINT.steel, { at: [0, 0.12, 9.1] });
      if (detail === 1) return;
      for (let i = 0; i < 6; i++) parts.box([0.03, 0.95, 0.9], 0x6b756f, { at: [-0.4 + i * 0.16, 0, 4.3] });
      for (const x of [-0.3, 0, 0.3]) {
        parts.cylinder([0.06, 0.04], 0.34, 6, INSULATOR, { at: [x, 0, 5.39] });
        parts.rod([x, 0, 5.7], [x * 3.2, 0.12, 9.2], 0.015, 3, PAINT.black);
        parts.cylinder([0.05, 0.07], 0.26, 6, INSULATOR, { at: [x * 3.2, 0.12, 9.22] });
      }
    },
  },
  'tower-power': { dot: 0x8d9294, build: tower },
  'camera-pole': {
    dot: 0x6f86a0,
    build(parts, detail) {
      parts.cylinder([0.09, 0.06], 5, detail === 0 ? 8 : 3, PAINT.white);
      const sides = detail === 0 ? 6 : 3;
      parts.rod([0, 0, 4.75], [0, 0.85, 4.85], 0.035, sides, PAINT.white);
      camera(parts, detail, [0, 0.7, 4.6], 0);
      parts.box([0.36, 0.24, 0.5], 0xb9bcba, { at: [0, -0.16, 1.8] });
      if (detail === 1) return;
      parts.cylinder([0.18, 0.16], 0.12, 8, PAINT.graphite);
      camera(parts, detail, [0.05, 0, 4.3], -1.9);
      parts.ball([0.11, 0.11, 0.11], [8, 5], PAINT.black, { at: [0, 0.3, 4.62] });
      parts.cylinder([0.12, 0.12], 0.09, 8, PAINT.white, { at: [0, 0.3, 4.66] });
    },
  },
  'camera-mast': {
    dot: 0x6f86a0,
    build(parts, detail) {
      parts.cylinder([0.15, 0.11], 6.5, detail === 0 ? 8 : 3, PAINT.galvanised);
      parts.rod([0, 0, 6.2], [5, 0, 6.3], 0.07, detail === 0 ? 6 : 3, PAINT.galvanised);
      for (const x of detail === 0 ? [1.8, 3.4, 4.8] : [3.4, 4.8]) camera(parts, detail, [x, -0.06, 6.4], 0);
      if (detail === 1) return;
      parts.cylinder([0.27, 0.25], 0.2, 8, PAINT.galvanised);
      for (const x of [2.6, 4.2])
        parts.box([0.26, 0.2, 0.2], { colour: 0xd9dad2, role: 'plain' }, { at: [x, 0.02, 6.36] });
      parts.box([0.4, 0.26, 0.6], 0xb9bcba, { at: [0, -0.22, 1.5] });
    },
  },
  antenna: {
    dot: 0x8f96a0,
    build(parts, detail) {
      parts.cylinder([0.45, 0.16], 28, detail === 0 ? 10 : 4, PAINT.galvanised);
      for (const z of [24.5, 26.5]) {
        if (detail === 0) parts.ring(0.75, 0.05, [12, 4], PAINT.galvanised, { at: [0, 0, z] });
        for (let i = 0; i < 3; i++) {
          const angle = (2 * Math.PI * i) / 3 + (z > 25 ? 0.5 : 0);
          const at: Point3 = [0.85 * Math.cos(angle), 0.85 * Math.sin(angle), z - 0.8];
          if (detail === 1 && z < 25) continue;
          parts.box([0.34, 0.16, 1.7], PAINT.white, { at, turn: angle - Math.PI / 2 });
        }
      }
      if (detail === 0) parts.box([1.6, 1.2, 1.9], 0x9aa09c, { at: [0, -1.5, 0] });
    },
  },
  'mosquito-lamp': {
    dot: 0x8579a3,
    build(parts, detail) {
      const sides = detail === 0 ? 8 : 4;
      parts.cylinder([0.05, 0.05], 1.9, sides, PAINT.parkGreen);
      parts.cylinder(
        [0.13, 0.13],
        0.34,
        sides,
        { colour: 0x9d93c4, role: 'lightsource' },
        { at: [0, 0, 1.9], open: true },
      );
      parts.cylinder([0.34, 0.04], 0.2, sides, PAINT.parkGreen, { at: [0, 0, 2.24] });
      if (detail === 0) parts.cylinder([0.12, 0.2], 0.3, sides, PAINT.parkGreen, { at: [0, 0, 1.6] });
    },
  },
  well: {
    dot: 0x7e9aa3,
    build(parts, detail) {
      const sides = detail === 0 ? 12 : 5;
      parts.cylinder([0.62, 0.58], 0.7, sides, PAINT.stone);
      parts.cylinder([0.44, 0.44], 0.72, sides, 0x2e3a40);
      for (const x of [-0.6, 0.6]) parts.box([0.12, 0.12, 1.8], PAINT.brown, { at: [x, 0, 0] });
      if (detail === 0) parts.box([1.3, 0.1, 0.1], PAINT.brown, { at: [0, 0, 1.3] });
      if (detail === 1) {
        parts.cylinder([0.9, 0.02], 0.42, 4, 0x6e6259, { at: [0, 0, 1.78], turn: Math.PI / 4, open: true });
        return;
      }
      parts.cylinder([0.09, 0.09], 0.7, 8, PAINT.wood, { at: [-0.35, 0, 1.35], roll: Math.PI / 2 });
      parts.profile(
        [
          [-0.85, 0],
          [0.85, 0],
          [0.7, 0.1],
          [0, 0.42],
          [-0.7, 0.1],
        ],
        1.1,
        0x6e6259,
        { at: [0, 0, 1.78] },
      );
      parts.rod([0, 0, 1.3], [0, 0, 0.95], 0.012, 3, PAINT.brown);
      parts.cylinder([0.1, 0.13], 0.22, 8, PAINT.wood, { at: [0, 0, 0.75] });
    },
  },
  'sprinkler-post': {
    dot: 0x6f9f94,
    build(parts, detail) {
      parts.box([0.6, 0.45, 0.7], 0x5f7d68);
      parts.box([0.66, 0.5, 0.05], 0x4d6656, { at: [0, 0, 0.7] });
      parts.rod([0.45, 0, 0], [0.45, 0, 0.95], 0.03, detail === 0 ? 8 : 3, PAINT.galvanised);
      if (detail === 1) return;
      parts.bow([0.45, 0, 0.9], [0.45, 0, 1.02], [0.45, 0.16, 0.96], 0.025, 6, 4, PAINT.galvanised);
      parts.disc(0.06, 0.02, 8, PAINT.red, { at: [0.45, -0.05, 0.8] });
    },
  },
} as const satisfies Record<string, Model>;
