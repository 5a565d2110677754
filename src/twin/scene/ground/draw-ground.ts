import type { GroundShape, GroundTile } from './decode-tile.ts';
import {
  GROUND_COLOUR,
  KERB_COLOUR,
  LANDUSE_COLOURS,
  OTHER_ROAD,
  PIER_COLOUR,
  QUARTER_CLASSES,
  RAIL_COLOUR,
  ROAD_STYLES,
  type RoadStyle,
  SHORE_COLOUR,
  SQUARE_COLOUR,
  WATER_COLOUR,
} from './ground-style.ts';
import { type TileAddress, type TileWindow, tileMetres } from './tile-window.ts';

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

interface Pen {
  context: Context;
  window: TileWindow;
  /** Side of the picture, px. */
  side: number;
  metresPerPixel: number;
}

/** Lines reach over the edge by this share of the picture: the widest road and its kerbs. */
const MARGIN = 0.1;

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
): void {
  const pen: Pen = { context, window, side, metresPerPixel: tileMetres(tile) / side };
  const visible = (name: string): GroundShape[] =>
    (layers.get(name) ?? []).filter(({ box }) => isInWindow(box, window));
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.fillStyle = GROUND_COLOUR;
  context.fillRect(0, 0, side, side);
  drawLandUse(pen, visible('landuse'));
  drawWater(pen, visible('sea'), visible('water'), visible('waterway'));
  fillAll(pen, visible('pier').filter(isArea), PIER_COLOUR);
  strokeAll(pen, visible('pier').filter(isLine), PIER_COLOUR, ({ width }) => width || 4, 0.5);
  fillAll(pen, visible('square'), SQUARE_COLOUR);
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
      const colour = LANDUSE_COLOURS[shape.class];
      if (colour && QUARTER_CLASSES.has(shape.class) === quarters) fillAll(pen, [shape], colour);
    }
  }
}

function drawWater(
  pen: Pen,
  sea: readonly GroundShape[],
  water: readonly GroundShape[],
  lines: readonly GroundShape[],
): void {
  const open = lines.filter(({ tunnel }) => !tunnel);
  strokeAll(pen, open, WATER_COLOUR, ({ width }) => width || 3, 0.5);
  for (const shape of [...sea, ...water]) {
    fillAll(pen, [shape], WATER_COLOUR);
    // The lighter line lies in the water: only the inner half of the stroke is drawn.
    pen.context.save();
    pen.context.clip('evenodd');
    strokeAll(pen, [shape], SHORE_COLOUR, () => (shape.class === '' ? 8 : 3), 1);
    pen.context.restore();
  }
}

function drawRail(pen: Pen, shapes: readonly GroundShape[]): void {
  const open = shapes.filter(({ tunnel }) => !tunnel);
  const { context, metresPerPixel } = pen;
  if (metresPerPixel < 1) {
    context.lineCap = 'butt';
    context.setLineDash([0.35 / metresPerPixel, 0.45 / metresPerPixel]);
    strokeAll(pen, open, RAIL_COLOUR, () => 2.6, 0.6);
    context.setLineDash([]);
    context.lineCap = 'round';
  }
  if (metresPerPixel > 15) return;
  context.globalAlpha = 0.8;
  strokeAll(pen, open, RAIL_COLOUR, () => 0.5, 0.7);
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
    const style = ROAD_STYLES[shape.class] ?? OTHER_ROAD;
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
    for (const road of roads) strokeRoad(pen, road, road.width, road.style.fill, road.style.minPx);
    // Kerbs of the data run around whole crossings; a casing can only go along its road.
    if (height === 0) strokeAll(pen, kerbs, KERB_COLOUR, () => 0.3, 0.6);
  }
}

function drawCasing(pen: Pen, roads: readonly Road[], bridge: boolean): void {
  const kerb = Math.max(0.5, Math.min(2, 0.35 / pen.metresPerPixel));
  const kerbed = roads.filter(({ style, width }) => style.kerb && width > 1.6);
  pen.context.lineCap = bridge ? 'butt' : 'round';
  pen.context.globalAlpha = bridge ? 1 : 0.75;
  for (const road of kerbed) {
    strokeRoad(pen, road, road.width + 2 * kerb, bridge ? '#9d978b' : KERB_COLOUR, 0);
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
