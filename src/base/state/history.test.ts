import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCamera, anyCommand, anyState } from './arbitrary-state.ts';
import type { Command, Origin } from './commands.ts';
import { createHistory, HISTORY_LENGTH, type History, redo, remember, undo } from './history.ts';
import { reduce } from './reduce.ts';
import { DEFAULT_STATE, type TwinState } from './twin-state.ts';

interface Twin {
  history: History;
  state: TwinState;
}
const twin = (state: TwinState = DEFAULT_STATE): Twin => ({ history: createHistory(), state });
function act({ history, state }: Twin, command: Command, origin: Origin = 'person', atMs?: number): Twin {
  const after = reduce(state, command);
  const done = { before: state, after, command, origin, ...(atMs === undefined ? {} : { atMs }) };
  return { history: remember(history, done), state: after };
}
const back = ({ history, state }: Twin): Twin => undo(history, state);
const forth = ({ history, state }: Twin): Twin => redo(history, state);
const pose = (lon: number) => ({ lon, lat: 35, height: 900, headingDeg: 0, pitchDeg: -30 });

describe('undo and redo', () => {
  it('give the state before every command, and the state after it', () => {
    fc.assert(
      fc.property(anyState, anyCommand, (state, command) => {
        const done = act(twin(state), command);
        const undone = back(done);
        expect(undone.state).toEqual(state);
        expect(forth(undone).state).toEqual(done.state);
      }),
      { numRuns: 600 },
    );
  });

  it('walk back through any row of commands, state by state, and forth again', () => {
    const rows = fc.array(anyCommand, { maxLength: 25 });
    fc.assert(
      fc.property(anyState, rows, (start, row) => {
        const stops = [twin(start)];
        for (const command of row) {
          const before = stops.at(-1)!;
          // Camera moves in a row are one step: see below.
          if (command.type === 'setCamera' && before.history.past.at(-1)?.joins === 'camera') continue;
          const after = act(before, command);
          if (after.state !== before.state) stops.push(after);
        }
        let now = stops.at(-1)!;
        for (const stop of stops.slice(0, -1).reverse()) {
          now = back(now);
          expect(now.state).toEqual(stop.state);
        }
        for (const stop of stops.slice(1)) {
          now = forth(now);
          expect(now.state).toEqual(stop.state);
        }
      }),
    );
  });

  it('leave alone what clock, tour, remote hand and picture do', () => {
    for (const origin of ['clock', 'tour', 'remote', 'twin'] as const) {
      const start = act(twin(), { type: 'select', ids: ['a'] });
      const moved = act(start, { type: 'setCamera', camera: pose(7) }, origin);
      expect(moved.history).toBe(start.history);
      expect(back(moved).state).toEqual({ ...DEFAULT_STATE, camera: pose(7) });
    }
  });

  it('keep what others did to the same part', () => {
    let now = act(twin(), { type: 'setLayer', id: 'trees', visible: true }, 'remote');
    now = act(now, { type: 'setLayer', id: 'lamps', visible: true }, 'remote');
    now = act(now, { type: 'setLayer', id: 'trees', visible: false });
    now = act(now, { type: 'setLayer', id: 'lamps', visible: false }, 'remote');
    expect(back(now).state.layers).toEqual({ trees: { visible: true }, lamps: { visible: false } });
  });

  it('pass over steps that no longer change anything', () => {
    let now = act(twin(), { type: 'select', ids: ['a'] });
    now = act(now, { type: 'setTool', tool: 'area' });
    now = act(now, { type: 'setTool', tool: null }, 'remote');
    expect(back(now).state).toEqual(DEFAULT_STATE);
  });

  it('take camera moves in a row as one step', () => {
    fc.assert(
      fc.property(fc.array(anyCamera, { minLength: 1, maxLength: 8 }), (cameras) => {
        const start = act(twin(), { type: 'setTool', tool: 'area' });
        const end = cameras.reduce((now, camera) => act(now, { type: 'setCamera', camera }), start);
        expect(back(end).state).toEqual(start.state);
        expect(forth(back(end)).state).toEqual(end.state);
      }),
    );
  });

  it('take the drag of one slider as one step, and a later one as another', () => {
    const dim = (opacity: number): Command => ({ type: 'setLayer', id: 'ground', opacity });
    let now = act(twin(), dim(0.9), 'person', 1000);
    now = act(now, dim(0.8), 'person', 1100);
    now = act(now, dim(0.5), 'person', 1200);
    now = act(now, dim(0.2), 'person', 5000);
    now = back(now);
    expect(now.state.layers.ground?.opacity).toBe(0.5);
    expect(back(now).state).toEqual(DEFAULT_STATE);
  });

  it('do not melt a move made after an undo into the step before', () => {
    let now = act(twin(), { type: 'setCamera', camera: pose(1) });
    now = back(act(now, { type: 'setTool', tool: 'area' }));
    now = act(now, { type: 'setCamera', camera: pose(2) });
    expect(back(now).state.camera).toEqual(pose(1));
    expect(now.history.future).toEqual([]);
  });

  it('keep the last steps only, and say so by doing nothing', () => {
    let now = twin();
    for (let at = 0; at < HISTORY_LENGTH + 20; at++) now = act(now, { type: 'select', ids: [`f:${at}`] });
    expect(now.history.past).toHaveLength(HISTORY_LENGTH);
    for (let at = 0; at < HISTORY_LENGTH; at++) now = back(now);
    expect(now.state.selection).toEqual(['f:19']);
    expect(back(now)).toEqual(now);
    expect(back(now).state).toBe(now.state);
  });
});
