/** What commands change in the moments: clock, year, weather, and whether there are two. */
import type { CommandOf, MomentAt } from './commands.ts';
import type { Moment, TwinState } from './twin-state.ts';

type Change = Pick<TwinState, 'moments'> | Record<string, never>;

/** Changes the moment meant; one that is not there changes nothing. */
export function momentChange(state: TwinState, at: MomentAt = 0, change: Partial<Moment>): Change {
  const { moments } = state;
  const moment = moments[at];
  if (!moment) return {};
  const changed: Moment = { ...moment, ...change };
  const [first, second] = moments;
  if (at === 1) return { moments: [first, changed] };
  return { moments: second ? [changed, second] : [changed] };
}

/** Changes the parts of a clock that are given; an instant or a rate without an anchor starts anew. */
export function clockChange(state: TwinState, command: CommandOf<'setTime'>): Change {
  const { type: _, moment: at = 0, ...parts } = command;
  const clock = state.moments[at]?.clock;
  if (!clock) return {};
  const starts = parts.mode !== undefined || parts.instant !== undefined || parts.rate !== undefined;
  return momentChange(state, at, { clock: { ...clock, ...(starts ? { anchor: null } : {}), ...parts } });
}

/** Adds a second moment like the first, or drops it. */
export function compareChange({ moments }: TwinState, { compare }: CommandOf<'setCompare'>): Change {
  if (compare === moments.length > 1) return {};
  return { moments: compare ? [moments[0], moments[0]] : [moments[0]] };
}
