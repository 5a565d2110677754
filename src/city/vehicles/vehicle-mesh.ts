/** Vehicles of the city's services, in metres: z up, front to +y, wheels on the ground at the origin. */
import type { ComponentMesh } from '../component.ts';
import { meshOfParts, type Parts } from '../components/mesh-parts.ts';
import { PAINT } from '../components/paints.ts';

export const VEHICLE_KINDS = ['inspection', 'sanitation', 'sprinkler', 'emergency'] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];

const TYRE = 0x2b2c2d;
const AMBER = { colour: 0xe0a040, role: 'lightsource' } as const;
const HEADLIGHT = { colour: 0xf3ecd2, role: 'lightsource' } as const;
const TAIL_LIGHT = { colour: 0xb23a30, role: 'lightsource' } as const;

function wheels(parts: Parts, axles: readonly number[], track: number, radius: number): void {
  for (const y of axles) {
    for (const side of [-1, 1]) {
      parts.disc(radius, 0.24, 12, TYRE, { at: [(side * track) / 2, y, radius], turn: Math.PI / 2 });
      parts.disc(radius * 0.55, 0.26, 8, PAINT.galvanised, {
        at: [(side * track) / 2, y, radius],
        turn: Math.PI / 2,
      });
    }
  }
}

function lights(parts: Parts, front: number, back: number, width: number, height: number): void {
  for (const side of [-1, 1]) {
    parts.box([0.34, 0.06, 0.16], HEADLIGHT, { at: [side * (width / 2 - 0.28), front, height] });
    parts.box([0.26, 0.06, 0.14], TAIL_LIGHT, { at: [side * (width / 2 - 0.24), back, height] });
  }
}

/** Body with a cabin whose sides lean in. */
function car(parts: Parts, body: number, stripe: number): void {
  parts.box([1.84, 4.5, 0.62], body, { at: [0, 0, 0.32] });
  parts.box([1.87, 4.2, 0.16], stripe, { at: [0, 0, 0.58] });
  const cabin: [number, number][] = [
    [-2.05, 0.94],
    [1.05, 0.94],
    [0.45, 1.56],
    [-1.75, 1.58],
  ];
  parts.profile(cabin, 1.6, PAINT.darkGlass, { turn: Math.PI / 2 });
  parts.box([1.5, 1.9, 0.07], body, { at: [0, -0.62, 1.56] });
  wheels(parts, [1.4, -1.4], 1.66, 0.34);
  lights(parts, 2.25, -2.25, 1.84, 0.66);
}

function beacon(parts: Parts, y: number, z: number, width: number): void {
  parts.box([width, 0.28, 0.14], AMBER, { at: [0, y, z] });
}

/** Cab over the front axle. */
function cab(parts: Parts, front: number, paint: number): void {
  parts.box([2.3, 1.75, 1.75], paint, { at: [0, front - 0.88, 0.62] });
  parts.box([2.32, 0.06, 0.72], PAINT.darkGlass, { at: [0, front, 1.5] });
  parts.box([2.34, 0.9, 0.6], PAINT.darkGlass, { at: [0, front - 0.7, 1.55] });
  parts.box([2.2, 0.12, 0.3], PAINT.graphite, { at: [0, front, 0.45] });
}

function chassis(parts: Parts, length: number): void {
  parts.box([1.0, length, 0.28], PAINT.black, { at: [0, 0, 0.5] });
}

const BUILD: Readonly<Record<VehicleKind, (parts: Parts) => void>> = {
  inspection(parts) {
    car(parts, PAINT.white, PAINT.blue);
    beacon(parts, -0.3, 1.63, 1.1);
  },
  emergency(parts) {
    car(parts, PAINT.white, PAINT.red);
    beacon(parts, -0.3, 1.63, 1.2);
  },
  sanitation(parts) {
    chassis(parts, 7.4);
    cab(parts, 3.9, PAINT.white);
    const body: [number, number][] = [
      [-3.2, 0.8],
      [1.85, 0.8],
      [1.85, 2.85],
      [-2.5, 2.95],
      [-3.5, 2.2],
    ];
    parts.profile(body, 2.34, PAINT.green, { turn: Math.PI / 2 });
    parts.box([2.36, 3.6, 0.34], PAINT.cream, { at: [0, -0.3, 1.6] });
    parts.box([2.1, 0.5, 1.3], PAINT.graphite, { at: [0, -3.55, 0.75] });
    beacon(parts, 3.1, 2.4, 1.4);
    wheels(parts, [2.9, -1.4, -2.6], 1.95, 0.5);
    lights(parts, 3.92, -3.8, 2.3, 0.85);
  },
  sprinkler(parts) {
    chassis(parts, 7.2);
    cab(parts, 3.8, PAINT.white);
    parts.ball([1.12, 2.8, 1.0], [12, 8], PAINT.lightBlue, { at: [0, -0.8, 1.85] });
    parts.box([1.9, 4.4, 0.3], PAINT.steel, { at: [0, -0.8, 0.8] });
    parts.box([1.98, 3.4, 0.26], PAINT.white, { at: [0, -0.8, 1.72] });
    parts.rod([-1.1, 3.75, 0.42], [1.1, 3.75, 0.42], 0.06, 6, PAINT.galvanised);
    beacon(parts, 3.0, 2.4, 1.4);
    wheels(parts, [2.8, -1.5, -2.7], 1.95, 0.5);
    lights(parts, 3.82, -3.6, 2.3, 0.85);
  },
};

/** Gives the mesh of a vehicle; a kind that is not known is a car. */
export function vehicleMesh(kind: string): ComponentMesh {
  const known = VEHICLE_KINDS.find((one) => one === kind) ?? 'inspection';
  return meshOfParts(BUILD[known]);
}
