/**
 * Values of components under the names that devices send: FIWARE's data models, TALQ's fields, or the live columns' own.
 *
 * FIWARE has no names for leakage and cable alarms; `x:leakageCurrent` (mA) and `x:cableAlarm` stand for them.
 */
import { FAULTS, type Fault, type LIVE_COLUMNS } from '../live/live-columns.ts';
import { show } from '../state/describe-issue.ts';
import { talqFault } from './talq-events.ts';

export type ComponentColumn = keyof typeof LIVE_COLUMNS.components;

export interface LiveReading {
  /** Values of the live columns, in their units. */
  readonly columns: Partial<Record<ComponentColumn, number>>;
  /** What is known of the thing and does not change from moment to moment, under its proper name. */
  readonly attributes: Record<string, unknown>;
  /** Names that nobody knows. */
  readonly unknown: string[];
  /** Values that do not fit: `illuminanceLevel: expected a number from 0 to 1, got 3`. */
  readonly wrong: string[];
}

type Columns = Partial<Record<ComponentColumn, number>>;
/** Gives the columns that a value sets, or what was expected. */
type Read = (value: unknown) => Columns | string;

const number =
  (column: ComponentColumn, least: number, most: number, factor = 1): Read =>
  (value) => {
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      if (most !== Number.POSITIVE_INFINITY) return `a number from ${least} to ${most}`;
      return least === 0 ? 'a number from 0 on' : 'a number';
    }
    return { [column]: factor === 1 ? value : Math.round(value * factor) };
  };
const oneOf =
  (choices: Readonly<Record<string, Columns>>): Read =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(choices, value)
      ? choices[value]!
      : Object.keys(choices)
          .join(', ')
          .replace(/, ([^,]+)$/, ' or $1');
const flag =
  (column: ComponentColumn): Read =>
  (value) =>
    value === true || value === 1
      ? { [column]: 1 }
      : value === false || value === 0
        ? { [column]: 0 }
        : 'true, false, 1 or 0';
const fault = (name: Fault): Columns => ({ fault: FAULTS.indexOf(name) });

const MOST = Number.POSITIVE_INFINITY;
const level = (value: unknown): Columns | string => {
  const read = number('dim', 0, 100)(value);
  return typeof read === 'string' ? read : { dim: Math.round(read.dim!), on: read.dim! > 0 ? 1 : 0 };
};

const READERS: Readonly<Record<string, Read>> = {
  powerState: oneOf({ on: { on: 1 }, off: { on: 0 }, low: { on: 1 }, bootingUp: { on: 1 } }),
  illuminanceLevel: number('dim', 0, 1, 100),
  status: oneOf({
    ok: fault('none'),
    defectiveLamp: fault('lampFailure'),
    columnIssue: fault('damaged'),
    brokenLantern: fault('damaged'),
  }),
  powerConsumption: number('power', 0, MOST),
  activePower: number('power', 0, MOST),
  supplyVoltage: number('voltage', 0, MOST),
  supplyCurrent: number('current', 0, MOST),
  actualLightState: level,
  fillingLevel: number('fill', 0, 1, 100),
  'x:leakageCurrent': number('leakage', 0, MOST),
  'x:cableAlarm': (value) =>
    value === true ? fault('cableTheft') : value === false ? fault('none') : 'true or false',
  event: (value) => {
    const found = typeof value === 'string' ? talqFault(value) : null;
    return found === null ? 'an event of TALQ' : fault(found);
  },
  on: flag('on'),
  inferred: flag('inferred'),
  dim: number('dim', 0, 100),
  fill: number('fill', 0, 100),
  power: number('power', 0, MOST),
  voltage: number('voltage', 0, MOST),
  current: number('current', 0, MOST),
  leakage: number('leakage', 0, MOST),
  fault: (value) => {
    const index = typeof value === 'string' ? FAULTS.indexOf(value as Fault) : value;
    const known = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < FAULTS.length;
    return known ? { fault: index } : `the name of a fault, or a number from 0 to ${FAULTS.length - 1}`;
  },
};

/** Attributes of lamps that are no live state, and those that every entity has. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'id type location address areaServed name alternateName description image annotations color owner source ' +
    'dataProvider dateCreated dateModified dateObserved observationDateTime seeAlso controllingMethod circuit ' +
    'locationCategory lanternHeight dateLastLampChange dateLastSwitchingOn dateLastSwitchingOff dateServiceStarted ' +
    'refStreetlightGroup refStreetlightModel refStreetlightControlCabinet refDevice powerFactor powerRating feederID ' +
    'feederPillarNum streetPoleNum municipalityInfo deviceInfo apparentPower reactivePower activeEnergy ' +
    'operatingHours switchOnCounter temperature supplyLossCount x:targetLevel'
  ).split(' '),
);
/** Names that were once misspelt in a published schema. */
const MISSPELT: Readonly<Record<string, string>> = { laternHeight: 'lanternHeight' };

/** Takes a value out of NGSI's `{type, value}`. */
function bare(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/**
 * Reads values of a component.
 *
 * Of several that tell of faults (`status`, `event`, `x:cableAlarm`) one that says "none" does not clear what another
 * says. What does not fit is left out and named; the rest counts.
 */
export function readLiveValues(values: Readonly<Record<string, unknown>>): LiveReading {
  const reading: LiveReading = { columns: {}, attributes: {}, unknown: [], wrong: [] };
  for (const [given, wrapped] of Object.entries(values)) {
    const name = MISSPELT[given] ?? given;
    const value = bare(wrapped);
    const read = Object.hasOwn(READERS, name) ? READERS[name]! : null;
    if (read) {
      const columns = read(value);
      if (typeof columns === 'string')
        reading.wrong.push(`${given}: expected ${columns}, got ${show(value)}`);
      else if (columns.fault !== 0 || !reading.columns.fault) Object.assign(reading.columns, columns);
    } else if (ATTRIBUTES.has(name)) {
      reading.attributes[name] = value;
    } else {
      reading.unknown.push(given);
    }
  }
  return reading;
}
