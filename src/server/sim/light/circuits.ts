import { hash01, hashText } from '../hash.ts';
import type { ComponentRow } from '../inventory.ts';

/** Lamps that one switch feeds. */
export interface Circuit {
  readonly id: string;
  /** Position in `cabinets`. */
  readonly cabinet: number;
  /** Positions in the lamps, along the cable. */
  readonly lamps: Uint32Array;
  /** Whether it is of a main road. */
  readonly main: boolean;
  /** Whether its lamps do not tell of themselves: what they do is inferred from the circuit. */
  readonly grouped: boolean;
  /** How its photocell differs from others: a factor on the light that it switches at. */
  readonly bias: number;
  /** How its clock differs, ms. */
  readonly lateMs: number;
}

export interface Cabinet {
  /** Its code where it has one, else its id or the name of its first circuit. */
  readonly code: string;
  /** Position in the components; −1: the inventory has none. */
  readonly component: number;
  readonly circuits: readonly number[];
  /** Position in the gateways. */
  readonly gateway: number;
}

export interface LightNetwork {
  /** Positions of the lamps in the components. */
  readonly lamps: Uint32Array;
  /** Circuit of every lamp. */
  readonly circuitOf: Uint32Array;
  readonly circuits: readonly Circuit[];
  readonly cabinets: readonly Cabinet[];
  readonly gateways: number;
}

/** Lamps without a circuit hang together within such cells, degrees: some 400 m. */
const CELL_DEG = 0.004;
const GROUPED_SHARE = 0.25;
const MAIN_ROAD_HEIGHT = 9;
const CABINETS_A_GATEWAY = 12;
const MOST_GATEWAYS = 16;
const BIAS = 0.3;
const LATE_MS = 150_000;

/** Finds circuits, cabinets and gateways in an inventory. */
export function buildLightNetwork(components: readonly ComponentRow[], seed: number): LightNetwork {
  const byCircuit = new Map<string, number[]>();
  const byCode = new Map<string, number>();
  let lampCount = 0;
  components.forEach((row, at) => {
    if (row.kind === 'cabinet') {
      byCode.set(row.id, at);
      if (row.code !== null) byCode.set(row.code, at);
    }
    if (row.kind !== 'lamp') return;
    lampCount++;
    const key = row.circuit ?? cellOf(row);
    const list = byCircuit.get(key);
    if (list) list.push(at);
    else byCircuit.set(key, [at]);
  });

  const lamps = new Uint32Array(lampCount);
  const circuitOf = new Uint32Array(lampCount);
  const circuits: Omit<Circuit, 'cabinet'>[] = [];
  const cabinetKeys: string[] = [];
  let next = 0;
  for (const [id, members] of byCircuit) {
    const first = components[members[0]!]!;
    const number = hashText(id);
    const list = new Uint32Array(members.length);
    for (const [i, at] of alongCable(members, components).entries()) {
      lamps[next] = at;
      circuitOf[next] = circuits.length;
      list[i] = next++;
    }
    cabinetKeys.push(first.cabinet ?? `-${id.replace(/-\d+$/, '')}`);
    circuits.push({
      id,
      lamps: list,
      main: first.height >= MAIN_ROAD_HEIGHT,
      grouped: first.grouped ?? hash01(seed, number, 1) < GROUPED_SHARE,
      bias: 1 + BIAS * (hash01(seed, number, 2) - 0.5),
      lateMs: Math.round(LATE_MS * (hash01(seed, number, 3) - 0.5)),
    });
  }
  const keys = [...new Set(cabinetKeys)].sort();
  const gateways =
    keys.length === 0 ? 0 : Math.min(MOST_GATEWAYS, Math.ceil(keys.length / CABINETS_A_GATEWAY));
  const positions = new Map(keys.map((key, at) => [key, at]));
  const fed: number[][] = keys.map(() => []);
  for (const [circuit, key] of cabinetKeys.entries()) fed[positions.get(key)!]!.push(circuit);
  return {
    lamps,
    circuitOf,
    circuits: circuits.map((circuit, at) => ({ ...circuit, cabinet: positions.get(cabinetKeys[at]!)! })),
    cabinets: keys.map((code, at) => ({
      code: code.replace(/^-/, ''),
      component: byCode.get(code) ?? -1,
      circuits: fed[at]!,
      gateway: Math.floor((at * gateways) / keys.length),
    })),
    gateways,
  };
}

function cellOf({ lon, lat }: ComponentRow): string {
  return `${Math.floor(lat / CELL_DEG)}/${Math.floor(lon / CELL_DEG)}`;
}

/** From one end to the other: always to the nearest that is not yet hung. */
function alongCable(members: readonly number[], components: readonly ComponentRow[]): number[] {
  const stretch = Math.cos((components[members[0]!]!.lat * Math.PI) / 180);
  const distance = (a: number, b: number): number =>
    Math.hypot((components[a]!.lon - components[b]!.lon) * stretch, components[a]!.lat - components[b]!.lat);
  // Thousands in one circuit are no circuit but an inventory without any: as they come.
  if (members.length > 500) return [...members];
  const middle = members[0]!;
  let at = members.reduce(
    (far, each) => (distance(each, middle) > distance(far, middle) ? each : far),
    middle,
  );
  const left = new Set(members);
  const order: number[] = [];
  for (;;) {
    order.push(at);
    left.delete(at);
    if (left.size === 0) return order;
    let best = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (const each of left) {
      const away = distance(at, each);
      if (away < nearest) [best, nearest] = [each, away];
    }
    at = best;
  }
}
