import type { Point } from '../plane.ts';

/** A component of the demo city before it has its code. */
export interface Thing {
  /** Class: two digits of the major and two of the minor class; major 21 is the city's own extension. */
  kind: string;
  at: Point;
  /** Where its front looks, degrees from north clockwise; left out where the inventory does not say. */
  azimuthDeg?: number;
  /** Above ground, m; left out where the kind says enough. */
  height?: number;
  name?: string;
  /** Street that it stands on. */
  road?: string;
  attributes?: Record<string, string | number>;
}

/** A component as the inventory has it. */
export interface Entry extends Thing {
  /** 16 digits: division, class, number within the class. */
  code: string;
  grid: string;
  owner: string;
  department: string;
  installed: number;
  condition: '完好' | '破损' | '丢失' | '废弃';
}

/** Degrees from north, clockwise, of a direction in the plane; 0 to 360, tenths. */
export function azimuth(dx: number, dy: number): number {
  const deg = Math.round((Math.atan2(dx, dy) * 1800) / Math.PI) / 10;
  return deg < 0 ? deg + 360 : deg;
}
