/**
 * Codes of unit grids (单元网格) and of what they lie in. Each level's code begins with that of the level above:
 *
 *     city 4 digits > district 6 > street or township 9 > community or village 12 > unit grid 15
 *
 * Grids of the older standard have 14 digits, two for the sequence.
 */

export const GRID_LEVELS = ['city', 'district', 'street', 'community', 'grid'] as const;
export type GridLevel = (typeof GRID_LEVELS)[number];

const LENGTHS: Readonly<Record<Exclude<GridLevel, 'grid'>, number>> = {
  city: 4,
  district: 6,
  street: 9,
  community: 12,
};
const GRID = 15;
const OLD_GRID = 14;

/** A unit grid's code in its parts. */
export interface UnitGrid {
  /** Six digits. */
  readonly district: string;
  /** Three digits. */
  readonly street: string;
  /** Three digits. */
  readonly community: string;
  /** Number within the community: west to east, then north to south. */
  readonly sequence: number;
  /** Digits of the code: 14 in the older standard. */
  readonly digits: 14 | 15;
}

/**
 * Reads a unit grid's code.
 *
 * @throws Error `grid code "1101": expected 15 digits (14 in the older standard), got 4`.
 */
export function parseUnitGrid(text: string): UnitGrid {
  const scope = `grid code "${text.slice(0, 40)}"`;
  const code = text.trim();
  if (!/^\d*$/.test(code)) {
    throw new Error(`${scope}: expected 15 digits (14 in the older standard), got other characters`);
  }
  if (code.length !== GRID && code.length !== OLD_GRID) {
    throw new Error(`${scope}: expected 15 digits (14 in the older standard), got ${code.length}`);
  }
  return {
    district: code.slice(0, 6),
    street: code.slice(6, 9),
    community: code.slice(9, 12),
    sequence: Number(code.slice(12)),
    digits: code.length,
  };
}

/** Writes a unit grid's code. @throws Error naming the part that does not fit. */
export function formatUnitGrid({ district, street, community, sequence, digits }: UnitGrid): string {
  const before = `${district}${street}${community}`;
  for (const [name, part, length] of [
    ['district', district, 6],
    ['street', street, 3],
    ['community', community, 3],
  ] as const) {
    if (part.length !== length || !/^\d+$/.test(part)) {
      throw new Error(`grid code "${before}": expected a ${name} of ${length} digits, got "${part}"`);
    }
  }
  const places = digits - before.length;
  const most = 10 ** places - 1;
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > most) {
    throw new Error(`grid code "${before}": expected a sequence from 0 to ${most}, got ${sequence}`);
  }
  return `${before}${String(sequence).padStart(places, '0')}`;
}

/** Tells the level of a code by its length; null: it is the code of none. */
export function gridLevel(code: string): GridLevel | null {
  if (!/^\d+$/.test(code)) return null;
  if (code.length === GRID || code.length === OLD_GRID) return 'grid';
  return GRID_LEVELS.find((level) => level !== 'grid' && LENGTHS[level] === code.length) ?? null;
}

/** Gives a code's levels from the city down to itself: `[{level: 'city', code: '1101'}, …]`; none of a foreign code. */
export function gridPath(code: string): { level: GridLevel; code: string }[] {
  const own = gridLevel(code);
  if (own === null) return [];
  return GRID_LEVELS.slice(0, GRID_LEVELS.indexOf(own) + 1).map((level) => ({
    level,
    code: level === 'grid' ? code : code.slice(0, LENGTHS[level]),
  }));
}
