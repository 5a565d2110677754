/** Classes of buildings by an attribute, each with its colour. */
import type { Colouring } from '#base/state/twin-state.ts';
import type { LegendEntry } from '#base/twin-queries.ts';
import { USES } from '#city/use.ts';
import { type AttributeColumns, HOLE } from './attribute-columns.ts';
import { numberColumn } from './count-values.ts';
import { ESTIMATED_COLOUR, GIVEN_COLOUR, rampColours, UNKNOWN_COLOUR, USE_COLOURS } from './palettes.ts';

export interface ColourClasses {
  /** Class c of a row has the colour of entry c − 1. */
  legend: LegendEntry[];
  /** By row; 0 none (holes). */
  classes: Uint8Array;
}

/** Lower ends of classes that mean something to a planner; those above the city's highest are left out. */
const HEIGHT_STEPS = [0, 6, 12, 18, 27, 50, 100, 200];
const STOREY_STEPS = [1, 2, 3, 5, 7, 10, 19, 34];
const YEAR_STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500];
const YEAR_CLASSES = 7;
/** Years before those of this share of the buildings fall into the first class. */
const EARLY_SHARE = 0.02;

/** Sorts every building into a class. */
export function classify(columns: AttributeColumns, { attribute, palette }: Colouring): ColourClasses {
  if (attribute === 'use') return classifyUses(columns, palette);
  if (attribute === 'estimated') return classifyOrigins(columns, palette);
  const { values, isKnown } = numberColumn(columns, attribute);
  const lower = lowerEnds(columns, attribute);
  const ramp = palette !== 'auto' ? palette : attribute === 'year' ? 'year' : 'height';
  const colours = rampColours(ramp, lower.length);
  const classes = new Uint8Array(columns.count);
  const counts = new Array<number>(lower.length + 2).fill(0);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < columns.count; row++) {
    if (columns.use[row] === HOLE) continue;
    const value = values[row]!;
    let one = lower.length + 1;
    if (isKnown(value)) {
      one = 1;
      while (one < lower.length && value >= lower[one]!) one++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    classes[row] = one;
    counts[one]!++;
  }
  const legend = lower.map(
    (low, at): LegendEntry => ({
      colour: colours[at]!,
      value: [at === 0 ? Math.min(low, min) : low, lower[at + 1] ?? Math.max(low, max)],
      count: counts[at + 1]!,
    }),
  );
  const unknown = counts[lower.length + 1]!;
  if (unknown > 0) legend.push({ colour: UNKNOWN_COLOUR, value: null, count: unknown });
  return { legend, classes };
}

function lowerEnds(columns: AttributeColumns, attribute: 'height' | 'year' | 'storeys'): number[] {
  if (attribute === 'year') return yearEnds(columns);
  const { values, isKnown } = numberColumn(columns, attribute);
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value > max && columns.use[row] !== HOLE && isKnown(value)) max = value;
  }
  if (max === Number.NEGATIVE_INFINITY) return [];
  const steps = attribute === 'height' ? HEIGHT_STEPS : STOREY_STEPS;
  return steps.filter((step, at) => at === 0 || step <= max);
}

function yearEnds({ use, year }: AttributeColumns): number[] {
  // Years are few: counted rather than sorted.
  const counts = new Uint32Array(65_536);
  let known = 0;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < year.length; row++) {
    const value = year[row]!;
    if (value === 0 || use[row] === HOLE) continue;
    counts[value + 32_768]!++;
    known++;
    if (value > max) max = value;
  }
  if (known === 0) return [];
  const before = Math.floor((known - 1) * EARLY_SHARE);
  let at = 0;
  for (let passed = counts[0]!; passed <= before; passed += counts[at]!) at++;
  const early = at - 32_768;
  const isWideEnough = (wide: number): boolean =>
    Math.floor(max / wide) - Math.floor(early / wide) < YEAR_CLASSES;
  const step = YEAR_STEPS.find(isWideEnough) ?? 1_000;
  const from = Math.floor(early / step);
  return Array.from({ length: Math.floor(max / step) - from + 1 }, (_, one) => (from + one) * step);
}

function classifyUses(columns: AttributeColumns, palette: Colouring['palette']): ColourClasses {
  const counts = new Array<number>(256).fill(0);
  for (let row = 0; row < columns.count; row++) counts[columns.use[row]!]!++;
  const present = USES.map(({ use }, index) => ({ use, index, count: counts[index]! }))
    .filter(({ count }) => count > 0)
    // `unknown`, index 0, comes last.
    .sort((a, b) => Number(a.index === 0) - Number(b.index === 0) || b.count - a.count);
  const colours =
    palette === 'auto' ? null : rampColours(palette, present.filter(({ index }) => index > 0).length);
  const classOfUse = new Uint8Array(256);
  const legend = present.map(({ use, index, count }, at): LegendEntry => {
    classOfUse[index] = at + 1;
    const colour = index === 0 ? UNKNOWN_COLOUR : (colours?.[at] ?? USE_COLOURS[use]);
    return { colour, value: index === 0 ? null : use, count };
  });
  return { legend, classes: columns.use.map((use) => classOfUse[use]!) };
}

function classifyOrigins(columns: AttributeColumns, palette: Colouring['palette']): ColourClasses {
  const counts = [0, 0, 0];
  const classes = new Uint8Array(columns.count);
  for (let row = 0; row < columns.count; row++) {
    if (columns.use[row] === HOLE) continue;
    classes[row] = 1 + columns.estimated[row]!;
    counts[classes[row]!]!++;
  }
  const [given, estimated] = palette === 'auto' ? [GIVEN_COLOUR, ESTIMATED_COLOUR] : rampColours(palette, 2);
  return {
    legend: [
      { colour: given!, value: 'given', count: counts[1]! },
      { colour: estimated!, value: 'estimated', count: counts[2]! },
    ],
    classes,
  };
}
