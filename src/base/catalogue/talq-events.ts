/** Events of lamps, cabinets and gullies under TALQ's names (2.7), as faults. */
import type { Fault } from '../live/live-columns.ts';

/** What each event says; `none`: it is no fault. */
const TALQ_EVENTS: Readonly<Record<string, Fault>> = {
  lampFailure: 'lampFailure',
  cyclingFailure: 'lampFailure',
  dimmingFailure: 'dimmingFailure',
  lampPowerTooHigh: 'lampPowerTooHigh',
  absoluteLampPowerTooHigh: 'lampPowerTooHigh',
  lampPowerTooLow: 'lampPowerTooLow',
  absoluteLampPowerTooLow: 'lampPowerTooLow',
  lampVoltageTooHigh: 'electricalAbnormal',
  lampVoltageTooLow: 'electricalAbnormal',
  currentTooHigh: 'electricalAbnormal',
  currentTooLow: 'electricalAbnormal',
  phaseNCurrentTooLow: 'electricalAbnormal',
  powerFactorTooLow: 'electricalAbnormal',
  highTemperature: 'electricalAbnormal',
  relayFailure: 'electricalAbnormal',
  contactorError: 'electricalAbnormal',
  switchingErrorOn: 'electricalAbnormal',
  switchingErrorOff: 'electricalAbnormal',
  controlGearCommFailure: 'controlGearCommFailure',
  communicationFailure: 'offline',
  lampUnexpectedOn: 'lampUnexpectedOn',
  supplyLoss: 'supplyLoss',
  leakageDetected: 'leakageDetected',
  circuitBreakerTripped: 'circuitBreakerTripped',
  cabinetDoorOpen: 'cabinetDoorOpen',
  grillOpened: 'damaged',
  levelWarning: 'overfull',
  overfull: 'overfull',
  lightStateChange: 'none',
  targetLightCommandChange: 'none',
  programChange: 'none',
  calendarChange: 'none',
  localOverride: 'none',
  photocellOutputOn: 'none',
};

/** Gives the fault that an event tells of, `none` when it tells of none; null: no such event is known. */
export function talqFault(event: string): Fault | null {
  return Object.hasOwn(TALQ_EVENTS, event) ? TALQ_EVENTS[event]! : null;
}
