/** How the faults of components come to be cases: data of the simulation. */
import type { Limit } from '#base/cases/limit.ts';
import type { Fault } from '#base/live/live-columns.ts';

export interface FaultReport {
  readonly zh: string;
  readonly en: string;
  /** Who notices. */
  readonly source: 'sensor' | 'inspector';
  /** Minutes until somebody does, half of the times. */
  readonly noticed: number;
  /** Where it is more urgent than the component's class. */
  readonly limit?: Limit;
}

export const FAULT_REPORTS: Readonly<Record<Exclude<Fault, 'none'>, FaultReport>> = {
  damaged: { zh: '破损', en: 'damaged', source: 'inspector', noticed: 90 },
  lost: {
    zh: '丢失',
    en: 'lost',
    source: 'inspector',
    noticed: 60,
    limit: { amount: 4, unit: 'urgent-hour' },
  },
  lampFailure: { zh: '灯不亮', en: 'lamp failure', source: 'sensor', noticed: 6 },
  supplyLoss: {
    zh: '失电',
    en: 'supply lost',
    source: 'sensor',
    noticed: 3,
    limit: { amount: 8, unit: 'urgent-hour' },
  },
  lampUnexpectedOn: { zh: '白天亮灯', en: 'lit by day', source: 'sensor', noticed: 15 },
  dimmingFailure: { zh: '调光故障', en: 'dimming failure', source: 'sensor', noticed: 10 },
  lampPowerTooHigh: { zh: '功率过高', en: 'power too high', source: 'sensor', noticed: 10 },
  lampPowerTooLow: { zh: '功率过低', en: 'power too low', source: 'sensor', noticed: 10 },
  leakageDetected: {
    zh: '漏电',
    en: 'leakage',
    source: 'sensor',
    noticed: 2,
    limit: { amount: 2, unit: 'urgent-hour' },
  },
  cableTheft: {
    zh: '电缆被盗',
    en: 'cable theft',
    source: 'sensor',
    noticed: 2,
    limit: { amount: 1, unit: 'urgent-day' },
  },
  circuitBreakerTripped: {
    zh: '跳闸',
    en: 'breaker tripped',
    source: 'sensor',
    noticed: 3,
    limit: { amount: 8, unit: 'urgent-hour' },
  },
  controlGearCommFailure: { zh: '控制器通信故障', en: 'controller silent', source: 'sensor', noticed: 15 },
  cabinetDoorOpen: {
    zh: '箱门打开',
    en: 'door open',
    source: 'sensor',
    noticed: 3,
    limit: { amount: 2, unit: 'urgent-hour' },
  },
  offline: { zh: '离线', en: 'offline', source: 'sensor', noticed: 30 },
  overfull: { zh: '满溢', en: 'overfull', source: 'sensor', noticed: 10 },
  electricalAbnormal: { zh: '电气异常', en: 'electrical fault', source: 'sensor', noticed: 10 },
};
