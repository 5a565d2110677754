/** Roof tags: shapes by many names to the six that are meshed, heights, directions, colours. */
import type { Roof } from '#city/model.ts';
import type { RoofShape } from '#city/roof-shape.ts';
import { parseColour } from './colours.ts';
import { type Fields, field } from './fields.ts';
import { parseCount, parseDirectionDeg, parseLength } from './measures.ts';

/** Names that mean exactly a shape; OSM, SIG3D/ALKIS codes and words. */
const EXACT: Readonly<Record<RoofShape, string>> = {
  flat: 'flat flachdach platdak 1000 平顶 平屋顶 陸屋根 terrace',
  gabled: 'gabled gable saddle pitched satteldach zadeldak 1030 3100 双坡 坡屋顶 切妻',
  hipped: 'hipped hip walmdach schilddak 1040 3200 四坡 寄棟',
  pyramidal: 'pyramidal pyramid pavilion tented zeltdach tentdak 1070 3500 攒尖 方形',
  skillion: 'skillion leanto shed monopitch singlepitch pultdach lessenaarsdak 1010 2100 单坡 片流れ',
  dome: 'dome hemisphere cupola kuppeldach koepeldak 1090 3800 穹顶 ドーム',
};
/** Names whose nearest shape is another. */
const NEAREST: Readonly<Record<Exclude<RoofShape, 'flat'>, string>> = {
  gabled:
    'gambrel halfhipped saltbox doublesaltbox quadruplesaltbox round crosspitched barrel arch bogen krüppelwalmdach krueppelwalmdach 1020 1050 1110 3300 3700',
  hipped: 'mansard mansarddach sidehipped sidehalfhipped hippedandgabled 1060 1130 3400 マンサード',
  pyramidal: 'cone conical kegeldach spire broach 1080 1120 3600 3900',
  skillion: 'butterfly sawtooth sheddach 1100',
  dome: 'onion bellcast zwiebelturm',
};

const SHAPES = new Map<string, { shape: RoofShape; exact: boolean }>();
for (const [shape, words] of Object.entries(NEAREST)) {
  for (const word of words.split(' ')) SHAPES.set(word, { shape: shape as RoofShape, exact: false });
}
for (const [shape, words] of Object.entries(EXACT)) {
  for (const word of words.split(' ')) SHAPES.set(word, { shape: shape as RoofShape, exact: true });
}

/** Height of a storey under the roof, m. */
const ROOF_STOREY = 2.7;

/** Reads a roof's shape: null for nothing given; `exact` false when the named one is replaced by the nearest. */
function parseRoofShape(
  value: string | number | boolean | undefined,
): { shape: RoofShape; exact: boolean } | null {
  if (value === undefined || value === '') return null;
  const text = String(value)
    .toLowerCase()
    .replace(/[\s_-]/gu, '')
    .split(';')[0]!;
  return SHAPES.get(text) ?? { shape: 'flat', exact: false };
}

const FLAT: Roof = {
  shape: 'flat',
  height: 0,
  directionDeg: null,
  orientation: 'along',
  colour: null,
  material: null,
};

/** What roof tags say; the height may still be open (NaN). */
export interface RoofTags {
  roof: Roof;
  /** Height of the roof as given by roof:height or roof:levels, m; NaN unknown, also when unreadable. */
  given: number;
  /** Pitch, rad; NaN unknown. */
  pitch: number;
  /** What was to be said of it, null when nothing. */
  remark: { reason: string; detail: string } | null;
}

const NOTHING: RoofTags = { roof: FLAT, given: Number.NaN, pitch: Number.NaN, remark: null };

/** Reads the roof's columns. The result is shared when they say nothing: do not change it. */
export function roofOf(fields: Fields): RoofTags {
  const shapeTag = field(fields, 'roofShape');
  const heightTag = field(fields, 'roofHeight');
  const levelsTag = field(fields, 'roofLevels');
  const colourTag = field(fields, 'roofColour');
  const materialTag = field(fields, 'roofMaterial');
  if (
    shapeTag === undefined &&
    heightTag === undefined &&
    levelsTag === undefined &&
    colourTag === undefined &&
    materialTag === undefined
  ) {
    return NOTHING;
  }
  let remark: RoofTags['remark'] = null;
  const named = parseRoofShape(shapeTag);
  if (named && !named.exact) {
    remark = {
      reason: 'roof-shape',
      detail: `expected flat, gabled, hipped, pyramidal, skillion or dome, got ${JSON.stringify(shapeTag)}: taken as ${named.shape}`,
    };
  }
  let given = parseLength(heightTag);
  if (heightTag !== undefined && !(given >= 0 && given <= 300)) {
    remark = {
      reason: 'bad-roof-height',
      detail: `expected a roof height of 0 to 300 m, got ${JSON.stringify(heightTag)}`,
    };
    given = Number.NaN;
  }
  if (Number.isNaN(given)) {
    const levels = parseCount(levelsTag);
    if (levels > 0 && levels <= 20) given = levels * ROOF_STOREY;
  }
  const ridge = parseDirectionDeg(field(fields, 'ridgeDirection'));
  const directionDeg =
    parseDirectionDeg(field(fields, 'roofDirection')) ?? (ridge === null ? null : (ridge + 90) % 360);
  const angle = parseLength(field(fields, 'roofAngle'));
  const shape = named?.shape ?? 'flat';
  return {
    roof: {
      shape,
      height: 0,
      directionDeg,
      orientation: field(fields, 'roofOrientation') === 'across' ? 'across' : 'along',
      colour: parseColour(colourTag),
      material: typeof materialTag === 'string' ? materialTag.toLowerCase() : null,
    },
    given: shape === 'flat' && named ? Number.NaN : given,
    pitch: angle > 0 && angle < 85 ? (angle * Math.PI) / 180 : Number.NaN,
    remark,
  };
}

/** Usual height of a roof over a footprint of the given half width, m. */
export function usualRoofHeight(shape: RoofShape, halfWidth: number, pitch: number): number {
  if (shape === 'flat') return 0;
  const run = shape === 'skillion' ? 2 * halfWidth : halfWidth;
  if (!Number.isNaN(pitch)) return run * Math.tan(pitch);
  if (shape === 'dome') return halfWidth;
  const usual = shape === 'skillion' ? (15 * Math.PI) / 180 : (32 * Math.PI) / 180;
  return Math.min(12, run * Math.tan(usual));
}
