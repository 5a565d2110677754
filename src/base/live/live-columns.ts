/**
 * Columns of the live tables: what is known of a feature from moment to moment, by theme, as typed arrays by gid.
 *
 * The names are those of batches on the wire, too (`wire.ts`). A new column is one line here.
 */
import type { Theme } from '../gid.ts';

export type ColumnType = 'u8' | 'f32';

export interface LiveColumn {
  readonly type: ColumnType;
  /** UCUM unit, or '' of codes and counts. */
  readonly unit: string;
  /** Name in FIWARE's data model, if it has one. */
  readonly fiware?: string;
}

/** What ails a component: TALQ's events and the inspectors' findings, as codes in the column `fault`; 0 nothing. */
export const FAULTS = [
  'none',
  'damaged',
  'lost',
  'lampFailure',
  'supplyLoss',
  'lampUnexpectedOn',
  'dimmingFailure',
  'lampPowerTooHigh',
  'lampPowerTooLow',
  'leakageDetected',
  'cableTheft',
  'circuitBreakerTripped',
  'controlGearCommFailure',
  'cabinetDoorOpen',
  'offline',
  'overfull',
  'electricalAbnormal',
] as const;
export type Fault = (typeof FAULTS)[number];

export const LIVE_COLUMNS = {
  components: {
    /** 0 off, 1 on. */
    on: { type: 'u8', unit: '', fiware: 'powerState' },
    /** Level of light, 0 to 100. */
    dim: { type: 'u8', unit: '%', fiware: 'illuminanceLevel' },
    /** Index in `FAULTS`. */
    fault: { type: 'u8', unit: '', fiware: 'status' },
    /** 0 seen by the thing itself, 1 inferred from its circuit. */
    inferred: { type: 'u8', unit: '' },
    power: { type: 'f32', unit: 'W', fiware: 'powerConsumption' },
    voltage: { type: 'f32', unit: 'V', fiware: 'voltage' },
    current: { type: 'f32', unit: 'A', fiware: 'current' },
    leakage: { type: 'f32', unit: 'mA' },
    /** Of bins and the like, 0 to 100. */
    fill: { type: 'u8', unit: '%' },
  },
  buildings: {},
  roads: {
    speed: { type: 'f32', unit: 'km/h' },
    /** Vehicles an hour. */
    flow: { type: 'f32', unit: '/h' },
    /** 0 open, 1 closed. */
    closed: { type: 'u8', unit: '' },
  },
  pipes: {},
  rooms: {},
} as const satisfies Readonly<Record<Theme, Readonly<Record<string, LiveColumn>>>>;

/** In `u8` columns of snapshots: nobody has told. In `f32` columns that is NaN. */
export const UNTOLD = 255;

/**
 * A feature's texel in the state texture of its theme, RGBA8, at `gid − start of the block`, row by row.
 *
 * R: condition in the low four bits (`CONDITION`), flags above (`FLAG`). G: level now, B: level before, 0 to 255: light
 * of lamps, speed of roads as a share of free flow, fill of bins. A: when the level changed, eighths of a second of the
 * table's clock modulo 256; once a change is older than two seconds B equals G, so that nothing plays twice.
 */
export const CONDITION = { none: 0, normal: 1, notice: 2, fault: 3, off: 4 } as const;
export const FLAG = { stale: 0x10, inferred: 0x20, commanded: 0x40, hidden: 0x80 } as const;
/** Texels a row of every state texture. */
export const STATE_WIDTH = 1_024;
