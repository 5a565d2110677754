/**
 * Betters the rule for heights that nobody gives: where enough buildings of a city do have one, the others are taken
 * to be like them. They stay marked as estimated (`heightFrom` 'rule').
 */
import { EQUATOR_DEGREE } from '#base/geo/degree.ts';
import type { BuildingStore } from '#city/building-store.ts';
import { HEIGHT_ORIGINS } from '#city/model.ts';
import { useIndex } from '#city/use.ts';

/** Fewer known heights than this say nothing about a city. */
const LEAST_KNOWN = 20;
/** Footprints below this are outbuildings, whatever their neighbours are, m². */
const LEAST_AREA = 60;
/** An estimate is no higher than this times the side of a square of the footprint's area: no needles. */
const SLENDERNESS = 1.2;

const RULE = HEIGHT_ORIGINS.indexOf('rule');
const GIVEN = new Set([HEIGHT_ORIGINS.indexOf('height'), HEIGHT_ORIGINS.indexOf('levels')]);
const UNKNOWN = useIndex('unknown');

/**
 * Sets the height of buildings with no evidence to the median of those of the same use (of any use, where their own is
 * unknown). Buildings with parts or detailed faces are left alone.
 *
 * @returns how many were set.
 */
export function estimateHeights(store: BuildingStore, rows: Uint32Array): number {
  const known = new Map<number, number[]>();
  const all: number[] = [];
  const guessed: number[] = [];
  for (const row of rows) {
    const { packed, local } = store.place(row);
    const origin = packed.heightFrom[local]!;
    if (origin === RULE) {
      if (store.detailVertexCount(row) === 0) guessed.push(row);
    } else if (GIVEN.has(origin)) {
      const height = packed.volumes.height[local]!;
      const use = packed.use[local]!;
      all.push(height);
      const list = known.get(use);
      if (list) list.push(height);
      else known.set(use, [height]);
    }
  }
  if (all.length < LEAST_KNOWN || guessed.length === 0) return 0;
  const medians = new Map<number, number>();
  for (const [use, heights] of known) if (heights.length >= LEAST_KNOWN) medians.set(use, median(heights));
  medians.set(UNKNOWN, medians.get(UNKNOWN) ?? median(all));
  let set = 0;
  for (const row of guessed) {
    const { packed, local } = store.place(row);
    const typical = medians.get(packed.use[local]!);
    const area = typical === undefined ? 0 : footprintArea(store, row);
    if (typical === undefined || area < LEAST_AREA) continue;
    const { height, minHeight } = packed.volumes;
    const estimate = minHeight[local]! + Math.min(typical, SLENDERNESS * Math.sqrt(area));
    if (estimate <= height[local]!) continue;
    height[local] = Math.round(estimate * 100) / 100;
    set++;
  }
  return set;
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

/** Area of the outline, holes taken away, m². */
function footprintArea(store: BuildingStore, row: number): number {
  const { packed, local } = store.place(row);
  const { outlines, outlineStart } = packed;
  const metres = EQUATOR_DEGREE;
  let area = 0;
  for (let p = outlineStart[local]!; p < outlineStart[local + 1]!; p++) {
    for (let r = outlines.polygonStart[p]!; r < outlines.polygonStart[p + 1]!; r++) {
      const from = outlines.ringStart[r]!;
      const to = outlines.ringStart[r + 1]!;
      const lat = outlines.lonLat[from * 2 + 1]!;
      const scale = metres * metres * Math.cos((lat * Math.PI) / 180);
      let doubled = 0;
      for (let i = from; i < to; i++) {
        const j = i + 1 < to ? i + 1 : from;
        doubled +=
          (outlines.lonLat[i * 2]! - outlines.lonLat[from * 2]!) * (outlines.lonLat[j * 2 + 1]! - lat) -
          (outlines.lonLat[j * 2]! - outlines.lonLat[from * 2]!) * (outlines.lonLat[i * 2 + 1]! - lat);
      }
      // Holes run the other way round and count against.
      area += (doubled / 2) * scale;
    }
  }
  return area;
}
