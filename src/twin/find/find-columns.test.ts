import { describe, expect, it } from 'vitest';
import type { BuildingTable } from '#base/feature-table.ts';
import { type AttributeColumns, createColumns, fillColumns } from './attribute-columns.ts';
import { BUILDING_RULES } from './building-rules.ts';
import { classify } from './colour-classes.ts';
import { countValues } from './count-values.ts';
import { bytesOf, rampColours, USE_COLOURS } from './palettes.ts';
import {
  createStyleEngine,
  createStyleTexels,
  HIDDEN,
  mergeStyle,
  ROWS_A_PAGE,
  SELECTED,
  STYLE_WIDTH,
  type StyleRequest,
  type StyleTexels,
} from './style-engine.ts';

type Row = [use: string, height: number, built: number, storeys: number, from: string] | null;

const START = 0x40_0000;
const ROWS: Row[] = [
  ['office', 120, 2015, 30, 'height'],
  ['house', 6, 1925, 2, 'rule'],
  null,
  ['house', 7.5, 0, 2, 'levels'],
  ['school', 12, 1960, 3, 'height'],
  ['unknown', 3, 1999, 0, 'rule'],
];

function columnsOf(rows: readonly Row[], extra = 0): AttributeColumns {
  const columns = createColumns(START, rows.length + extra);
  const each = <T>(value: (row: NonNullable<Row>) => T) => rows.map((row) => row && value(row));
  const table = {
    start: START,
    count: rows.length,
    columns: {
      id: rows.map((row, at) => row && `t:${at}`),
      use: each(([use]) => use),
      height: each(([, height]) => height),
      built: each(([, , built]) => built),
      storeys: each(([, , , storeys]) => storeys),
      heightFrom: each(([, , , , from]) => from),
    },
  } as unknown as BuildingTable;
  fillColumns(columns, table);
  return columns;
}

describe('counts', () => {
  it('counts uses, most frequent first, unknown ones apart and holes never', () => {
    expect(countValues(columnsOf(ROWS, 3), 'use', 1)).toMatchObject({
      bins: ['house', 'office', 'school'],
      counts: [2, 1, 1],
      unknown: 1,
    });
  });

  it('counts numbers in equal bins of which the last holds the highest', () => {
    const { min, max, bins, counts, unknown } = countValues(columnsOf(ROWS), 'height', 3);
    expect([min, max, unknown]).toEqual([3, 120, 0]);
    expect(bins).toEqual([3, 42, 81]);
    expect(counts).toEqual([4, 0, 1]);
  });

  it('puts years and storeys of nought to the unknown', () => {
    expect(countValues(columnsOf(ROWS), 'year', 2)).toMatchObject({
      min: 1925,
      max: 2015,
      counts: [2, 2],
      unknown: 1,
    });
    expect(countValues(columnsOf(ROWS), 'storeys', 4).unknown).toBe(1);
  });

  it('has one bin when all are alike, and none when nothing is known', () => {
    expect(countValues(columnsOf([ROWS[0]!, ROWS[0]!]), 'height', 9).counts).toEqual([2]);
    expect(countValues(columnsOf([ROWS[3]!]), 'year', 9)).toMatchObject({ bins: [], counts: [], unknown: 1 });
  });

  it('refuses a senseless number of bins', () => {
    expect(() => countValues(columnsOf(ROWS), 'height', 0)).toThrow(
      'histogram "height": expected 1 to 1000 bins, got 0',
    );
  });
});

describe('colour classes', () => {
  it('sorts heights into classes whose counts add up to the buildings', () => {
    const { legend, classes } = classify(columnsOf(ROWS), { attribute: 'height', palette: 'auto' });
    expect([...classes]).toEqual([7, 2, 0, 2, 3, 1]);
    expect(legend.map(({ value }) => value)).toEqual([
      [0, 6],
      [6, 12],
      [12, 18],
      [18, 27],
      [27, 50],
      [50, 100],
      [100, 120],
    ]);
    expect(legend.map(({ count }) => count)).toEqual([1, 2, 1, 0, 0, 0, 1]);
  });

  it('gives years even classes, and the unknown one of their own', () => {
    const { legend, classes } = classify(columnsOf(ROWS), { attribute: 'year', palette: 'cividis' });
    expect(legend.map(({ value }) => value)).toEqual([
      [1920, 1940],
      [1940, 1960],
      [1960, 1980],
      [1980, 2000],
      [2000, 2015],
      null,
    ]);
    expect([...classes]).toEqual([5, 1, 0, 6, 3, 4]);
  });

  it('colours uses by their own colours, or along a ramp', () => {
    const own = classify(columnsOf(ROWS), { attribute: 'use', palette: 'auto' });
    expect(own.legend.map(({ value, colour }) => [value, colour])).toEqual([
      ['house', USE_COLOURS.house],
      ['office', USE_COLOURS.office],
      ['school', USE_COLOURS.school],
      [null, USE_COLOURS.unknown],
    ]);
    expect([...own.classes]).toEqual([2, 1, 0, 1, 3, 4]);
    const ramp = classify(columnsOf(ROWS), { attribute: 'use', palette: 'viridis' });
    expect(ramp.legend[0]!.colour).toBe('#440154');
    expect(ramp.legend[2]!.colour).toBe('#fde725');
  });

  it('tells estimates from what was given', () => {
    const { legend, classes } = classify(columnsOf(ROWS), { attribute: 'estimated', palette: 'auto' });
    expect(legend.map(({ value, count }) => [value, count])).toEqual([
      ['given', 3],
      ['estimated', 2],
    ]);
    expect([...classes]).toEqual([1, 2, 0, 1, 1, 2]);
  });

  it('has ramps whose lightness only goes one way, for eyes that see no hue', () => {
    const lightness = (colour: string): number => {
      const [red, green, blue] = bytesOf(colour).map((byte) => (byte / 255) ** 2.2);
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    for (const name of ['viridis', 'cividis', 'magma', 'height', 'year'] as const) {
      const ramp = rampColours(name, 9).map(lightness);
      const steps = ramp.slice(1).map((light, at) => Math.sign(light - ramp[at]!));
      expect(new Set(steps).size, name).toBe(1);
    }
  });
});

const PLAIN: StyleRequest = { filter: null, colouring: null, selected: [], hidden: [], isolated: null };

function flagsOf({ texels }: StyleTexels, count: number): number[] {
  return Array.from({ length: count }, (_, at) => texels[at * 4]!);
}

describe('style of the buildings', () => {
  function styled(request: Partial<StyleRequest>, columns: AttributeColumns | null = null) {
    const texels = createStyleTexels(START, ROWS.length);
    const update = createStyleEngine(START, ROWS.length, BUILDING_RULES).update(
      { ...PLAIN, ...request },
      columns,
    );
    mergeStyle(texels, update);
    return { update, texels, flags: flagsOf(texels, ROWS.length) };
  }

  it('gives no page where nothing differs', () => {
    expect(styled({}).update.pages).toEqual([]);
  });

  it('hides what is hidden, what is not isolated, and marks what is selected', () => {
    expect(styled({ hidden: [START + 1], selected: [START + 1, START + 4] }).flags).toEqual([
      0,
      HIDDEN | SELECTED,
      0,
      0,
      SELECTED,
      0,
    ]);
    expect(styled({ isolated: [START + 3, START + 4], hidden: [START + 4] }).flags).toEqual([
      1, 1, 1, 0, 1, 1,
    ]);
    expect(styled({ isolated: [] }).flags).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('leaves gids of other blocks alone', () => {
    expect(styled({ hidden: [1, START + ROWS.length, 0x70_0000] }).update.pages).toEqual([]);
  });

  it.each([
    [{ use: ['house', 'castle'] }, [1, 0, 1, 0, 1, 1]],
    [{ height: [6, 12] as const }, [1, 0, 1, 0, 0, 1]],
    [{ year: [1925, 1999] as const }, [1, 0, 1, 1, 0, 0]],
    [{ use: ['house'], year: [1900, 1930] as const }, [1, 0, 1, 1, 1, 1]],
  ])('filters by %j; a year that is not known meets no range', (filter, flags) => {
    const { update, ...made } = styled({ filter }, columnsOf(ROWS));
    expect(made.flags).toEqual(flags);
    expect(update.shown).toBe(flags.filter((flag) => flag === 0).length);
  });

  it('carries classes and their palette, and takes them away again', () => {
    const engine = createStyleEngine(START, ROWS.length, BUILDING_RULES);
    const columns = columnsOf(ROWS);
    const texels = createStyleTexels(START, ROWS.length);
    const colouring = { attribute: 'use', palette: 'auto' } as const;
    const first = engine.update({ ...PLAIN, colouring }, columns);
    mergeStyle(texels, first);
    expect(texels.texels[1]).toBe(2);
    expect([...texels.palette.subarray(8, 11)]).toEqual(bytesOf(USE_COLOURS.office));
    const again = engine.update({ ...PLAIN, colouring, selected: [START] }, columns);
    expect(again.palette).toBeNull();
    expect(again.legend).toEqual(first.legend);
    mergeStyle(texels, engine.update(PLAIN, null));
    expect(texels.texels.filter((byte, at) => at % 4 < 3 && byte !== 0)).toHaveLength(0);
  });

  it('gives only the pages that changed, of a city of a million', () => {
    const count = 1_000_000;
    const engine = createStyleEngine(START, count, BUILDING_RULES);
    const texels = createStyleTexels(START, count);
    const { pages } = engine.update({ ...PLAIN, selected: [START, START + 999_999] }, null);
    mergeStyle(texels, { pages, palette: null, legend: [], shown: null });
    expect(pages.map(({ row }) => row)).toEqual([0, 976]);
    // The last page is cut at the texture's end.
    expect(pages[1]!.data).toHaveLength(STYLE_WIDTH * 4 * (977 - 976));
    expect(pages[0]!.data).toHaveLength(STYLE_WIDTH * 4 * ROWS_A_PAGE);
    expect(texels.texels[999_999 * 4]).toBe(SELECTED);
    expect(engine.update({ ...PLAIN, selected: [START] }, null).pages.map(({ row }) => row)).toEqual([976]);
  });
  it('gives all of it first where another engine styled before', () => {
    const engine = createStyleEngine(START, 20_000, BUILDING_RULES, true);
    const plain = engine.update(PLAIN, null);
    expect(plain.pages.map(({ row }) => row)).toEqual([0, 16]);
    expect(plain.pages.reduce((sum, { data }) => sum + data.length, 0)).toBe(20 * 1024 * 4);
    expect(engine.update(PLAIN, null).pages).toEqual([]);
  });
});
