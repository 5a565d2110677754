import { describe, expect, it } from 'vitest';
import type { Command } from '#base/state/commands.ts';
import { reduce } from '#base/state/reduce.ts';
import { DEFAULT_STATE, type LonLatHeight, type TwinState } from '#base/state/twin-state.ts';
import { createMeasureDraft } from './measure-draft.ts';
import { measureText } from './measure-text.ts';

const A: LonLatHeight = [7, 43, 10];
const B: LonLatHeight = [7.001, 43, 60];
const C: LonLatHeight = [7.001, 43.001, 12];

function desk(tool: TwinState['tool']) {
  let state: TwinState = { ...DEFAULT_STATE, tool };
  const dispatch = (command: Command): void => {
    state = reduce(state, command);
  };
  return { draft: createMeasureDraft(() => state, dispatch), dispatch, state: () => state };
}

describe('measuring', () => {
  it('keeps every click in the state, one measurement a line', () => {
    const { draft, state } = desk('distance');
    draft.add(A);
    draft.add(B);
    draft.finish();
    draft.add(C);
    draft.add(A);
    expect(state().measurements).toEqual([
      { id: 'm1', kind: 'distance', points: [A, B] },
      { id: 'm2', kind: 'distance', points: [C, A] },
    ]);
  });

  it('ends a height by itself with its second point', () => {
    const { draft, state } = desk('height');
    for (const point of [A, B, C]) draft.add(point);
    expect(state().measurements.map(({ points }) => points.length)).toEqual([2, 1]);
  });

  it('takes back the last point, and with the only one the measurement', () => {
    const { draft, state } = desk('area');
    draft.add(A);
    draft.add(B);
    draft.removeLast();
    expect(state().measurements[0]!.points).toEqual([A]);
    draft.removeLast();
    expect(state().measurements).toEqual([]);
    draft.removeLast();
    expect(state().measurements).toEqual([]);
  });

  it('leaves the tool and what measures nothing, and keeps what does', () => {
    const { draft, state } = desk('area');
    for (const point of [A, B, C]) draft.add(point);
    draft.finish();
    draft.add(A);
    draft.add(B);
    draft.leave();
    expect(state().tool).toBeNull();
    expect(state().measurements).toEqual([{ id: 'm1', kind: 'area', points: [A, B, C] }]);
  });

  it('begins anew when another tool is in hand, and after the measurement was cleared away', () => {
    const { draft, dispatch, state } = desk('distance');
    draft.add(A);
    draft.add(B);
    dispatch({ type: 'setTool', tool: 'area' });
    draft.add(C);
    expect(state().measurements.map(({ kind }) => kind)).toEqual(['distance', 'area']);
    dispatch({ type: 'clearMeasurements' });
    draft.add(A);
    expect(state().measurements.map(({ points }) => points)).toEqual([[A]]);
  });

  it('does nothing without a tool that measures', () => {
    const { draft, state } = desk('cut');
    draft.add(A);
    expect(state().measurements).toEqual([]);
    expect(draft.withPoint(B)).toBeNull();
  });

  it('shows the point under the pointer without keeping it', () => {
    const { draft, state } = desk('distance');
    expect(draft.withPoint(A)).toBeNull();
    draft.add(A);
    expect(draft.withPoint(B)?.points).toEqual([A, B]);
    expect(state().measurements[0]!.points).toEqual([A]);
  });
});

describe('texts of measurements', () => {
  it.each([
    ['distance', [A, B], '81.54 m'],
    ['distance', [A, [7.1, 43, 0]], '8.15 km'],
    ['height', [A, B], '50.00 m'],
    ['area', [A, B, C], '4529 m²'],
    ['area', [A, [7.01, 43, 0], [7.01, 43.01, 0]], '45.29 ha'],
    ['area', [A, B], ''],
    ['distance', [A], ''],
  ] as const)('writes a %s of %j as "%s"', (kind, points, text) => {
    expect(measureText({ kind, points })).toBe(text);
  });
});
