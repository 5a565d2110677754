import { describe, expect, it } from 'vitest';
import { createTwinStore } from './twin-store.ts';

const store = () => createTwinStore({}, () => 0);

describe('the store', () => {
  it('undoes and redoes what a person did, and says when there is something to undo', () => {
    const twin = store();
    expect(twin.getState().status).toMatchObject({ canUndo: false, canRedo: false });
    twin.dispatch({ type: 'setLevel', mode: 'L2' });
    expect(twin.getState().status).toMatchObject({ canUndo: true, canRedo: false });
    twin.undo();
    expect(twin.getState().state.levels.mode).toBe('auto');
    expect(twin.getState().status).toMatchObject({ canUndo: false, canRedo: true });
    twin.redo();
    expect(twin.getState().state.levels.mode).toBe('L2');
  });

  it('does not undo what a remote hand, the tour or the picture itself did', () => {
    const twin = store();
    for (const origin of ['remote', 'tour', 'twin', 'clock'] as const) {
      twin.dispatch({ type: 'setLevel', mode: origin === 'tour' ? 'L2' : 'L3' }, origin);
    }
    twin.undo();
    expect(twin.getState().state.levels.mode).toBe('L3');
    expect(twin.getState().status.canUndo).toBe(false);
  });

  it('tells nobody of a command that changes nothing, but lets requests be heard until the remover', () => {
    const twin = store();
    let changes = 0;
    const heard: string[] = [];
    twin.subscribe(() => changes++);
    const remove = twin.onCommand(({ type }, origin) => heard.push(`${type} ${origin}`));
    twin.dispatch({ type: 'setLevel', mode: 'auto' });
    twin.dispatch({ type: 'flyTo', id: 'osm:way/1' }, 'remote');
    remove();
    twin.dispatch({ type: 'northUp' });
    expect(changes).toBe(0);
    expect(heard).toEqual(['setLevel person', 'flyTo remote']);
  });

  it('counts equal faults, keeps them apart by part, and a fatal one ends the opening', () => {
    const twin = store();
    twin.fault('terrain', new Error('tile 3/1/2'));
    twin.fault('terrain', new Error('tile 3/1/3'));
    twin.fault('ground', 'no map');
    expect(twin.getState().status.faults).toEqual([
      { part: 'terrain', message: 'tile 3/1/2', fatal: false, count: 2 },
      { part: 'ground', message: 'no map', fatal: false, count: 1 },
    ]);
    twin.clearFault('terrain');
    twin.fault('city', new Error('gone'), true);
    expect(twin.getState().status.phase).toBe('failed');
    expect(twin.getState().status.faults.map(({ part }) => part)).toEqual(['ground', 'city']);
  });
});
