/** The lights of a city's lamps (two of a lamp with arms on both sides) as typed arrays, taken from its tables of components. */
import type { ComponentTable } from '#base/feature-table.ts';
import { createEnuFrame } from '#base/geo/ellipsoid.ts';

/** Classes that shine on the ground: street lamps, ground lights, landscape lights. */
const LAMP_CODES: ReadonlySet<string> = new Set(['0118', '0119', '0120']);
/** Metres from the pole to the light of a lamp with an arm. */
const ARM = 2.1;
/** Lantern above ground where nobody says, m. */
const DEFAULT_HEIGHTS: Readonly<Record<string, number>> = { '0118': 9, '0119': 0.15, '0120': 0.8 };
/** Colour temperatures that count as wholly warm and wholly white, K. */
const WARMEST = 2_200;
const WHITEST = 4_300;
/** Where nobody says: main roads are whiter than gardens. K */
const DEFAULT_KELVIN: Readonly<Record<string, number>> = {
  road: 3_400,
  'high-mast': 4_000,
  lane: 2_700,
  garden: 2_900,
  square: 3_000,
};
const TYPICAL_WATTS = 110;

export const NO_CIRCUIT = 0xffff;

export interface LampCircuit {
  readonly name: string;
  /** Code of its cabinet, or null. */
  readonly cabinet: string | null;
}

export interface LampColumns {
  readonly count: number;
  readonly gid: Uint32Array;
  /** Lantern: metres east, north, up of the city's origin; three a lamp. */
  readonly place: Float32Array;
  /** Lantern above the ground, m. */
  readonly height: Float32Array;
  /** Light, 1 of a usual lamp. */
  readonly strength: Float32Array;
  /** 0 white, 1 warm. */
  readonly warm: Float32Array;
  /** Position in `circuits`, or NO_CIRCUIT. */
  readonly circuit: Uint16Array;
  readonly circuits: readonly LampCircuit[];
  /** Where cabinets stand, by code: metres east, north, up. */
  readonly cabinets: Readonly<Record<string, readonly [number, number, number]>>;
}

export interface LampCollector {
  /** Takes the lamps and cabinets of one table. */
  add(table: ComponentTable): void;
  columns(): LampColumns;
}

/**
 * Collects lamps from tables, in any order.
 *
 * Attributes read: `lanternHeight`, `powerRating` (W), `colourTemperature` (K), `lampKind`, `arms`, `circuit`, `cabinet`;
 * what has an attribute `circuits` is a cabinet.
 *
 * @param origin - of the plane: degrees, degrees, m.
 */
export function createLampCollector(origin: readonly [number, number, number]): LampCollector {
  const frame = createEnuFrame(...origin);
  const at: [number, number, number] = [0, 0, 0];
  const gid: number[] = [];
  const place: number[] = [];
  const height: number[] = [];
  const strength: number[] = [];
  const warm: number[] = [];
  const circuit: number[] = [];
  const circuits: LampCircuit[] = [];
  const circuitOf = new Map<string, number>();
  const cabinets: Record<string, readonly [number, number, number]> = {};

  function circuitIndex(name: unknown, cabinet: unknown): number {
    if (typeof name !== 'string' || name === '') return NO_CIRCUIT;
    let index = circuitOf.get(name);
    if (index === undefined) {
      index = circuits.length;
      if (index >= NO_CIRCUIT) return NO_CIRCUIT;
      circuitOf.set(name, index);
      circuits.push({ name, cabinet: typeof cabinet === 'string' ? cabinet : null });
    }
    return index;
  }

  return {
    add({ start, count, columns }) {
      for (let row = 0; row < count; row++) {
        const { [row]: key } = columns.class;
        const lon = columns.lon[row];
        const lat = columns.lat[row];
        const attributes = columns.attributes[row];
        if (!key || typeof lon !== 'number' || typeof lat !== 'number') continue;
        const code = key.slice(key.indexOf(':') + 1);
        const isLamp = LAMP_CODES.has(code);
        const name = columns.code[row] ?? columns.id[row];
        const isCabinet = attributes?.circuits !== undefined && typeof name === 'string';
        if (!isLamp && !isCabinet) continue;
        frame.toEnu(lon, lat, columns.ground[row] ?? origin[2], at);
        if (isCabinet) {
          cabinets[name] = [at[0], at[1], at[2] + (columns.height[row] ?? 1.5)];
          continue;
        }
        const number = (attribute: string): number | null => {
          const value = attributes?.[attribute];
          return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
        };
        const kind = attributes?.lampKind;
        const lantern = number('lanternHeight') ?? (columns.height[row] || DEFAULT_HEIGHTS[code]!);
        const azimuth = columns.azimuth[row];
        const arms =
          kind === 'road' && typeof azimuth === 'number'
            ? attributes?.arms === 2
              ? [ARM, -ARM]
              : [ARM]
            : [0];
        const turn = ((azimuth ?? 0) * Math.PI) / 180;
        const kelvin =
          number('colourTemperature') ??
          (typeof kind === 'string' ? DEFAULT_KELVIN[kind] : undefined) ??
          3_200;
        const watts = number('powerRating') ?? (code === '0118' ? TYPICAL_WATTS : 25);
        const light = Math.min(3, Math.sqrt(watts / TYPICAL_WATTS / arms.length));
        for (const arm of arms) {
          gid.push(start + row);
          place.push(at[0] + Math.sin(turn) * arm, at[1] + Math.cos(turn) * arm, at[2] + lantern);
          height.push(lantern);
          strength.push(light);
          warm.push(Math.min(1, Math.max(0, (WHITEST - kelvin) / (WHITEST - WARMEST))));
          circuit.push(circuitIndex(attributes?.circuit, attributes?.cabinet));
        }
      }
    },
    columns: () => ({
      count: gid.length,
      gid: Uint32Array.from(gid),
      place: Float32Array.from(place),
      height: Float32Array.from(height),
      strength: Float32Array.from(strength),
      warm: Float32Array.from(warm),
      circuit: Uint16Array.from(circuit),
      circuits,
      cabinets,
    }),
  };
}
