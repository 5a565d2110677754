/** Stable ids: the source's own, else a hash of the geometry. */
import type { LonLatPolygon } from '#city/model.ts';

/** Degrees to whole numbers for hashing: about a centimetre. */
const GRAIN = 1e7;

/**
 * Hashes polygons (two FNV-1a of 32 bits with different seeds over coordinates rounded to 1e-7°). The ring's first
 * corner does not matter, nor does its place in the file.
 *
 * @returns `x` and 16 hexadecimal digits.
 */
export function geometryHash(polygons: readonly LonLatPolygon[]): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (const rings of polygons) {
    for (const ring of rings) {
      const n = ring.length;
      let first = 0;
      for (let i = 2; i < n; i += 2) {
        if (ring[i]! < ring[first]! || (ring[i] === ring[first] && ring[i + 1]! < ring[first + 1]!))
          first = i;
      }
      for (let k = 0; k < n; k++) {
        const value = Math.round(ring[(first + k) % n]! * GRAIN) | 0;
        a = Math.imul(a ^ (value & 0xffff), 0x01000193);
        a = Math.imul(a ^ (value >>> 16), 0x01000193);
        b = Math.imul(b ^ value, 0x85ebca6b);
        b ^= b >>> 15;
      }
      a = Math.imul(a ^ 0xff, 0x01000193);
      b = Math.imul(b ^ 0xff, 0xc2b2ae35);
    }
  }
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return `x${hex(a)}${hex(b)}`;
}

/** Gives the id of a feature in its source, or null when it has none. */
export function sourceId(own: string | null, column: unknown): string | null {
  if (own !== null && own !== '') return own;
  if (typeof column === 'string' && column.trim() !== '') return column.trim();
  return typeof column === 'number' && Number.isFinite(column) ? String(column) : null;
}
