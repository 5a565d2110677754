import type { GroundShape, GroundTile } from './decode-tile.ts';
import { drawMarkings } from './draw-markings.ts';
import { type GroundStyle, QUARTER_CLASSES, type RoadStyle } from './ground-style.ts';
import { drawMottle } from './mottle.ts';
import { type TileAddress, type TileWindow, tileMetres } from './tile-window.ts';

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

interface Pen {
  context: Context;
  window: TileWindow;
  /** Side of the picture, px. */
  side: number;
  metresPerPixel: number;
  tile: TileAddress;
  style: GroundStyle;
}

/** Lines reach over the edge by this share of the picture: the widest road and its kerbs. */
const MARGIN = 0.1;
/** Width of the stroke of shallows at most, in shares of the data's tile: half of it lies in the tile's margin of 1/16. */
const SHALLOWS = 0.1;

/**
 * Draws one tile of the ground map.
 *
 * @param context - of a square canvas of `side` px; its transform is left as it was (flip it before, if wanted).
 * @param tile - the address drawn; `window` says where its data lie.
 */
export function drawGround(
  context: Context,
  side: number,
  tile: TileAddress,
  window: TileWindow,
  layers: GroundTile,
  style: GroundStyle,
): void {
  const pen: Pen = { context, window, side, metresPerPixel: tileMetres(tile) / side, tile, style };
  const visible = (name: string): GroundShape[] =>
    (layers.get(name) ?? []).filter(({ box }) => isInWindow(box, window));
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.fillStyle = style.ground;
  context.fillRect(0, 0, side, side);
  drawLandUse(pen, visible('landuse'));
  drawWater(pen, visible('sea'), visible('water'), visible('waterway'));
  fillAll(pen, visible('pier').filter(isArea), style.pier);
  strokeAll(pen, visible('pier').filter(isLine), style.pier, ({ width }) => width || 4, 0.5);
  fillAll(pen, visible('square'), style.square);
  drawRail(pen, visible('rail'));
  drawRoads(pen, visible('road'), visible('kerb'));
}

const isArea = (shape: GroundShape): boolean => shape.polygon;
const isLine = (shape: GroundShape): boolean => !shape.polygon;

function isInWindow(box: GroundShape['box'], { left, top, size }: TileWindow): boolean {
  const margin = size * MARGIN;
  return (
    box[2] >= left - margin &&
    box[0] <= left + size + margin &&
    box[3] >= top - margin &&
    box[1] <= top + size + margin
  );
}

function trace({ context, window, side }: Pen, { rings, polygon }: GroundShape): void {
  const scale = side / window.size;
  const dx = -window.left * scale;
  const dy = -window.top * scale;
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 2) {
      const x = ring[at]! * scale + dx;
      const y = ring[at + 1]! * scale + dy;
      if (at === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (polygon) context.closePath();
  }
}

function fillAll(pen: Pen, shapes: readonly GroundShape[], colour: string): void {
  pen.context.fillStyle = colour;
  for (const shape of shapes) {
    pen.context.beginPath();
    trace(pen, shape);
    pen.context.fill('evenodd');
  }
}

function strokeAll(
  pen: Pen,
  shapes: readonly GroundShape[],
  colour: string,
  width: (shape: GroundShape) => number,
  minPx: number,
): void {
  pen.context.strokeStyle = colour;
  for (const shape of shapes) {
    pen.context.lineWidth = Math.max(minPx, width(shape) / pen.metresPerPixel);
    pen.context.beginPath();
    trace(pen, shape);
    pen.context.stroke();
  }
}

/** Quarters first, then what is on them; each in the order of the tile, which is the larger first. */
function drawLandUse(pen: Pen, shapes: readonly GroundShape[]): void {
  for (const quarters of [true, false]) {
    for (const shape of shapes) {
      const colour = pen.style.landuse[shape.class];
      if (colour && QUARTER_CLASSES.has(shape.class) === quarters) fillAll(pen, [shape], colour);
    }
  }
  for (const [name, strength] of MOTTLED) {
    mottle(
      pen,
      shapes.filter((shape) => shape.class === name),
      strength,
    );
  }
  for (const pitch of shapes) if (pitch.class === 'pitch') drawPitch(pen, pitch);
}

/** What grows or lies loose, and how strongly it is spotted. */
const MOTTLED: readonly (readonly [string, number])[] = [
  ['forest', 0.2],
  ['scrub', 0.14],
  ['park', 0.1],
  ['grass', 0.08],
  ['cemetery', 0.1],
  ['wetland', 0.12],
];

function mottle(pen: Pen, shapes: readonly GroundShape[], strength: number): void {
  if (shapes.length === 0) return;
  const { context, side, tile, style } = pen;
  context.save();
  context.beginPath();
  for (const shape of shapes) trace(pen, shape);
  context.clip('nonzero');
  drawMottle(context, side, tile, style.mottle, strength);
  context.restore();
}

/** A sports pitch has a line around it, just inside its edge. */
function drawPitch(pen: Pen, shape: GroundShape): void {
  if (pen.metresPerPixel > 1.2) return;
  const { context } = pen;
  context.save();
  context.beginPath();
  trace(pen, shape);
  context.clip('evenodd');
  context.globalAlpha = 0.75;
  strokeAll(pen, [shape], '#f6f5ee', () => 0.5, 1.2);
  context.restore();
}

function drawWater(
  pen: Pen,
  sea: readonly GroundShape[],
  water: readonly GroundShape[],
  lines: readonly GroundShape[],
): void {
  const { window } = pen;
  const open = lines.filter(({ tunnel }) => !tunnel);
  strokeAll(pen, open, pen.style.water, ({ width }) => width || 3, 0.5);
  for (const shape of [...sea, ...water]) {
    fillAll(pen, [shape], pen.style.water);
    // Shallows, the lighter the nearer to the shore: of the strokes only the halves in the water are drawn.
    pen.context.save();
    pen.context.clip('evenodd');
    const reach = Math.min(
      shape.class === '' ? 70 : 14,
      (SHALLOWS * pen.metresPerPixel * pen.side) / window.size,
    );
    for (const [share, opacity] of [
      [1, 0.22],
      [0.5, 0.3],
      [0.2, 0.5],
      [0.06, 0.6],
    ] as const) {
      pen.context.globalAlpha = opacity;
      strokeAll(pen, [shape], pen.style.shore, () => reach * share, 1);
    }
    pen.context.restore();
  }
}

function drawRail(pen: Pen, shapes: readonly GroundShape[]): void {
  const open = shapes.filter(({ tunnel }) => !tunnel);
  const { context, metresPerPixel } = pen;
  if (metresPerPixel < 1) {
    context.lineCap = 'butt';
    context.setLineDash([0.35 / metresPerPixel, 0.45 / metresPerPixel]);
    strokeAll(pen, open, pen.style.rail, () => 2.6, 0.6);
    context.setLineDash([]);
    context.lineCap = 'round';
  }
  if (metresPerPixel > 15) return;
  context.globalAlpha = 0.8;
  strokeAll(pen, open, pen.style.rail, () => 0.5, 0.7);
  context.globalAlpha = 1;
}

interface Road {
  shape: GroundShape;
  style: RoadStyle;
  /** px */
  width: number;
}

/** Draws the roads of each height together, so that crossings are open and bridges lie over what is under them. */
function drawRoads(pen: Pen, shapes: readonly GroundShape[], kerbs: readonly GroundShape[]): void {
  const heights = new Map<number, Road[]>();
  for (const shape of shapes) {
    const style = pen.style.roads[shape.class] ?? pen.style.otherRoad;
    if (shape.tunnel || pen.metresPerPixel > style.maxMetresPerPixel) continue;
    const width = (shape.width || style.width) / pen.metresPerPixel;
    const height = shape.bridge ? Math.max(1, shape.layer) : 0;
    const road = { shape, style, width };
    const group = heights.get(height);
    if (group) group.push(road);
    else heights.set(height, [road]);
  }
  for (const [height, roads] of [...heights].sort(([a], [b]) => a - b)) {
    roads.sort((a, b) => a.style.rank - b.style.rank);
    if (kerbs.length === 0 || height > 0) drawCasing(pen, roads, height > 0);
    let rank = Number.NaN;
    roads.forEach((road, at) => {
      if (road.style.rank !== rank) {
        rank = road.style.rank;
        const same = roads.slice(at).filter(({ style }) => style.rank === rank);
        for (const one of same) strokeRoad(pen, one, one.width, one.style.fill, one.style.minPx);
        // A greater road's surface then covers the markings of the lesser at their crossing.
        for (const { shape, width } of same) {
          drawMarkings(
            pen.context,
            pen.side,
            pen.metresPerPixel,
            pen.window,
            pen.style,
            shape,
            width * pen.metresPerPixel,
          );
        }
      }
    });
    // Kerbs of the data run around whole crossings; a casing can only go along its road.
    if (height === 0) strokeAll(pen, kerbs, pen.style.kerb, () => 0.3, 0.6);
  }
}

function drawCasing(pen: Pen, roads: readonly Road[], bridge: boolean): void {
  const kerb = Math.max(0.5, Math.min(2, 0.35 / pen.metresPerPixel));
  const kerbed = roads.filter(({ style, width }) => style.kerb && width > 1.6);
  pen.context.lineCap = bridge ? 'butt' : 'round';
  pen.context.globalAlpha = bridge ? 1 : 0.75;
  for (const road of kerbed) {
    strokeRoad(pen, road, road.width + 2 * kerb, bridge ? pen.style.bridge : pen.style.kerb, 0);
  }
  pen.context.globalAlpha = 1;
  pen.context.lineCap = 'round';
}

function strokeRoad(pen: Pen, { shape }: Road, width: number, colour: string, minPx: number): void {
  const { context } = pen;
  context.beginPath();
  trace(pen, shape);
  if (shape.polygon) {
    context.fillStyle = colour;
    context.fill('evenodd');
    return;
  }
  context.strokeStyle = colour;
  context.lineWidth = Math.max(minPx, width);
  context.stroke();
}
