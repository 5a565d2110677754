/** What happens to a case next, and when: the roles of a city and their habits, a case's own chances, its limit. */
import type { CaseChange } from '#base/cases/advance-case.ts';
import type { CaseEvent, CaseEventKind, CaseRecord } from '#base/cases/case.ts';
import type { CaseRole } from '#base/cases/case-transitions.ts';
import { dueAt, limitLeft, limitMs } from '#base/cases/due.ts';
import type { Limit } from '#base/cases/limit.ts';
import { createTimeZone, type TimeZone } from '#base/cases/time-zone.ts';
import type { WorkCalendar } from '#base/cases/work-calendar.ts';
import { createWorkTime, type WorkTime } from '#base/cases/work-time.ts';
import type { Chance } from './chance.ts';
import { wrongDepartment } from './departments.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Inspectors, cleaners and patrols are about every day from seven to ten in the evening. */
const BEAT = { from: 7 * HOUR, to: 22 * HOUR };

/** Chances of what does not go straight. */
const OF = {
  reject: 0.04,
  void: 0.07,
  refuse: 0.03,
  return: 0.05,
  rework: 0.07,
  suspend: 0.02,
  extendWhenLate: 0.35,
  rate: 0.3,
} as const;
/** Share of the limit that the handling takes: half of all below the median, one in twelve beyond the limit. */
const SHARE = { median: 0.45, sigma: 0.57 } as const;
/** Who works while the limit stands still has more time: only the slow ones are late. */
const DAILY_SHARE = { median: 0.5, sigma: 0.9 } as const;

/** A case's own course, drawn when it is opened, and what is left of it. */
export interface CaseCourse {
  readonly chance: Chance;
  /** What it may take once it is filed. */
  readonly limit: Limit;
  /** Right department. */
  readonly department: string;
  /** Handled on every day from morning till night, not only while the offices work. */
  readonly daily: boolean;
  readonly self: boolean;
  readonly reject: boolean;
  readonly void: boolean;
  readonly refuse: boolean;
  returns: number;
  reworks: number;
  suspends: number;
  extends: number;
  urges: number;
  /** Share of the limit until it is handled. */
  share: number;
  /** When it will be handled; set once it is filed. */
  done: number;
}

export interface NextEvent {
  readonly event: CaseEvent;
  readonly change: CaseChange;
}

export interface CaseHabits {
  /** Of the offices, by which limits count. */
  readonly work: WorkTime;
  /** Of those who are about every day. */
  readonly beat: WorkTime;
  readonly zone: TimeZone;
  readonly language: 'zh' | 'en';
}

/** Makes the habits of a city with a calendar. @throws Error when its time zone is unknown. */
export function createHabits(calendar: WorkCalendar, language: 'zh' | 'en'): CaseHabits {
  const daily: WorkCalendar = {
    ...calendar,
    periods: [[BEAT.from / MINUTE, BEAT.to / MINUTE]],
    weekend: [],
    holidays: [],
    workdays: [],
  };
  return {
    work: createWorkTime(calendar),
    beat: createWorkTime(daily),
    zone: createTimeZone(calendar.timeZone),
    language,
  };
}

/** Draws a case's course. @param sure - nobody doubts it: a component's fault is neither rejected nor set right by the way. */
export function drawCourse(
  chance: Chance,
  {
    limit,
    department,
    daily,
    source,
    self,
    sure,
  }: {
    readonly limit: Limit;
    readonly department: string;
    readonly daily: boolean;
    readonly source: string;
    readonly self: number;
    readonly sure: boolean;
  },
): CaseCourse {
  const { median, sigma } = daily && !continuous(limit) ? DAILY_SHARE : SHARE;
  const share = Math.min(6, chance.around(median, sigma));
  return {
    chance,
    limit,
    department,
    daily,
    self: !sure && source === 'inspector' && chance.happens(self),
    reject: !sure && source === 'hotline' && chance.happens(OF.reject),
    void: !sure && chance.happens(OF.void),
    refuse: !sure && chance.happens(OF.refuse),
    returns: chance.happens(OF.return) ? 1 : 0,
    reworks: chance.happens(OF.rework) ? 1 : 0,
    suspends: limit.unit === 'day' && chance.happens(OF.suspend) ? 1 : 0,
    extends: share > 0.95 && chance.happens(OF.extendWhenLate) ? 1 : 0,
    urges: 2,
    share,
    done: Number.POSITIVE_INFINITY,
  };
}

const continuous = ({ unit }: Limit): boolean => unit !== 'hour' && unit !== 'day';

/** How time passes for somebody: always, or only while they are about. */
type Pace = Pick<WorkTime, 'after' | 'between'>;
const ALWAYS: Pace = { after: (from, ms) => from + ms, between: (from, to) => to - from };

/** Gives the first instant from one on at which inspectors are about. */
export function onBeat(at: number, { zone }: CaseHabits, chance: Chance): number {
  const day = zone.day(at);
  const time = at - zone.instant(day, 0);
  if (time >= BEAT.from && time < BEAT.to) return at;
  return zone.instant(time < BEAT.from ? day : day + 1, BEAT.from) + chance.between(0, 45) * MINUTE;
}

/**
 * Says what happens next to a case as it stands now; null: nothing more.
 *
 * @param course - what the case still has before it; used up as it goes.
 */
export function nextEvent(record: CaseRecord, course: CaseCourse, habits: CaseHabits): NextEvent | null {
  const { chance, limit } = course;
  const { work } = habits;
  /** Of the limit, and of who handles the case. */
  const counting = continuous(limit) ? ALWAYS : work;
  const pace = continuous(limit) ? ALWAYS : course.daily ? habits.beat : work;
  const now = record.history.at(-1)!.at;
  const soon = (median: number): number => now + chance.around(median, 0.6) * MINUTE;
  const beat = (at: number): number => (continuous(limit) ? at : onBeat(at, habits, chance));
  const say = (kind: CaseEventKind, by: CaseRole, at: number, change: CaseChange = {}): NextEvent => ({
    event: { kind, at: Math.max(now, Math.round(at)), by },
    change,
  });

  switch (record.state) {
    case 'ACCEPT_PENDING':
      if (course.self) return say('self-handle', 'inspector', soon(25));
      if (record.source !== 'hotline') return say('accept', 'operator', soon(3));
      return course.reject ? say('reject', 'operator', soon(5)) : say('inspect', 'operator', soon(5));
    case 'VERIFY_PENDING': {
      const at = beat(soon(28));
      return course.void ? say('void', 'inspector', at) : say('verify', 'inspector', at);
    }
    case 'FILE_PENDING': {
      const at = Math.round(soon(9));
      if (course.refuse) return say('refuse', 'supervisor', at);
      course.done = pace.after(at, limitMs(limit, work) * course.share);
      return say('file', 'supervisor', at, { limit, dueAt: dueAt(at, limit, work) });
    }
    case 'DISPATCH_PENDING': {
      const department =
        course.returns > 0 ? wrongDepartment(course.department, habits.language) : course.department;
      return say('dispatch', 'dispatcher', soon(11), { department });
    }
    case 'ASSIGNED':
    case 'IN_PROGRESS':
      return handling();
    case 'SUSPENDED': {
      const at = work.after(now, chance.between(1, 3) * work.dayMs);
      const left = limitLeft(record, now, work) ?? 0;
      const dueAfter = left > 0 ? counting.after(at, left) : record.dueAt!;
      course.done = pace.after(at, Math.max(pace.between(now, course.done), HOUR));
      return say('resume', 'dispatcher', at, { dueAt: Math.max(record.filedAt!, dueAfter) });
    }
    case 'CHECK_PENDING': {
      const at = beat(soon(40));
      if (course.reworks === 0) return say('check', 'inspector', at);
      course.reworks--;
      course.done = pace.after(at, limitMs(limit, work) * chance.between(0.1, 0.4));
      return say('rework', 'inspector', at);
    }
    case 'CLOSE_PENDING':
      return say('close', 'supervisor', soon(14));
    case 'SELF_HANDLED':
      return say('close', 'supervisor', soon(18));
    case 'CLOSED':
      if (record.source !== 'hotline' || record.history.at(-1)!.kind === 'rate') return null;
      return chance.happens(OF.rate) ? say('rate', 'public', now + chance.between(0.5, 3) * HOUR) : null;
    case 'REPORTED':
    case 'ACCEPTED':
    case 'FILED':
    case 'DONE':
    case 'REJECTED':
    case 'NOT_FILED':
    case 'VOID':
      return null;
  }

  /** Between a department's getting the case and its having done it. */
  function handling(): NextEvent {
    const due = record.dueAt!;
    if (record.state === 'ASSIGNED') {
      if (course.returns > 0) {
        course.returns--;
        return say('return', 'department', pace.after(now, chance.between(15, 70) * MINUTE));
      }
      if (course.suspends > 0) {
        course.suspends--;
        return say('suspend', 'dispatcher', pace.after(now, chance.between(1, 4) * HOUR));
      }
    } else if (course.extends > 0) {
      course.extends--;
      const at = Math.max(now, Math.min(counting.after(now, counting.between(now, due) * 0.8), due - MINUTE));
      if (at < due) {
        const longer = { ...limit, amount: limit.amount * 1.5 };
        return say('extend', 'dispatcher', at, {
          limit: longer,
          dueAt: counting.after(due, limitMs(limit, work) / 2),
        });
      }
    }
    // Who got it late hurries, but needs a while all the same.
    const done = Math.max(course.done, pace.after(now, limitMs(limit, work) * Math.min(0.15, course.share)));
    const next =
      record.state === 'ASSIGNED'
        ? say('start', 'department', pace.after(now, pace.between(now, done) * chance.between(0.2, 0.6)))
        : say('finish', 'department', done);
    const urge = Math.max(now, due) + chance.between(10, 60) * MINUTE;
    if (course.urges > 0 && urge < next.event.at) {
      course.urges--;
      return say('urge', 'dispatcher', urge);
    }
    return next;
  }
}
