import { describe, expect, it, vi } from 'vitest';
import type { ShownFeature, Stats } from '#base/spar.ts';
import { createSpar, type SparSource } from './create-spar.ts';
import { createTwinStore } from './twin-store.ts';

function world() {
  const store = createTwinStore({}, () => 0);
  let pick: (feature: ShownFeature | null) => void = () => {};
  const source = {
    onPick(listener: typeof pick) {
      pick = listener;
      return () => {};
    },
    link: () => 'http://h/?city=a',
  } as unknown as SparSource<Stats>;
  return { store, spar: createSpar(store, source), pick: (one: ShownFeature | null) => pick(one) };
}

describe('window.spar', () => {
  it('applies a checked command, as a remote hand: nothing for undo', () => {
    const { spar, store } = world();
    spar.dispatch({ type: 'select', ids: ['osm:way/1'] });
    expect(spar.state().selection).toEqual(['osm:way/1']);
    expect(store.getState().status.canUndo).toBe(false);
  });

  it('throws on a bad command, tells it as an error, and leaves the state', () => {
    const { spar } = world();
    const errors: unknown[] = [];
    spar.on('error', (error) => errors.push(error));
    const before = spar.state();
    const message = 'spar.dispatch: mode: expected one of "auto", "L1", "L2", "L3", got "L9"';
    expect(() => spar.dispatch({ type: 'setLevel', mode: 'L9' as 'L3' })).toThrow(message);
    expect(errors).toEqual([{ part: 'dispatch', message }]);
    expect(spar.state()).toBe(before);
  });

  it('tells of states, picks and faults until the remover', () => {
    const { spar, store, pick } = world();
    const heard: unknown[] = [];
    const removers = [
      spar.on('state', ({ levels }) => heard.push(levels.mode)),
      spar.on('pick', (feature) => heard.push(feature)),
      spar.on('error', ({ part, message }) => heard.push(`${part}: ${message}`)),
    ];
    spar.dispatch({ type: 'setLevel', mode: 'L2' });
    pick(null);
    store.fault('ground', new Error('no map'));
    store.fault('ground', new Error('no map'));
    store.report({ pending: 3 });
    expect(heard).toEqual(['L2', null, 'ground: no map']);
    for (const remove of removers) remove();
    spar.dispatch({ type: 'setLevel', mode: 'L3' });
    store.fault('terrain', new Error('gone'));
    expect(heard).toHaveLength(3);
  });

  it('goes on when a listener throws, and reports it to the page', () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { spar } = world();
    const heard: string[] = [];
    spar.on('state', () => {
      throw new Error('host');
    });
    spar.on('state', ({ levels }) => heard.push(levels.mode));
    spar.dispatch({ type: 'setLevel', mode: 'L2' });
    expect(heard).toEqual(['L2']);
    expect(reported).toHaveBeenCalledWith(new Error('host'));
    vi.unstubAllGlobals();
  });

  it('refuses an event that there is none of', () => {
    const { spar } = world();
    expect(() => spar.on('moon' as 'pick', () => {})).toThrow(
      'spar.on: type: expected one of pick, state, alarm, error, got "moon"',
    );
  });
});
