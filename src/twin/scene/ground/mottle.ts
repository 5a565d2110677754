import type { GroundStyle } from './ground-style.ts';
import type { TileAddress } from './tile-window.ts';

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

const EQUATOR = 2 * Math.PI * 6_378_137;
/** Sides of the cells that hold one tuft each, Mercator metres; those that are too small or too large to see are left out. */
const CELLS = [7, 28, 112] as const;
const SMALLEST_PX = 7;
const LARGEST_PX = 150;

/** A number from 0 to 1 of a cell's own: the same in every tile and at every zoom. */
function hash(x: number, y: number, salt: number): number {
  let mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/**
 * Strews soft spots, darker and lighter, over what the context is clipped to. They lie at fixed places of the world,
 * so that nothing crawls when the view moves, and fade in and out as one nears.
 */
export function drawMottle(
  context: Context,
  side: number,
  { z, x, y }: TileAddress,
  { dark, light }: GroundStyle['mottle'],
  strength: number,
): void {
  const span = EQUATOR / 2 ** z;
  for (const cell of CELLS) {
    const px = (cell * side) / span;
    if (px < SMALLEST_PX || px > LARGEST_PX) continue;
    const fade = Math.min(1, (px - SMALLEST_PX) / 10, (LARGEST_PX - px) / 60);
    const fromX = Math.floor((x * span) / cell) - 1;
    const fromY = Math.floor((y * span) / cell) - 1;
    const count = Math.ceil(side / px) + 2;
    for (const [colour, salt] of [
      [dark, 1],
      [light, 2],
    ] as const) {
      context.fillStyle = colour;
      context.globalAlpha = strength * fade * (salt === 1 ? 1 : 0.45);
      context.beginPath();
      for (let row = 0; row < count; row++) {
        for (let column = 0; column < count; column++) {
          const cx = fromX + column;
          const cy = fromY + row;
          if (hash(cx, cy, salt) > 0.7) continue;
          const left = ((cx + hash(cx, cy, salt + 2)) * cell - x * span) * (side / span);
          const top = ((cy + hash(cx, cy, salt + 4)) * cell - y * span) * (side / span);
          const radius = px * (0.1 + 0.2 * hash(cx, cy, salt + 6));
          context.moveTo(left + radius, top);
          context.ellipse(left, top, radius, radius * 0.8, 0, 0, 2 * Math.PI);
        }
      }
      context.fill();
    }
  }
  context.globalAlpha = 1;
}
