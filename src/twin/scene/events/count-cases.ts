import { cityCalendar } from '#base/cases/city-calendar.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import type { CaseCounts } from '#base/live/live-status.ts';
import type { Manifest } from '#base/manifest.ts';
import type { LiveView } from '../../live/live-view.ts';
import { isOpen, urgencyOf } from './case-look.ts';

/** Counts open cases by how they stand to their limit, on the calendar of their city. */
export function countCases(
  { cases, cityNow }: Pick<LiveView, 'cases' | 'cityNow'>,
  { timeZone, origin }: Pick<Manifest, 'timeZone' | 'origin'>,
): CaseCounts {
  const work = createWorkTime(cityCalendar(timeZone, origin[0]));
  const now = cityNow();
  const counts = { open: 0, near: 0, late: 0 };
  for (const record of cases.all().values()) {
    if (!isOpen(record)) continue;
    counts.open++;
    const urgency = urgencyOf(record, now, work);
    if (urgency !== 'calm') counts[urgency]++;
  }
  return counts;
}
