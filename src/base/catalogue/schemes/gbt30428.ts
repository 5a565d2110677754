import type { ClassScheme } from '../class-scheme.ts';
import { CJT214 } from './cjt214.ts';

/** Majors whose classes stand under the same numbers as in the older table. */
const CARRIED_OVER = ['01', '02', '03', '04'];

/** The newer table: five majors, minors of three digits: 001 to 079 the standard's, the rest given backwards from 999. */
export const GBT30428: ClassScheme = {
  id: 'gbt30428',
  kind: 'component',
  zh: 'GB/T 30428.2 数字化城市管理信息系统 管理部件',
  en: 'GB/T 30428.2 city management components',
  version: 'GB/T 30428.2',
  base: null,
  digits: { minor: 3, sequence: 5, extension: 80 },
  note: '01–04 大类沿用旧表小类；05 其他设施的小类编号未能确认，故不列。 / Minors of majors 01 to 04 are those of the older table; the numbers in major 05 are not known for sure and left out.',
  majors: [
    ['01', '公用设施', 'Public utilities'],
    ['02', '交通设施', 'Traffic facilities'],
    ['03', '市容环境', 'City appearance and sanitation'],
    ['04', '园林绿化', 'Parks and greenery'],
    ['05', '其他设施', 'Other facilities'],
  ],
  classes: CJT214.classes
    .filter(([code]) => CARRIED_OVER.includes(code.slice(0, 2)))
    .map(([code, zh, en]) => [`${code.slice(0, 2)}0${code.slice(2)}`, zh, en]),
};
