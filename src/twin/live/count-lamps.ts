import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import type { LampCounts } from '#base/live/live-status.ts';
import type { StateTexels } from './state-texels.ts';

/** The low half of a texel's first byte is the condition. */
const CONDITION_BITS = 15;

/**
 * Counts lamps by their texels.
 *
 * @param texels - RGBA by gid from `start` on, as `live-columns.ts` has them; null: nothing is known of any.
 */
export function countLamps(
  gids: ArrayLike<number>,
  texels: Pick<StateTexels, 'start' | 'texels'> | null,
): LampCounts {
  const counts = { lamps: gids.length, known: 0, lit: 0, faults: 0, stale: 0 };
  if (!texels) return counts;
  for (let at = 0; at < gids.length; at++) {
    const first = (gids[at]! - texels.start) * 4;
    const red = texels.texels[first] ?? 0;
    const condition = red & CONDITION_BITS;
    if (condition === CONDITION.none) continue;
    counts.known++;
    if (condition === CONDITION.fault) counts.faults++;
    if ((texels.texels[first + 1] ?? 0) > 0) counts.lit++;
    if ((red & FLAG.stale) !== 0) counts.stale++;
  }
  return counts;
}
