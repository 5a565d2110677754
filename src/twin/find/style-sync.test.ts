import { describe, expect, it } from 'vitest';
import { DEFAULT_STATE, type TwinState } from '#base/state/twin-state.ts';
import type { PlacedFeature } from '../city/feature-source.ts';
import type { FindClient } from './find-client.ts';
import type { FindQuestion } from './find-protocol.ts';
import type { StyledTheme, StyleRequest, StyleUpdate } from './style-engine.ts';
import { createStyleSync } from './style-sync.ts';

const GIDS: Record<string, number> = { a: 11, b: 12, c: 13 };

function sync(fail: () => Error | null = () => null, theme: StyledTheme = 'buildings') {
  const requests: StyleRequest[] = [];
  const lookedUp: string[] = [];
  const faults: unknown[] = [];
  let updates = 0;
  const ask = async (question: FindQuestion): Promise<StyleUpdate> => {
    if (question.kind === 'style') requests.push(question.request);
    const error = fail();
    if (error) throw error;
    const legend = [{ colour: '#ffffff', value: String(requests.length), count: 1 }];
    return { pages: [], palette: null, legend, shown: 41 };
  };
  const made = createStyleSync({
    theme,
    layer: 'houses',
    features: {
      byId: async (id) => {
        lookedUp.push(id);
        return GIDS[id] === undefined ? null : ({ gid: GIDS[id] } as PlacedFeature);
      },
    },
    finder: { ask: ask as FindClient['ask'] },
    signal: new AbortController().signal,
    onUpdate: () => updates++,
    onFault: (error) => faults.push(error),
  });
  return { made, requests, lookedUp, faults, updates: () => updates };
}

const state = (change: Partial<TwinState>): TwinState => ({ ...DEFAULT_STATE, ...change });

describe('style in step with the state', () => {
  it('lets the worker rest while nothing is styled', async () => {
    const { made, requests } = sync();
    made.update(DEFAULT_STATE);
    expect(made.pending()).toBe(false);
    expect(await made.legend()).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('turns ids into gids, leaves out those of no feature, and takes the filter of its layer alone', async () => {
    const { made, requests } = sync();
    const filters = { houses: { use: ['office'] }, trees: { use: ['park'] } };
    made.update(state({ selection: ['a', 'nowhere'], hidden: ['b'], isolated: ['c'], filters }));
    expect(made.pending()).toBe(true);
    expect(await made.legend()).toMatchObject([{ value: '1' }]);
    expect(made.pending()).toBe(false);
    expect(requests).toEqual([
      { filter: { use: ['office'] }, colouring: null, selected: [11], hidden: [12], isolated: [13] },
    ]);
  });

  it('merges states that follow each other faster than they are drawn, and ends with the last', async () => {
    const { made, requests, updates } = sync();
    for (const id of ['a', 'b', 'c']) made.update(state({ selection: [id] }));
    await made.legend();
    expect(requests.map(({ selected }) => selected)).toEqual([[11], [13]]);
    expect(updates()).toBe(2);
  });

  it('looks nothing up twice, nor what it was told', async () => {
    const { made, lookedUp } = sync();
    made.learn('c', 13);
    made.update(state({ selection: ['a', 'c'] }));
    await made.legend();
    made.update(state({ hidden: ['a', 'c'] }));
    await made.legend();
    expect(lookedUp).toEqual(['a']);
  });

  it('does nothing when something else of the state changes', async () => {
    const { made, requests } = sync();
    const one = state({ selection: ['a'] });
    made.update(one);
    await made.legend();
    made.update({ ...one, filters: { trees: {} } });
    made.update({ ...state({ language: 'zh' }), selection: one.selection, hidden: one.hidden });
    await made.legend();
    expect(requests).toHaveLength(1);
  });

  it('takes the style away again when the last of it goes', async () => {
    const { made, requests } = sync();
    made.update(state({ selection: ['a'] }));
    await made.legend();
    made.update(DEFAULT_STATE);
    await made.legend();
    expect(requests.at(-1)).toEqual({
      filter: null,
      colouring: null,
      selected: [],
      hidden: [],
      isolated: null,
    });
  });

  it('tells a failure and goes on with the next state', async () => {
    let broken = true;
    const { made, faults, updates } = sync(() => (broken ? new Error('no table') : null));
    made.update(state({ selection: ['a'] }));
    await made.legend();
    expect(faults).toEqual([new Error('no table')]);
    broken = false;
    made.update(state({ selection: ['b'] }));
    await made.legend();
    expect(updates()).toBe(1);
  });

  it('tells how many buildings show, only while a filter is in force', async () => {
    const { made } = sync();
    made.update(state({ selection: ['a'] }));
    expect(await made.shown()).toBeNull();
    made.update(state({ filters: { houses: { use: ['office'] } } }));
    expect(await made.shown()).toBe(41);
    made.update(DEFAULT_STATE);
    expect(await made.shown()).toBeNull();
  });

  it('colours components by their layer, not as buildings are coloured', async () => {
    const { made, requests } = sync(undefined, 'components');
    const colouring = { attribute: 'use', palette: 'auto' } as const;
    made.update(state({ colouring }));
    await made.legend();
    expect(requests).toEqual([]);
    const houses = { visible: true, style: { colourBy: 'class' } };
    made.update(state({ colouring, layers: { houses } }));
    await made.legend();
    made.update(state({ colouring: null, layers: { houses } }));
    await made.legend();
    expect(requests.map((request) => request.colouring)).toEqual([{ attribute: 'class', palette: 'auto' }]);
    made.update(state({ layers: { houses: { visible: true } } }));
    await made.legend();
    expect(requests[1]?.colouring).toBeNull();
  });
});
