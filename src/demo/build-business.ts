import type { Block } from './block.ts';
import { yearNear } from './block.ts';
import { offset, simplified } from './clip.ts';
import { alongFronts, at } from './layout.ts';
import { roofing, wall } from './palette.ts';
import { onAxis } from './plan.ts';
import type { Ring } from './plane.ts';
import { centroid, contains, orientedBox, signedArea } from './plane.ts';
import type { Random } from './random.ts';
import { box, chamfered, lens, oval, scaled } from './shapes.ts';
import type { Structure, StructurePart } from './structure.ts';

/** Where the skyline culminates. */
export const SKYLINE_PEAK = onAxis(455, 15);

/** Height of the tallest tower, m. */
export const LANDMARK_HEIGHT = 320;

/** The height that the skyline allows at a place, m: it falls from the peak on all sides. */
export function skylineAt(x: number, y: number): number {
  const r = Math.hypot(x - SKYLINE_PEAK[0], y - SKYLINE_PEAK[1]);
  return 34 + 216 * Math.exp(-((r / 470) ** 1.7));
}

/** A tower's footprint and tiers about the origin. */
function tiers(
  height: number,
  podium: number,
  random: Random,
  wide: number,
): { ring: Ring; parts: (to: (ring: Ring) => Ring) => StructurePart[] } {
  const w = Math.min(wide, random.range(27, 36) + height * 0.035);
  const base = random.pick([
    chamfered(w, w * 0.94, 4.5),
    box(w * 1.12, w * 0.72),
    oval(w * 1.06, w * 0.94, 20),
    lens(w * 1.1, w * 0.6, 4),
    chamfered(w, w, w * 0.29),
  ]);
  const cuts = height > 170 ? [0.55, 0.8, 0.94] : height > 95 ? [0.72, 0.93] : [0.94];
  const shrink = [1, 0.9, 0.78, 0.58];
  return {
    ring: base,
    parts: (to) => {
      const parts: StructurePart[] = [];
      let from = podium;
      for (const [k, cut] of [...cuts, 1].entries()) {
        const top = Math.round(height * cut * 10) / 10;
        if (top > from) parts.push({ ring: to(scaled(base, shrink[k]!)), from, to: top });
        from = Math.max(from, top);
      }
      return parts;
    },
  };
}

/** Offices, hotels and flats in towers on podiums with a square before them; `homes` is the part of flats. */
export function buildBusiness(block: Block, homes: number, lower = 1): void {
  const { lot, site, random } = block;
  const land = offset(lot.ring, -4)[0];
  if (!land || signedArea(land) < 900) return;
  const [x, y] = centroid(land);
  if (!contains(land, x, y)) return;
  if (random.chance(0.06)) {
    site.lay({ kind: 'landuse', ring: land, tags: { leisure: 'park' } }, lot.ring, 0);
    return;
  }
  const frame = orientedBox(land);
  const limit = skylineAt(x, y) * lower;
  const year = yearNear(block, 4, 4);
  const use = random.chance(homes) ? 'apartments' : random.chance(0.16) ? 'hotel' : 'office';
  const storeyHeight = use === 'office' ? 4.1 : use === 'hotel' ? 3.6 : 3.1;
  const cut = simplified(offset(land, -random.range(1, 5))[0] ?? land, 1.5);
  // A square in front: the podium gives up its side on the wider street.
  const podiumRing = random.chance(0.55)
    ? at(
        {
          ...place(frame),
          x: frame.cx + Math.cos(frame.angle) * frame.width * 0.09,
          y: frame.cy + Math.sin(frame.angle) * frame.width * 0.09,
        },
        chamfered(frame.width * 0.74, frame.depth * 0.86, 3),
      )
    : cut;
  const podiumStoreys = random.int(3, 5);
  const podium = podiumStoreys * 5 + 1;
  const twin = frame.width > 84 && frame.depth > 40 && random.chance(0.4);
  const outline = contains(land, podiumRing[0]![0], podiumRing[0]![1]) ? podiumRing : cut;
  const inner = orientedBox(outline);
  const parts: StructurePart[] = [
    { ring: outline, from: 0, to: podium, colour: wall('stone', random), storeys: podiumStoreys },
  ];
  let height = 0;
  const tint = wall(use === 'apartments' ? 'newFlats' : 'glass', random);
  for (const side of twin ? [-1, 1] : [random.pick([-0.6, 0, 0.6])]) {
    const h = Math.round(Math.min(292, limit * random.range(0.72, 1.14)) * 10) / 10;
    if (h < podium + 12) continue;
    const wide = Math.min(44, inner.depth * 0.8, twin ? inner.width * 0.38 : inner.width * 0.6);
    const tower = tiers(h, podium, random, wide);
    const shift = inner.width * (twin ? 0.25 : 0.2) * side;
    const spot = {
      ...place(inner),
      x: inner.cx + Math.cos(inner.angle) * shift,
      y: inner.cy + Math.sin(inner.angle) * shift,
    };
    const to = (ring: Ring): Ring => at(spot, ring);
    if (!to(tower.ring).every(([px, py]) => contains(outline, px, py))) continue;
    for (const part of tower.parts(to)) {
      parts.push({
        ...part,
        colour: tint,
        storeys: Math.round((part.to - podium) / storeyHeight) + podiumStoreys,
      });
    }
    height = Math.max(height, h);
  }
  if (height === 0) {
    midRise(block, year);
    return;
  }
  const structure: Structure = {
    outline,
    building: use,
    storeys: Math.round((height - podium) / storeyHeight) + podiumStoreys,
    height,
    roof: { shape: 'flat', height: 0, colour: roofing('flat', random) },
    colour: tint,
    material: use === 'apartments' ? 'concrete' : 'glass',
    parts,
    year,
  };
  if (site.build(lot.face, lot.ring, structure)) {
    site.lay({ kind: 'landuse', ring: land, tags: { place: 'square', surface: 'paving_stones' } }, null);
  } else midRise(block, year);
}

/** Offices in a closed front where no tower fits. */
function midRise(block: Block, year: number): void {
  const { lot, site, random } = block;
  alongFronts(lot.ring, { width: [20, 42], depth: [15, 19], gap: [0.3, 8], inset: 2 }, random, (spot) => {
    const storeys = random.int(6, 12);
    return site.build(lot.face, lot.ring, {
      outline: at(spot, box(spot.width, spot.depth)),
      building: 'office',
      storeys,
      height: Math.round((storeys * 3.9 + 1.2) * 10) / 10,
      roof: { shape: 'flat', height: 0, colour: roofing('flat', random) },
      colour: wall(random.chance(0.5) ? 'glass' : 'stone', random),
      year,
    });
  });
}

/** The tallest tower: seven tiers and a crown on a round podium. */
export function landmark(x: number, y: number, angle: number): Structure {
  const spot = { x, y, angle, width: 0, depth: 0 };
  const base = chamfered(46, 46, 12);
  const tint = '#8fa9b5';
  const steps: [number, number, number][] = [
    [24, 84, 1],
    [84, 142, 0.95],
    [142, 196, 0.89],
    [196, 244, 0.81],
    [244, 276, 0.7],
    [276, 296, 0.54],
  ];
  return {
    outline: at(spot, oval(78, 72, 28)),
    building: 'office',
    storeys: 66,
    height: LANDMARK_HEIGHT,
    roof: { shape: 'flat', height: 0 },
    colour: tint,
    material: 'glass',
    year: 2016,
    name: { zh: '澜湾中心', en: 'Lanwan Centre' },
    parts: [
      { ring: at(spot, oval(78, 72, 28)), from: 0, to: 24, colour: '#cfc6b4', storeys: 4 },
      ...steps.map(
        ([from, to, by]): StructurePart => ({ ring: at(spot, scaled(base, by)), from, to, colour: tint }),
      ),
      {
        ring: at(spot, scaled(base, 0.36)),
        from: 296,
        to: LANDMARK_HEIGHT,
        colour: '#b9c6cb',
        roof: { shape: 'pyramidal', height: 18 },
      },
    ],
    tags: { 'building:use': 'office', observatory: 'yes' },
  };
}

const place = (b: {
  cx: number;
  cy: number;
  angle: number;
  width: number;
  depth: number;
}): { x: number; y: number; angle: number; width: number; depth: number } => ({
  x: b.cx,
  y: b.cy,
  angle: b.angle,
  width: b.width,
  depth: b.depth,
});
