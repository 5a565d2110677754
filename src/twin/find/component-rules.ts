import { majorOf } from '#base/catalogue/catalogue.ts';
import type { Filter } from '#base/state/twin-state.ts';
import type { LegendEntry } from '#base/twin-queries.ts';
import type { ComponentColumns } from './component-columns.ts';
import { HIDDEN, type StyleRules } from './style-engine.ts';

/** How components are filtered and coloured. */
export const COMPONENT_RULES: StyleRules<ComponentColumns> = {
  hideUnmet,
  classify,
  isHole: (columns, at) => columns.class[at] === 0,
};

function hideUnmet(bytes: Uint8Array, columns: ComponentColumns, filter: Filter): void {
  const { words } = columns;
  const wanted = (isWanted: (word: string) => boolean): Uint8Array =>
    Uint8Array.from(words, (word) => (isWanted(word) ? 1 : 0));
  const listed = (values: readonly string[] | undefined): Uint8Array => {
    const set = new Set(values);
    return wanted((word) => !values || set.has(word));
  };
  const [classes, conditions, owners] = [
    listed(filter.class),
    listed(filter.condition),
    listed(filter.owner),
  ];
  // Codes of grids begin with those of the places that they belong to.
  const grids = wanted(
    (word) => !filter.grid || (word !== '' && filter.grid.some((code) => word.startsWith(code))),
  );
  const [first, last] = filter.year ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let at = 0; at < columns.count; at++) {
    const year = columns.installed[at]!;
    const met =
      classes[columns.class[at]!] === 1 &&
      conditions[columns.condition[at]!] === 1 &&
      owners[columns.owner[at]!] === 1 &&
      grids[columns.grid[at]!] === 1 &&
      (!filter.year || (year !== 0 && year >= first && year <= last));
    if (!met) bytes[at * 4]! |= HIDDEN;
  }
}

/** Colours by major: utilities, traffic, sanitation, greenery, premises, others, local ones; told apart by light, too. */
const MAJORS: Readonly<Record<string, readonly [hue: number, light: number]>> = {
  '01': [212, 0.55],
  '02': [38, 0.62],
  '03': [172, 0.45],
  '04': [96, 0.5],
  '05': [18, 0.42],
  '06': [300, 0.66],
  '21': [266, 0.5],
};
const NO_MAJOR = [0, 0.6] as const;
/** One texel holds a class in a byte. */
const MOST_CLASSES = 255;

function classify(columns: ComponentColumns): { classes: Uint8Array; legend: LegendEntry[] } {
  const counts = new Uint32Array(columns.words.length);
  for (const word of columns.class) counts[word]!++;
  counts[0] = 0;
  const ranked = [...counts.keys()].filter((word) => counts[word]! > 0);
  ranked.sort((a, b) => counts[b]! - counts[a]! || (columns.words[a]! < columns.words[b]! ? -1 : 1));
  const kept = ranked.slice(0, MOST_CLASSES);
  const entryOf = new Uint8Array(columns.words.length);
  const withinMajor = new Map<string, number>();
  const legend = kept.map((word, at): LegendEntry => {
    entryOf[word] = at + 1;
    const key = columns.words[word]!;
    const major = majorOf(key)?.major ?? '';
    const nth = withinMajor.get(major) ?? 0;
    withinMajor.set(major, nth + 1);
    const [hue, light] = MAJORS[major] ?? NO_MAJOR;
    const saturation = major in MAJORS ? 0.42 : 0;
    // Within a major hues lie apart and light goes up and down.
    const colour = hexOf(hue + ((nth * 13) % 40) - 20, saturation, light + (((nth * 3) % 5) - 2) * 0.05);
    return { colour, value: key, count: counts[word]! };
  });
  return { classes: Uint8Array.from(columns.class, (word) => entryOf[word]!), legend };
}

/** `#rrggbb` of hue (degrees), saturation and lightness (0 to 1). Source: CSS Color 4, 7.1. */
function hexOf(hue: number, saturation: number, light: number): string {
  const reach = saturation * Math.min(light, 1 - light);
  const channel = (n: number): string => {
    const k = (n + hue / 30 + 12) % 12;
    const value = light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
