import { measure } from '#base/geo/measure.ts';
import type { Measurement } from '#base/state/twin-state.ts';

/** Writes a measured value with its unit, the same in every language; '' when there is nothing to measure. */
export function measureText({ kind, points }: Pick<Measurement, 'kind' | 'points'>): string {
  if (points.length < (kind === 'area' ? 3 : 2)) return '';
  const value = measure(kind, points);
  if (kind === 'area') {
    if (value < 10_000) return `${value.toFixed(value < 100 ? 1 : 0)} m²`;
    return value < 1_000_000 ? `${(value / 10_000).toFixed(2)} ha` : `${(value / 1_000_000).toFixed(2)} km²`;
  }
  return value < 1_000 ? `${value.toFixed(value < 100 ? 2 : 1)} m` : `${(value / 1_000).toFixed(2)} km`;
}
