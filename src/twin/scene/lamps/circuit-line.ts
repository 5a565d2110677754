/** The way of a circuit's cable: from the cabinet to the nearest lamp, and so on. */
import type { LampColumns } from './lamp-columns.ts';

/**
 * Gives the places of a circuit's lamps in the order in which a cable would meet them.
 *
 * @returns metres east, north, up of the city's origin; the cabinet first, where it is known.
 */
export function circuitLine(
  { count, place, height, circuit, circuits, cabinets }: LampColumns,
  index: number,
): [number, number, number][] {
  const code = circuits[index]?.cabinet;
  const cabinet = code == null ? undefined : cabinets[code];
  const left: [number, number, number][] = [];
  for (let at = 0; at < count; at++) {
    if (circuit[at] !== index) continue;
    // A little above the ground: cables lie in it, where nobody would see them.
    left.push([place[3 * at]!, place[3 * at + 1]!, place[3 * at + 2]! - height[at]! + 1]);
  }
  const line: [number, number, number][] = cabinet ? [[...cabinet]] : left.splice(0, 1);
  while (left.length > 0 && line.length > 0) {
    const [east, north] = line.at(-1)!;
    let nearest = 0;
    let least = Infinity;
    left.forEach((one, at) => {
      const away = Math.hypot(one[0] - east, one[1] - north);
      if (away < least) {
        least = away;
        nearest = at;
      }
    });
    line.push(...left.splice(nearest, 1));
  }
  return line;
}
