import type { GroundShape } from './decode-tile.ts';
import type { GroundStyle } from './ground-style.ts';
import { offsetLine } from './offset-line.ts';
import type { TileWindow } from './tile-window.ts';

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Markings are there when a pixel is smaller than this, m. */
const NEAR = 0.75;
const LINE_WIDTH = 0.16;
/** Dashes of lane lines and the gaps between them, m. */
const DASH = [4, 6];
const LANE_WIDTH = 3.5;
const MARKED: ReadonlySet<string> = new Set([
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'residential',
]);
const EDGED: ReadonlySet<string> = new Set(['motorway', 'trunk', 'primary', 'secondary']);

/** Draws centre line, lane lines and edge lines of a road, near by. `width` is the carriageway's, m. */
export function drawMarkings(
  context: Context,
  side: number,
  metresPerPixel: number,
  window: TileWindow,
  style: GroundStyle,
  shape: GroundShape,
  width: number,
): void {
  if (metresPerPixel > NEAR || shape.polygon || width < 5.5 || !MARKED.has(shape.class)) return;
  const lanes = shape.lanes > 0 ? shape.lanes : Math.max(2, Math.floor(width / LANE_WIDTH));
  // From metres to shares of the tile that holds the data.
  const share = window.size / (side * metresPerPixel);
  const dash = DASH.map((metres) => metres / metresPerPixel);
  context.save();
  context.lineCap = 'butt';
  context.strokeStyle = style.marking;
  context.globalAlpha = 0.9 * Math.min(1, (NEAR - metresPerPixel) / 0.25);
  context.lineWidth = Math.max(0.6, LINE_WIDTH / metresPerPixel);
  const line = (offset: number, dashes: number[]): void => {
    context.setLineDash(dashes);
    context.beginPath();
    for (const ring of shape.rings) trace(context, side, window, offsetLine(ring, offset * share));
    context.stroke();
  };
  const lane = (width - (EDGED.has(shape.class) ? 1 : 0.4)) / lanes;
  for (let at = 1; at < lanes; at++) {
    const offset = (at - lanes / 2) * lane;
    const centre = Math.abs(offset) < 0.01 && !shape.oneway;
    if (!centre) line(offset, dash);
    else if (lanes < 4) line(0, dash);
    else for (const half of [-0.16, 0.16]) line(half, []);
  }
  if (EDGED.has(shape.class)) for (const hand of [-1, 1]) line(hand * (width / 2 - 0.5), []);
  context.restore();
}

function trace(context: Context, side: number, { left, top, size }: TileWindow, line: Float32Array): void {
  const scale = side / size;
  for (let at = 0; at < line.length; at += 2) {
    const x = (line[at]! - left) * scale;
    const y = (line[at + 1]! - top) * scale;
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}
