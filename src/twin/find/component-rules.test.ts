import { describe, expect, it } from 'vitest';
import type { ComponentTable } from '#base/feature-table.ts';
import { createComponentColumns, fillComponentColumns } from './component-columns.ts';
import { COMPONENT_RULES } from './component-rules.ts';
import {
  createStyleEngine,
  createStyleTexels,
  HIDDEN,
  mergeStyle,
  type StyleRequest,
} from './style-engine.ts';

type Row =
  | [kind: string, condition: string, owner: string | null, grid: string | null, installed: number]
  | null;

const ROWS: Row[] = [
  ['cjt214:0118', 'intact', 'Lamps', '990101001001001', 2019],
  ['cjt214:0101', 'damaged', 'Water', '990101001001002', 1998],
  null,
  ['cjt214:0118', 'lost', null, '990101002003001', 0],
  ['lanwan:2103', 'intact', 'Lamps', null, 2023],
];
const PLAIN: StyleRequest = { filter: null, colouring: null, selected: [], hidden: [], isolated: null };

function columns() {
  const made = createComponentColumns(1, ROWS.length);
  const each = <T>(value: (row: NonNullable<Row>) => T) => ROWS.map((row) => row && value(row));
  const table = {
    start: 1,
    count: ROWS.length,
    columns: {
      id: ROWS.map((row, at) => row && `t:${at}`),
      class: each(([kind]) => kind),
      condition: each(([, condition]) => condition),
      owner: each(([, , owner]) => owner),
      grid: each(([, , , grid]) => grid),
      installed: each(([, , , , installed]) => installed),
    },
  };
  fillComponentColumns(made, table as unknown as ComponentTable);
  return made;
}

function styled(request: Partial<StyleRequest>) {
  const texels = createStyleTexels(1, ROWS.length);
  const update = createStyleEngine(1, ROWS.length, COMPONENT_RULES).update(
    { ...PLAIN, ...request },
    columns(),
  );
  mergeStyle(texels, update);
  const byte = (nth: number) => ROWS.map((_, at) => texels.texels[at * 4 + nth]!);
  return { update, flags: byte(0), classes: byte(1) };
}

describe('style of the components', () => {
  it.each([
    [{ class: ['cjt214:0118'] }, [0, 1, 1, 0, 1]],
    [{ class: ['cjt214:0118', 'lanwan:2103'], owner: ['Lamps'] }, [0, 1, 1, 1, 0]],
    [{ condition: ['damaged', 'lost'] }, [1, 0, 1, 0, 1]],
    [{ grid: ['990101001'] }, [0, 0, 1, 1, 1]],
    [{ grid: ['990101001001002', '990101002'] }, [1, 0, 1, 0, 1]],
    [{ year: [2000, 2020] as const }, [0, 1, 1, 1, 1]],
    [{ owner: [] }, [1, 1, 1, 1, 1]],
  ])('filters by %j; a hole shows nothing', (filter, flags) => {
    const made = styled({ filter });
    expect(made.flags.map((flag) => flag & HIDDEN)).toEqual(flags);
    expect(made.update.shown).toBe(flags.filter((flag, at) => flag === 0 && ROWS[at] !== null).length);
  });

  it('colours by class, the most frequent first, each class in a colour of its own', () => {
    const { classes, update } = styled({ colouring: { attribute: 'class', palette: 'auto' } });
    expect(classes).toEqual([1, 2, 0, 1, 3]);
    expect(update.legend.map(({ value, count }) => [value, count])).toEqual([
      ['cjt214:0118', 2],
      ['cjt214:0101', 1],
      ['lanwan:2103', 1],
    ]);
    const colours = update.legend.map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(3);
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    // Utilities are blue, what is local violet.
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colours[0]!.slice(at, at + 2), 16));
    expect(blue).toBeGreaterThan(green!);
    expect(green).toBeGreaterThan(red!);
  });
});
