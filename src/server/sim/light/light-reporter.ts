import { cityTopics } from '#base/live/topics.ts';
import type { StateMessage } from '#base/live/wire.ts';
import { createBatchList } from '../batch-list.ts';
import { hash01 } from '../hash.ts';
import type { Inventory } from '../inventory.ts';
import type { Cadence, Reporter, SimMessage } from '../message.ts';
import type { LightNetwork } from './circuits.ts';
import { FAULT, type LightModel } from './light-model.ts';

/** Lamps that speak for themselves, in JSON. */
const SINGLE_SHARE = 0.02;
const MOST_SINGLES = 400;
const NOMINAL_V = 226;
const POWER_FACTOR = 0.95;
const STANDBY_W = 0.6;

export interface LightReporterOptions {
  readonly inventory: Inventory;
  readonly network: LightNetwork;
  readonly model: LightModel;
  readonly seed: number;
  readonly cadence: Cadence;
  /** Fault code of a component. */
  faultOf(component: number): number;
  /** Whether a gateway is away; sources and gateways have the same positions. */
  isOffline(gateway: number, t: number): boolean;
}

/** Electrical values of a lamp. */
interface Reading {
  power: number;
  voltage: number;
  current: number;
  leakage: number;
}

/** Tells of lamps and cabinets: changes at once, everything once a cycle, circuit by circuit. */
export function createLightReporter(options: LightReporterOptions): Reporter {
  const { inventory, network, model, seed, cadence } = options;
  const { lamps, circuits, cabinets } = network;
  const { components, division, ledger } = inventory;
  const topics = cityTopics(division);
  const told = new Uint32Array(lamps.length).fill(0xffff_ffff);
  const slots = new Float64Array(circuits.length).fill(Number.NaN);
  const cabinetTold = new Float64Array(cabinets.length).fill(Number.NaN);
  const announced = new Set<number>();
  const singleShare = Math.min(SINGLE_SHARE, MOST_SINGLES / Math.max(1, lamps.length));
  const single = Uint8Array.from(lamps, (_, lamp) => {
    const circuit = circuits[network.circuitOf[lamp]!]!;
    return !circuit.grouped && hash01(seed, 601, lamp) < singleShare ? 1 : 0;
  });
  const lists = Array.from({ length: network.gateways }, () => ({
    telling: createBatchList('components', ledger, [
      'on',
      'dim',
      'fault',
      'inferred',
      'power',
      'voltage',
      'current',
      'leakage',
    ]),
    inferred: createBatchList('components', ledger, ['on', 'dim', 'fault', 'inferred']),
    cabinets: createBatchList('components', ledger, ['on', 'fault', 'power', 'voltage', 'current']),
  }));
  const reading: Reading = { power: 0, voltage: 0, current: 0, leakage: 0 };

  /** Sets `reading`. */
  function read(lamp: number, slot: number): Reading {
    const { rating } = components[lamps[lamp]!]!;
    const fault = model.fault[lamp]!;
    const noise = hash01(seed, 602, lamp, slot) - 0.5;
    const dead = fault === FAULT.supplyLoss || fault === FAULT.lost;
    let power = model.on[lamp] ? rating * (model.dim[lamp]! / 100) * (1 + 0.04 * noise) : STANDBY_W;
    if (fault === FAULT.lampPowerTooHigh && model.on[lamp]) power *= 1.35;
    if (fault === FAULT.lampPowerTooLow && model.on[lamp]) power *= 0.55;
    reading.voltage = dead
      ? 0
      : NOMINAL_V + 5 * (hash01(seed, 603, network.circuitOf[lamp]!, slot) - 0.5) + 2 * noise;
    reading.power = dead ? 0 : power;
    reading.current = dead ? 0 : power / (reading.voltage * POWER_FACTOR);
    reading.leakage = dead
      ? 0
      : fault === FAULT.leakageDetected
        ? 45 + 60 * (noise + 0.5)
        : 0.4 + 1.4 * (noise + 0.5);
    return reading;
  }
  function sayAlone(lamp: number, slot: number, t: number): SimMessage {
    const { id, grid } = components[lamps[lamp]!]!;
    const { power, voltage, current, leakage } = read(lamp, slot);
    const round = (value: number, digits: number): number => Number(value.toFixed(digits));
    const message: StateMessage = {
      id,
      observedAt: new Date(t).toISOString(),
      value: {
        on: model.on[lamp]!,
        dim: model.dim[lamp]!,
        fault: model.fault[lamp]!,
        inferred: model.inferred[lamp]!,
        power: round(power, 1),
        voltage: round(voltage, 1),
        current: round(current, 3),
        leakage: round(leakage, 2),
      },
      ttl: cadence.ttl,
    };
    return {
      source: gatewayOf(lamp),
      topic: topics.thing('light', grid ?? '-', 'streetlight', encodeURIComponent(id), 'state'),
      payload: JSON.stringify(message),
      retain: true,
      qos: 0,
    };
  }
  const gatewayOf = (lamp: number): number => cabinets[circuits[network.circuitOf[lamp]!]!.cabinet]!.gateway;

  function reportCircuit(c: number, t: number, all: boolean, out: SimMessage[]): void {
    const circuit = circuits[c]!;
    const { gateway } = cabinets[circuit.cabinet]!;
    const slot = Math.floor((t + hash01(seed, 604, c) * cadence.cycleMs) / cadence.cycleMs);
    const due = all || slot !== slots[c];
    slots[c] = slot;
    const list = lists[gateway]!;
    for (let i = 0; i < circuit.lamps.length; i++) {
      const lamp = circuit.lamps[i]!;
      const { on, dim, fault, inferred } = model;
      const key = on[lamp]! | (dim[lamp]! << 1) | (fault[lamp]! << 9) | (inferred[lamp]! << 17);
      if (!due && key === told[lamp]) continue;
      told[lamp] = key;
      const { gid } = components[lamps[lamp]!]!;
      if (single[lamp]) out.push(sayAlone(lamp, slot, t));
      else if (circuit.grouped) list.inferred.add(gid, on[lamp]!, dim[lamp]!, fault[lamp]!, inferred[lamp]!);
      else {
        const { power, voltage, current, leakage } = read(lamp, slot);
        list.telling.add(
          gid,
          on[lamp]!,
          dim[lamp]!,
          fault[lamp]!,
          inferred[lamp]!,
          power,
          voltage,
          current,
          leakage,
        );
      }
    }
  }
  /** The current of a whole cabinet, A: it drops when lamps are lost. */
  function reportCabinet(at: number, t: number, all: boolean): void {
    const cabinet = cabinets[at]!;
    if (cabinet.component < 0) return;
    let power = 0;
    for (const c of cabinet.circuits) {
      for (const lamp of circuits[c]!.lamps) {
        if (model.on[lamp]) power += components[lamps[lamp]!]!.rating * (model.dim[lamp]! / 100);
      }
    }
    const fault = options.faultOf(cabinet.component);
    const slot = Math.floor((t + hash01(seed, 605, at) * cadence.cycleMs) / cadence.cycleMs);
    const key = fault + 32 * Math.round(power) + 2 ** 36 * (slot % 1_000);
    if (!all && key === cabinetTold[at]) return;
    cabinetTold[at] = key;
    const voltage = NOMINAL_V + 4 + 3 * (hash01(seed, 606, at, slot) - 0.5);
    const current = power / (voltage * POWER_FACTOR);
    lists[cabinet.gateway]!.cabinets.add(
      components[cabinet.component]!.gid,
      power > 0 ? 1 : 0,
      fault,
      power,
      voltage,
      current,
    );
  }
  /** A breaker or a theft, once it can be known. */
  function announce(t: number, out: SimMessage[]): void {
    for (const c of announced) if (!model.events.has(c)) announced.delete(c);
    for (const [c, event] of model.events) {
      const at = event.lostAt?.[2] ?? event.at;
      const cabinet = cabinets[circuits[c]!.cabinet]!;
      if (t < at || announced.has(c) || options.isOffline(cabinet.gateway, t)) continue;
      announced.add(c);
      const row = components[cabinet.component] ?? components[lamps[circuits[c]!.lamps[0]!]!]!;
      const message = {
        id: row.id,
        observedAt: new Date(at).toISOString(),
        event: event.kind === 'theft' ? 'cableTheft' : 'circuitBreakerTripped',
        circuit: circuits[c]!.id,
        ...(event.lamps ? { lamps: [...event.lamps].map((lamp) => components[lamps[lamp]!]!.id) } : {}),
      };
      out.push({
        source: cabinet.gateway,
        topic: topics.thing('light', row.grid ?? '-', 'cabinet', encodeURIComponent(row.id), 'event'),
        payload: JSON.stringify(message),
        retain: false,
        qos: 1,
      });
    }
  }
  return {
    report(t, all) {
      const out: SimMessage[] = [];
      if (all !== undefined && all >= network.gateways) return out;
      const tells = (gateway: number): boolean =>
        (all === undefined || all === gateway) && !options.isOffline(gateway, t);
      for (let c = 0; c < circuits.length; c++) {
        if (tells(cabinets[circuits[c]!.cabinet]!.gateway)) reportCircuit(c, t, all !== undefined, out);
      }
      for (let at = 0; at < cabinets.length; at++) {
        if (tells(cabinets[at]!.gateway)) reportCabinet(at, t, all !== undefined);
      }
      if (all === undefined) announce(t, out);
      lists.forEach((list, source) => {
        for (const part of [list.telling, list.inferred, list.cabinets]) {
          for (const payload of part.take(t, cadence.ttl)) {
            out.push({
              source,
              topic: topics.batch('light', gatewayName(source)),
              payload,
              retain: false,
              qos: 0,
            });
          }
        }
      });
      return out;
    },
  };
}

/** Name of a gateway by its position, as in topics. */
export function gatewayName(at: number): string {
  return `gateway-${String(at + 1).padStart(2, '0')}`;
}
