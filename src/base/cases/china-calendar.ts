import type { WorkCalendar } from './work-calendar.ts';

/**
 * Working days of mainland China: data.
 *
 * 2025 and 2026 after the State Council's notices of 2024-11-12 and 2025-11-04. Of 2027 only the days are given that the
 * law itself makes holidays: how weekends are moved is announced each November.
 */
export const CHINA_CALENDAR: WorkCalendar = {
  id: 'china',
  timeZone: 'Asia/Shanghai',
  periods: [
    [8 * 60, 12 * 60],
    [14 * 60, 18 * 60],
  ],
  weekend: [0, 6],
  holidays: [
    { zh: '元旦', en: 'New Year', from: '2025-01-01', to: '2025-01-01' },
    { zh: '春节', en: 'Spring Festival', from: '2025-01-28', to: '2025-02-04' },
    { zh: '清明节', en: 'Qingming', from: '2025-04-04', to: '2025-04-06' },
    { zh: '劳动节', en: 'Labour Day', from: '2025-05-01', to: '2025-05-05' },
    { zh: '端午节', en: 'Dragon Boat Festival', from: '2025-05-31', to: '2025-06-02' },
    { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn', from: '2025-10-01', to: '2025-10-08' },
    { zh: '元旦', en: 'New Year', from: '2026-01-01', to: '2026-01-03' },
    { zh: '春节', en: 'Spring Festival', from: '2026-02-15', to: '2026-02-23' },
    { zh: '清明节', en: 'Qingming', from: '2026-04-04', to: '2026-04-06' },
    { zh: '劳动节', en: 'Labour Day', from: '2026-05-01', to: '2026-05-05' },
    { zh: '端午节', en: 'Dragon Boat Festival', from: '2026-06-19', to: '2026-06-21' },
    { zh: '中秋节', en: 'Mid-Autumn', from: '2026-09-25', to: '2026-09-27' },
    { zh: '国庆节', en: 'National Day', from: '2026-10-01', to: '2026-10-07' },
    { zh: '元旦', en: 'New Year', from: '2027-01-01', to: '2027-01-01' },
    { zh: '春节', en: 'Spring Festival', from: '2027-02-05', to: '2027-02-08' },
    { zh: '清明节', en: 'Qingming', from: '2027-04-05', to: '2027-04-05' },
    { zh: '劳动节', en: 'Labour Day', from: '2027-05-01', to: '2027-05-02' },
    { zh: '端午节', en: 'Dragon Boat Festival', from: '2027-06-09', to: '2027-06-09' },
    { zh: '中秋节', en: 'Mid-Autumn', from: '2027-09-15', to: '2027-09-15' },
    { zh: '国庆节', en: 'National Day', from: '2027-10-01', to: '2027-10-03' },
  ],
  workdays: [
    '2025-01-26',
    '2025-02-08',
    '2025-04-27',
    '2025-09-28',
    '2025-10-11',
    '2026-01-04',
    '2026-02-14',
    '2026-02-28',
    '2026-05-09',
    '2026-09-20',
    '2026-10-10',
  ],
  years: [2025, 2026, 2027],
  note: '2025、2026 年按国务院办公厅通知；2027 年调休未公布，仅列法定假日。 / 2025 and 2026 as announced; of 2027 the holidays by law, without moved weekends.',
};
