/** A seeded stream of numbers; the demo city's only source of chance. */
import { createRandom as createStream } from '#base/random.ts';
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** In [low, high). */
  range(low: number, high: number): number;
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Another stream that depends on this one's seed and the key only, not on what was drawn. */
  fork(key: string | number): Random;
}

/** Mixes a text or number into a 32-bit hash (FNV-1a, then an avalanche). */
export function hash32(seed: number, key: string | number): number {
  let h = (seed ^ 0x811c9dc5) >>> 0;
  const text = String(key);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Creates a stream from a seed. */
export function createRandom(seed: number): Random {
  const next = createStream(seed);
  return {
    next,
    range: (low, high) => low + (high - low) * next(),
    int: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    fork: (key) => createRandom(hash32(seed, key)),
  };
}

/** Smooth noise in the plane, about −1 … 1, with features of unit size. */
export type Noise = (x: number, y: number) => number;

/** Creates gradient noise (Perlin's, quintic fade, hashed gradients). */
export function createNoise(seed: number): Noise {
  const gx = new Float64Array(256);
  const gy = new Float64Array(256);
  const table = new Uint8Array(512);
  const random = createRandom(hash32(seed, 'noise'));
  const order = Array.from({ length: 256 }, (_, i) => i);
  for (let i = 255; i > 0; i--) {
    const j = random.int(0, i);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  for (let i = 0; i < 256; i++) {
    const angle = random.next() * Math.PI * 2;
    gx[i] = Math.cos(angle);
    gy[i] = Math.sin(angle);
    table[i] = order[i]!;
    table[i + 256] = order[i]!;
  }
  const corner = (ix: number, iy: number, fx: number, fy: number): number => {
    const g = table[table[ix & 255]! + (iy & 255)]!;
    return gx[g]! * fx + gy[g]! * fy;
  };
  return (x, y) => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const fx = x - ix;
    const fy = y - iy;
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const a = corner(ix, iy, fx, fy);
    const b = corner(ix + 1, iy, fx - 1, fy);
    const c = corner(ix, iy + 1, fx, fy - 1);
    const d = corner(ix + 1, iy + 1, fx - 1, fy - 1);
    return 1.5 * (a + (b - a) * u + (c + (d - c) * u - a - (b - a) * u) * v);
  };
}

/** Sums octaves of noise, each half as strong and twice as fine. */
export function fractal(noise: Noise, x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 1;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(x, y);
    total += weight;
    weight /= 2;
    x = x * 2.03 + 17.7;
    y = y * 2.03 - 9.1;
  }
  return sum / total;
}

/** Sums octaves of ridges (crests sharp, valleys round), 0 … 1; finer ridges sit on coarser ones only. */
export function ridged(noise: Noise, x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 1;
  let total = 0;
  let carried = 1;
  for (let i = 0; i < octaves; i++) {
    const crest = Math.max(0, 1 - Math.abs(noise(x, y)) * 1.4);
    const value = crest * crest * carried;
    sum += weight * value;
    total += weight;
    carried = Math.min(1, value * 1.6 + 0.15);
    weight *= 0.52;
    x = x * 2.07 + 5.3;
    y = y * 2.07 + 31.9;
  }
  return sum / total;
}
