import type { Random } from './random.ts';

/** Muted colours of walls and roofs, by what stands there and when it was built. */
export const WALLS = {
  oldBrick: ['#8d8378', '#9a8f80', '#a39a8c', '#7f7a73', '#b3a792', '#8f6f5c'],
  plaster: ['#e3d9c4', '#d9cfba', '#e8e0d0', '#d3c7ad', '#e0cfae', '#cfc6b5'],
  brick: ['#a96f56', '#9b6450', '#b27e63', '#8e5d4b', '#b78a72'],
  concrete: ['#b9b6ae', '#c7c4bc', '#aaa79f', '#d0ccc2', '#bdb5a6'],
  flats: ['#d8cbb3', '#e4dccb', '#cdb99c', '#dcd3c6', '#c9b8a4', '#e6d6bd', '#d2c2b2'],
  newFlats: ['#d9d3c8', '#c5b6a2', '#e7e2d8', '#b8a58f', '#cfc5b6', '#a8968a'],
  glass: ['#8fa5b0', '#7f98a6', '#9fb2ba', '#6f8996', '#a9b9bf', '#86a09c'],
  stone: ['#cfc6b4', '#d8d0c0', '#c2b8a4', '#bdb4a4'],
  shed: ['#b8bdbf', '#a4adb1', '#c3c1b8', '#9aa6ad', '#aab59f', '#b4a08e'],
  villa: ['#ece3d0', '#e6d8bb', '#f0eadf', '#dcc9a8', '#e2d5c8', '#d9b999'],
} as const;

export const ROOFS = {
  greyTile: ['#5e6264', '#54585b', '#686b6b', '#5a5753', '#717372'],
  redTile: ['#a2543f', '#99503d', '#b0614a', '#8c4a3a', '#ad6b54'],
  flat: ['#a8a59d', '#9b9890', '#b4b0a6', '#8f9296', '#b9b2a5'],
  metal: ['#8fa0a8', '#7d93a3', '#a7acad', '#9a7f6e', '#6f8795', '#87927f'],
  glazed: ['#b58a3c', '#4f6b58', '#5e6264'],
} as const;

/** Picks a wall colour. */
export const wall = (kind: keyof typeof WALLS, random: Random): string => random.pick(WALLS[kind]);

/** Picks a roof colour. */
export const roofing = (kind: keyof typeof ROOFS, random: Random): string => random.pick(ROOFS[kind]);
