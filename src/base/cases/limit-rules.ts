/** Limits of cases by place: data. */
import type { LimitRules } from './limit.ts';

const FENCE = { zh: '围挡警示', en: 'fenced off' };
const REPAIR = { zh: '修复', en: 'repaired' };
const RESTORE = { zh: '恢复路面', en: 'surface restored' };
const UNFENCED = { zh: '未围挡', en: 'not fenced yet' };
const FENCED = { zh: '已围挡、未修复', en: 'fenced, not repaired' };
const REPAIRED = { zh: '已修复、路面未恢复', en: 'repaired, surface open' };

/** Manhole covers and gratings: whoever steps into an open one is hurt. */
const COVERS = '0101 0102 0103 0104 0105 0106 0107 0108 0109 0110 0111 0112 0114 0127 0128 0129 0130'.split(
  ' ',
);

/** Daying county, in the newer order of events. */
const DAYING: LimitRules = {
  id: 'daying',
  zh: '大英县',
  en: 'Daying county',
  note: '按公布的处置时限表，仅列所见各项。 / From the published table; only what was seen of it.',
  stages: { file: { amount: 1.5, unit: 'hour' } },
  handling: [
    {
      class: 'gbt30428-event:0501',
      when: UNFENCED,
      result: FENCE,
      limit: { amount: 3, unit: 'urgent-hour' },
    },
    { class: 'gbt30428-event:0501', when: FENCED, result: REPAIR, limit: { amount: 8, unit: 'urgent-hour' } },
    { class: 'gbt30428-event:0501', when: REPAIRED, result: RESTORE, limit: { amount: 5, unit: 'day' } },
    {
      class: 'gbt30428-event:0502',
      when: UNFENCED,
      result: FENCE,
      limit: { amount: 3, unit: 'urgent-hour' },
    },
    { class: 'gbt30428-event:0502', when: FENCED, result: REPAIR, limit: { amount: 2, unit: 'urgent-day' } },
    { class: 'gbt30428-event:0502', when: REPAIRED, result: RESTORE, limit: { amount: 5, unit: 'day' } },
    { class: 'gbt30428-event:0408', limit: { amount: 3, unit: 'urgent-hour' } },
    { class: 'gbt30428-event:0409', limit: { amount: 3, unit: 'urgent-hour' } },
    { class: 'gbt30428-event:0410', limit: { amount: 3, unit: 'urgent-hour' } },
  ],
  otherwise: { amount: 1, unit: 'day' },
};

/** Jiyuan city, in the older order of events. */
const JIYUAN: LimitRules = {
  id: 'jiyuan',
  zh: '济源市',
  en: 'Jiyuan city',
  note: '按公布的处置时限表，仅列所见各项。 / From the published table; only what was seen of it.',
  stages: {},
  handling: [
    { class: 'cjt214-event:0101', limit: { amount: 15, unit: 'day' } },
    { class: 'cjt214-event:0102', limit: { amount: 1, unit: 'day' } },
    { class: 'cjt214-event:0103', limit: { amount: 4, unit: 'day' } },
    { class: 'cjt214-event:0104', limit: { amount: 5, unit: 'hour' } },
    { class: 'cjt214-event:0105', limit: { amount: 15, unit: 'day' } },
  ],
  otherwise: { amount: 1, unit: 'day' },
};

/** What most cities do, for every class of the older order and for components. */
export const COMMON_LIMITS: LimitRules = {
  id: 'common',
  zh: '通行做法',
  en: 'Common practice',
  note: '各地通行做法，非某一城市的规定。 / As cities usually have it; no one city’s rule.',
  stages: {
    accept: { amount: 10, unit: 'minute' },
    verify: { amount: 60, unit: 'minute' },
    file: { amount: 30, unit: 'minute' },
    dispatch: { amount: 30, unit: 'minute' },
    check: { amount: 2, unit: 'hour' },
    close: { amount: 1, unit: 'hour' },
  },
  handling: [
    { class: 'cjt214-event:0101', limit: { amount: 15, unit: 'day' } },
    { class: 'cjt214-event:0102', limit: { amount: 4, unit: 'hour' } },
    { class: 'cjt214-event:0103', limit: { amount: 2, unit: 'day' } },
    { class: 'cjt214-event:0104', limit: { amount: 4, unit: 'hour' } },
    { class: 'cjt214-event:0105', limit: { amount: 3, unit: 'day' } },
    { class: 'cjt214-event:0107', limit: { amount: 5, unit: 'day' } },
    { class: 'cjt214-event:0110', limit: { amount: 5, unit: 'day' } },
    { class: 'cjt214-event:0111', limit: { amount: 5, unit: 'day' } },
    { class: 'cjt214-event:0112', limit: { amount: 2, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0117', limit: { amount: 2, unit: 'urgent-hour' } },
    { class: 'cjt214-event:01', limit: { amount: 1, unit: 'day' } },
    { class: 'cjt214-event:02', limit: { amount: 1, unit: 'day' } },
    { class: 'cjt214-event:0301', limit: { amount: 2, unit: 'urgent-hour' } },
    { class: 'cjt214-event:03', limit: { amount: 1, unit: 'day' } },
    { class: 'cjt214-event:0401', when: UNFENCED, result: FENCE, limit: { amount: 2, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0401', when: FENCED, result: RESTORE, limit: { amount: 5, unit: 'day' } },
    { class: 'cjt214-event:0402', limit: { amount: 8, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0403', limit: { amount: 3, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0404', limit: { amount: 12, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0405', limit: { amount: 12, unit: 'urgent-hour' } },
    { class: 'cjt214-event:04', limit: { amount: 4, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0505', limit: { amount: 3, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0506', limit: { amount: 3, unit: 'urgent-hour' } },
    { class: 'cjt214-event:0507', limit: { amount: 1, unit: 'day' } },
    { class: 'cjt214-event:05', limit: { amount: 4, unit: 'hour' } },
    { class: 'cjt214:0113', limit: { amount: 1, unit: 'urgent-day' } },
    { class: 'cjt214:0118', limit: { amount: 2, unit: 'day' } },
    { class: 'cjt214:0210', limit: { amount: 4, unit: 'urgent-hour' } },
    { class: 'cjt214:0214', limit: { amount: 4, unit: 'urgent-hour' } },
    { class: 'cjt214:0305', limit: { amount: 4, unit: 'hour' } },
    { class: 'cjt214:0402', limit: { amount: 2, unit: 'day' } },
    ...COVERS.map((code) => ({
      class: `cjt214:${code}`,
      limit: { amount: 1, unit: 'urgent-day' } as const,
    })),
    { class: 'cjt214:01', limit: { amount: 2, unit: 'day' } },
    { class: 'cjt214:02', limit: { amount: 2, unit: 'day' } },
    { class: 'cjt214:03', limit: { amount: 3, unit: 'day' } },
    { class: 'cjt214:04', limit: { amount: 3, unit: 'day' } },
  ],
  otherwise: { amount: 3, unit: 'day' },
};

export const LIMIT_RULES: readonly LimitRules[] = [COMMON_LIMITS, DAYING, JIYUAN];
