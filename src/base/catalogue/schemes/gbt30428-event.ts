import type { ClassScheme } from '../class-scheme.ts';
import { CJT214_EVENT } from './cjt214-event.ts';

/** Majors whose classes stand under the same numbers as in the older table. */
const CARRIED_OVER = ['01', '02', '03'];

/** Events in the newer order: 04 street order, 05 emergencies, with minors of their own. */
export const GBT30428_EVENT: ClassScheme = {
  id: 'gbt30428-event',
  kind: 'event',
  zh: 'GB/T 30428.2 数字化城市管理信息系统 管理事件',
  en: 'GB/T 30428.2 city management events',
  version: 'GB/T 30428.2',
  base: null,
  digits: { minor: 2, sequence: 6, extension: 90 },
  note: '04、05 大类与旧表对调；只列小类编号已知者。 / Majors 04 and 05 are exchanged against the older table; of theirs only minors whose numbers are known are listed.',
  majors: [
    ['01', '市容环境', 'City appearance'],
    ['02', '宣传广告', 'Advertising'],
    ['03', '施工管理', 'Construction'],
    ['04', '街面秩序', 'Street order'],
    ['05', '突发事件', 'Emergencies'],
    ['21', '扩展事件', 'Extended events'],
  ],
  classes: [
    ...CJT214_EVENT.classes.filter(([code]) => CARRIED_OVER.includes(code.slice(0, 2))),
    ['0401', '无照经营游商', 'Unlicensed vendor'],
    ['0402', '流浪乞讨', 'Vagrancy or begging'],
    ['0403', '占道废品收购', 'Scrap buying on the pavement'],
    ['0404', '店外经营', 'Trading outside the shop'],
    ['0408', '非法出版物销售', 'Illegal publications on sale'],
    ['0409', '机动车乱停放', 'Illegally parked motor vehicle'],
    ['0410', '非机动车乱停放', 'Badly parked bicycle'],
    ['0499', '其他街面秩序问题', 'Other matter of street order'],
    ['0501', '供水管道破裂', 'Water main burst'],
    ['0502', '燃气管道破裂', 'Gas main burst'],
    ['0503', '排水管道堵塞', 'Drain blocked'],
    ['0599', '其他突发事件', 'Other emergency'],
  ],
};
