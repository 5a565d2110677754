/** Lamps. Arms reach to the front; light sources look down, or around. */
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { PAINT } from './paints.ts';

const LENS = { colour: PAINT.lens, role: 'lightsource' } as const;
const DOT = 0xe0c98a;

/** Pole with its foot plate, door and a taper. */
function pole(parts: Parts, detail: Detail, height: number, radius: number, paint: number): void {
  const sides = detail === 0 ? 8 : 3;
  parts.cylinder([radius, radius * 0.55], height, sides, paint, { open: true });
  if (detail === 1) return;
  parts.cylinder([radius * 1.7, radius * 1.45], 0.35, 8, paint);
  parts.box([radius * 1.1, 0.04, 0.4], PAINT.graphite, { at: [0, radius * 0.93, 0.6] });
}

/** Flat LED head whose middle is at `at`, along y. */
function head(parts: Parts, detail: Detail, at: Point3, length: number, width: number, tilt: number): void {
  const [x, y, z] = at;
  if (detail === 1) {
    parts.box([width, length, 0.12], PAINT.graphite, { at: [x, y, z], tilt });
    parts.box([width * 0.9, length * 0.9, 0.03], LENS, { at: [x, y, z - 0.03], tilt });
    return;
  }
  parts.box([width, length, 0.07], PAINT.graphite, { at, tilt });
  parts.box([width * 0.6, length * 0.55, 0.06], PAINT.graphite, {
    at: [x, y - length * 0.12, z + 0.06],
    tilt,
  });
  parts.box([width * 0.84, length * 0.8, 0.03], LENS, { at: [x, y + length * 0.04, z - 0.028], tilt });
}

function roadLamp(parts: Parts, detail: Detail, height: number, arms: readonly (1 | -1)[]): void {
  pole(parts, detail, height - 0.75, 0.11, PAINT.galvanised);
  for (const side of arms) {
    const reach = 1.9 * side;
    const tilt = 0.14 * side;
    if (detail === 0) {
      parts.bow(
        [0, 0, height - 0.9],
        [0, 0.1 * side, height - 0.25],
        [0, reach, height - 0.12],
        0.045,
        6,
        5,
        PAINT.galvanised,
      );
    } else {
      parts.rod([0, 0, height - 0.8], [0, reach, height - 0.12], 0.06, 3, PAINT.galvanised);
    }
    head(parts, detail, [0, reach + 0.25 * side, height - 0.13], 0.85, 0.34, tilt);
  }
}

export const LAMPS = {
  'lamp-road': { dot: DOT, build: (parts, detail) => roadLamp(parts, detail, 10, [1]) },
  'lamp-road-double': { dot: DOT, build: (parts, detail) => roadLamp(parts, detail, 12, [1, -1]) },
} as const satisfies Record<string, Model>;
