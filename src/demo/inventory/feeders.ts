import type { Point } from '../plane.ts';
import type { Circuits } from './circuits.ts';
import { createCabinets, createCircuits } from './circuits.ts';
import type { Inventory } from './inventory.ts';
import type { Lamp } from './lamps.ts';
import type { Thing } from './thing.ts';

/** A cabinet and the lamps that it switches. */
interface Feeder {
  cabinet: Thing & { attributes: Record<string, string | number> };
  lamps: Lamp[];
}

/** Where a cabinet may stand about a lamp, m. */
const ABOUT: readonly Point[] = [1.6, 2.4, 3.4, 5].flatMap((r) =>
  Array.from(
    { length: 8 },
    (_, k): Point => [r * Math.cos((k * Math.PI) / 4), r * Math.sin((k * Math.PI) / 4)],
  ),
);

/**
 * Hangs lamps on circuits and circuits on cabinets, which are set down beside their lamps; a lamp too far from the
 * others is taken away again. Lamps get `circuit`; the code of their cabinet is known once it has one.
 */
export function feedLamps(inventory: Inventory, lamps: readonly Lamp[]): Feeder[] {
  const circuits = createCircuits(lamps.map(({ at }) => at));
  inventory.remove(new Set<Thing>(lamps.filter((_, i) => circuits.ofLamp[i]! < 0)));
  const cabinetOf = createCabinets(middlesOf(lamps, circuits));
  const feeders: Lamp[][] = [];
  const numbers: number[] = [];
  const within: number[] = [];
  for (const cabinet of cabinetOf) {
    within[cabinet] = (within[cabinet] ?? 0) + 1;
    numbers.push(within[cabinet]!);
  }
  for (const [i, lamp] of lamps.entries()) {
    const circuit = circuits.ofLamp[i]!;
    if (circuit < 0) continue;
    const cabinet = cabinetOf[circuit]!;
    feeders[cabinet] ??= [];
    feeders[cabinet].push(lamp);
    lamp.attributes.circuit = `K${String(cabinet + 1).padStart(3, '0')}-${numbers[circuit]!}`;
  }
  return feeders.map((fed, i) => ({ cabinet: setCabinet(inventory, fed, i, within[i]!), lamps: fed }));
}

function middlesOf(lamps: readonly Lamp[], circuits: Circuits): Point[] {
  const sums = Array.from({ length: circuits.count }, () => [0, 0, 0] as [number, number, number]);
  for (const [i, { at }] of lamps.entries()) {
    const sum = sums[circuits.ofLamp[i]!];
    if (!sum) continue;
    sum[0] += at[0];
    sum[1] += at[1];
    sum[2]++;
  }
  return sums.map(([x, y, n]): Point => [x / n, y / n]);
}

/** The cabinet stands beside the lamp nearest to the middle of all that has room for it. */
function setCabinet(
  inventory: Inventory,
  lamps: readonly Lamp[],
  index: number,
  circuits: number,
): Feeder['cabinet'] {
  const x = lamps.reduce((sum, { at }) => sum + at[0], 0) / lamps.length;
  const y = lamps.reduce((sum, { at }) => sum + at[1], 0) / lamps.length;
  const away = ({ at }: Lamp): number => Math.hypot(at[0] - x, at[1] - y);
  for (const lamp of lamps.toSorted((p, q) => away(p) - away(q))) {
    for (const [dx, dy] of ABOUT) {
      const cabinet = {
        kind: '2101',
        at: [lamp.at[0] + dx, lamp.at[1] + dy] as Point,
        name: `${String(index + 1).padStart(3, '0')}号路灯控制箱`,
        ...(lamp.azimuthDeg === undefined ? {} : { azimuthDeg: lamp.azimuthDeg }),
        ...(lamp.road === undefined ? {} : { road: lamp.road }),
        height: 1.6,
        attributes: { circuits, lamps: lamps.length } as Record<string, string | number>,
      };
      if (inventory.stand(cabinet, 0.6)) return cabinet;
    }
  }
  throw new Error(`cabinet ${index + 1}: expected room beside one of its ${lamps.length} lamps, got none`);
}
