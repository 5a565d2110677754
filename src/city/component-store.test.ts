import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPONENT_CONDITIONS, type Component } from './component.ts';
import { ComponentStore } from './component-store.ts';
import { componentText, packComponents } from './packed-components.ts';

const word = fc.option(
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('\0')),
  { nil: null },
);
const component: fc.Arbitrary<Component> = fc.record({
  id: fc.string(),
  class: fc.constantFrom('cjt214:0118', 'cjt214:0402', 'other:水马'),
  code: word,
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  ground: fc.option(fc.double({ min: -100, max: 5000, noNaN: true }), { nil: null }),
  height: fc.float({ min: 0, max: 150, noNaN: true }),
  azimuthDeg: fc.option(fc.float({ min: 0, max: 359, noNaN: true }), { nil: null }),
  condition: fc.constantFrom(...COMPONENT_CONDITIONS),
  name: word,
  owner: word,
  department: word,
  grid: word,
  installed: fc.integer({ min: 0, max: 2200 }),
  attributes: fc.dictionary(
    fc.constantFrom('species', 'circuit', '高度'),
    fc.oneof(fc.string(), fc.integer(), fc.boolean()),
    { noNullPrototype: true },
  ),
});

/** The component at an index, as it was. */
function read(store: ComponentStore, i: number): Component {
  const { columns, words } = store;
  const { code, name, attributes } = store.text(i);
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    id: store.ids[i]!,
    class: store.classOf(i),
    code,
    lon: columns.lon[i]!,
    lat: columns.lat[i]!,
    ground: orNull(columns.ground[i]!),
    height: columns.height[i]!,
    azimuthDeg: orNull(columns.azimuth[i]!),
    condition: COMPONENT_CONDITIONS[columns.condition[i]!]!,
    name,
    owner: words[columns.owner[i]!]! || null,
    department: words[columns.department[i]!]! || null,
    grid: words[columns.grid[i]!]! || null,
    installed: columns.installed[i]!,
    attributes: JSON.parse(attributes) as Component['attributes'],
  };
}

describe('the component store', () => {
  it('gives back what was packed, batch after batch, and what is picked from it', () => {
    fc.assert(
      fc.property(fc.array(fc.array(component, { maxLength: 5 }), { maxLength: 4 }), (batches) => {
        const store = new ComponentStore();
        for (const batch of batches) store.append(packComponents(batch));
        const all = batches.flat();
        expect(store.count).toBe(all.length);
        expect(all.map((_, i) => read(store, i))).toEqual(all);
        // Every second one, from the last.
        const picked = all.map((_, i) => all.length - 1 - i).filter((i) => i % 2 === 0);
        const copy = new ComponentStore();
        copy.append(store.subset(picked));
        expect(picked.map((_, k) => read(copy, k))).toEqual(picked.map((i) => all[i]));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a NUL out of texts, which it divides them by', () => {
    const [made] = fc.sample(component, 1);
    const packed = packComponents([{ ...made!, code: 'a\0b', name: 'c\0', attributes: { x: 'd\0' } }]);
    expect(componentText(packed.text, 0)).toEqual({ code: 'ab', name: 'c', attributes: '{"x":"d\\u0000"}' });
  });

  it('numbers a word once for all batches', () => {
    const [made] = fc.sample(component, 1);
    const store = new ComponentStore();
    for (const owner of ['A', 'B', 'A']) store.append(packComponents([{ ...made!, owner }]));
    const { owner } = store.columns;
    expect(owner[0]).toBe(owner[2]);
    expect(owner[0]).not.toBe(owner[1]);
    expect(store.words[owner[1]!]).toBe('B');
  });
});
