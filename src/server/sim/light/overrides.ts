/** A level that was asked for and counts instead of the schedule's. */
export interface Override {
  readonly level: number;
  readonly from: number;
  readonly startAt: number;
  readonly rampMs: number;
  readonly endAt: number;
  /** Whether the schedule wanted light then: its next switching ends what has no end. */
  readonly wanted: boolean;
}

/** Gives the level at an instant; null: the override is over. */
export function overriddenLevel(override: Override, t: number, wanted: boolean): number | null {
  const { level, from, startAt, rampMs, endAt } = override;
  if (t >= endAt || (endAt === Number.POSITIVE_INFINITY && wanted !== override.wanted)) return null;
  const share = rampMs > 0 ? Math.min(1, Math.max(0, (t - startAt) / rampMs)) : 1;
  return Math.round(from + (level - from) * share);
}
