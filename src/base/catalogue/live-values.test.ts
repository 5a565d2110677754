import { describe, expect, it } from 'vitest';
import { FAULTS, LIVE_COLUMNS } from '../live/live-columns.ts';
import { readLiveValues } from './live-values.ts';
import { talqFault } from './talq-events.ts';

const columns = (values: Record<string, unknown>) => readLiveValues(values).columns;
const fault = (name: (typeof FAULTS)[number]) => ({ fault: FAULTS.indexOf(name) });

describe('values of a streetlight', () => {
  it('are read under FIWARE names, with the units of the columns', () => {
    expect(
      readLiveValues({
        id: 'urn:ngsi-ld:Streetlight:1',
        powerState: 'on',
        illuminanceLevel: 0.75,
        status: 'ok',
        powerConsumption: 76,
        voltage: 220,
        current: 0.34,
        circuit: 'C-12',
        'x:leakageCurrent': 3.5,
      }),
    ).toEqual({
      columns: { on: 1, dim: 75, fault: 0, power: 76, voltage: 220, current: 0.34, leakage: 3.5 },
      attributes: { id: 'urn:ngsi-ld:Streetlight:1', circuit: 'C-12' },
      unknown: [],
      wrong: [],
    });
  });

  it.each([
    [{ powerState: 'off' }, { on: 0 }],
    [{ powerState: 'low' }, { on: 1 }],
    [{ powerState: 'bootingUp' }, { on: 1 }],
    [{ status: 'defectiveLamp' }, fault('lampFailure')],
    [{ status: 'columnIssue' }, fault('damaged')],
    [{ status: 'brokenLantern' }, fault('damaged')],
    [{ 'x:cableAlarm': true }, fault('cableTheft')],
    [{ event: 'leakageDetected' }, fault('leakageDetected')],
    [{ event: 'absoluteLampPowerTooLow' }, fault('lampPowerTooLow')],
    [{ event: 'lightStateChange' }, fault('none')],
    [{ actualLightState: 40 }, { dim: 40, on: 1 }],
    [{ actualLightState: 0 }, { dim: 0, on: 0 }],
    [
      { activePower: 10, supplyVoltage: 230, supplyCurrent: 0.1 },
      { power: 10, voltage: 230, current: 0.1 },
    ],
    [{ fillingLevel: 0.505 }, { fill: 51 }],
    [
      { on: true, dim: 30, fault: 'damaged', inferred: 1, fill: 0 },
      { on: 1, dim: 30, inferred: 1, fill: 0, ...fault('damaged') },
    ],
    [{ fault: 2 }, { fault: 2 }],
    [{ powerState: { type: 'Property', value: 'on' } }, { on: 1 }],
  ])('%j is %j', (values, expected) => {
    expect(readLiveValues(values)).toEqual({ columns: expected, attributes: {}, unknown: [], wrong: [] });
  });

  it('take the height of the lantern under its right name and under the misspelt one', () => {
    expect(readLiveValues({ laternHeight: 9 }).attributes).toEqual({ lanternHeight: 9 });
    expect(readLiveValues({ lanternHeight: 9 }).attributes).toEqual({ lanternHeight: 9 });
  });

  it('do not lose a fault to another value that knows of none', () => {
    expect(columns({ event: 'supplyLoss', status: 'ok' })).toEqual(fault('supplyLoss'));
    expect(columns({ status: 'ok', event: 'supplyLoss' })).toEqual(fault('supplyLoss'));
  });

  it('of every column are read under the column’s own name', () => {
    for (const name of Object.keys(LIVE_COLUMNS.components))
      expect(columns({ [name]: 1 }), name).toEqual({ [name]: 1 });
  });

  it('of every column with a FIWARE name are read under that', () => {
    const samples: Record<string, unknown> = { powerState: 'on', status: 'ok' };
    for (const [name, column] of Object.entries(LIVE_COLUMNS.components)) {
      if ('fiware' in column)
        expect(columns({ [column.fiware]: samples[column.fiware] ?? 1 }), name).toHaveProperty(name);
    }
  });

  it('that nobody knows are named, and the rest counts', () => {
    expect(readLiveValues({ powerState: 'on', wibble: 1, toString: 2 })).toEqual({
      columns: { on: 1 },
      attributes: {},
      unknown: ['wibble', 'toString'],
      wrong: [],
    });
  });

  it.each([
    [{ powerState: 'ON' }, 'powerState: expected on, off, low or bootingUp, got "ON"'],
    [{ illuminanceLevel: 3 }, 'illuminanceLevel: expected a number from 0 to 1, got 3'],
    [{ dim: '50' }, 'dim: expected a number from 0 to 100, got "50"'],
    [{ power: -1 }, 'power: expected a number from 0 on, got -1'],
    [{ voltage: Number.NaN }, 'voltage: expected a number from 0 on, got NaN'],
    [{ on: 'yes' }, 'on: expected true, false, 1 or 0, got "yes"'],
    [{ status: null }, 'status: expected ok, defectiveLamp, columnIssue or brokenLantern, got null'],
    [{ event: 'earthquake' }, 'event: expected an event of TALQ, got "earthquake"'],
    [{ event: 'constructor' }, 'event: expected an event of TALQ, got "constructor"'],
    [
      { fault: 99 },
      `fault: expected the name of a fault, or a number from 0 to ${FAULTS.length - 1}, got 99`,
    ],
    [
      { fault: 'broken' },
      `fault: expected the name of a fault, or a number from 0 to ${FAULTS.length - 1}, got "broken"`,
    ],
    [{ 'x:cableAlarm': 'yes' }, 'x:cableAlarm: expected true or false, got "yes"'],
    [{ actualLightState: 101 }, 'actualLightState: expected a number from 0 to 100, got 101'],
  ])('%j is left out and said to be wrong', (values, message) => {
    expect(readLiveValues(values)).toEqual({ columns: {}, attributes: {}, unknown: [], wrong: [message] });
  });
});

describe('events of TALQ', () => {
  it('that tell of cable and supply are faults of their own', () => {
    expect(
      ['circuitBreakerTripped', 'supplyLoss', 'communicationFailure', 'lampUnexpectedOn'].map(talqFault),
    ).toEqual(['circuitBreakerTripped', 'supplyLoss', 'offline', 'lampUnexpectedOn']);
    expect(talqFault('phaseNCurrentTooLow')).toBe('electricalAbnormal');
    expect(talqFault('?')).toBeNull();
  });
});
