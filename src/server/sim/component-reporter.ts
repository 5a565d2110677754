import { cityTopics } from '#base/live/topics.ts';
import { createBatchList } from './batch-list.ts';
import type { Inventory } from './inventory.ts';
import { FAULT } from './light/light-model.ts';
import type { Cadence, Reporter, SimMessage } from './message.ts';
import type { BinModel } from './traffic/bins.ts';

/** The cycle is told in so many parts. */
const PARTS = 100;
/** A bin tells when it is so much fuller, %. */
const STEP = 5;

/**
 * Tells of all components that are neither lamps nor cabinets, as inspectors and sensors find them.
 *
 * @param source - position in the simulation's sources.
 * @param changed - positions of components whose fault has changed; emptied.
 */
export function createComponentReporter(
  { components, division, ledger }: Inventory,
  bins: BinModel,
  code: Uint8Array,
  changed: Set<number>,
  source: number,
  cadence: Cadence,
): Reporter {
  const topics = cityTopics(division);
  const plain = Uint32Array.from(components.flatMap(({ kind }, at) => (kind === 'other' ? [at] : [])));
  const faults = createBatchList('components', ledger, ['fault']);
  const fills = createBatchList('components', ledger, ['fault', 'fill']);
  const told = new Float64Array(bins.bins.length).fill(Number.NaN);
  const slots = new Float64Array(PARTS).fill(Number.NaN);
  return {
    report(t, all) {
      if (all !== undefined && all !== source) return [];
      for (const at of changed) {
        const row = components[at]!;
        if (row.kind === 'other') faults.add(row.gid, code[at]!);
      }
      changed.clear();
      for (let part = 0; part < PARTS; part++) {
        const slot = Math.floor(t / cadence.cycleMs + part / PARTS);
        const due = all === source || slot !== slots[part];
        slots[part] = slot;
        if (due) {
          const end = Math.floor(((part + 1) * plain.length) / PARTS);
          for (let i = Math.floor((part * plain.length) / PARTS); i < end; i++) {
            faults.add(components[plain[i]!]!.gid, code[plain[i]!]!);
          }
        }
        for (let bin = part; bin < bins.bins.length; bin += PARTS) {
          const at = bins.bins[bin]!;
          const fault = code[at]!;
          const fill = fault === FAULT.overfull ? 100 : bins.fill(bin, t);
          const key = Math.floor(fill / STEP) + 100 * fault;
          if (!due && key === told[bin]) continue;
          told[bin] = key;
          fills.add(components[at]!.gid, fault, fill);
        }
      }
      const out: SimMessage[] = [];
      for (const payload of [...faults.take(t, cadence.ttl), ...fills.take(t, cadence.ttl)]) {
        out.push({ source, topic: topics.batch('component', 'inspection'), payload, retain: false, qos: 0 });
      }
      return out;
    },
  };
}
