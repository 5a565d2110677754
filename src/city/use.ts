/**
 * Uses of buildings. The order is part of the city folder (tiles carry the index): append only.
 * `storeyHeight` (m) and `storeys` are the rule for a building whose height nobody gives.
 */
export const USES = [
  { use: 'unknown', storeyHeight: 3.2, storeys: 2 },
  { use: 'residential', storeyHeight: 3.0, storeys: 5 },
  { use: 'house', storeyHeight: 3.0, storeys: 2 },
  { use: 'office', storeyHeight: 3.9, storeys: 6 },
  { use: 'retail', storeyHeight: 4.5, storeys: 2 },
  { use: 'hotel', storeyHeight: 3.5, storeys: 6 },
  { use: 'industrial', storeyHeight: 6.0, storeys: 1 },
  { use: 'warehouse', storeyHeight: 8.0, storeys: 1 },
  { use: 'school', storeyHeight: 3.8, storeys: 3 },
  { use: 'hospital', storeyHeight: 4.0, storeys: 5 },
  { use: 'civic', storeyHeight: 4.2, storeys: 3 },
  { use: 'religious', storeyHeight: 10.0, storeys: 1 },
  { use: 'transport', storeyHeight: 7.0, storeys: 1 },
  { use: 'parking', storeyHeight: 3.0, storeys: 3 },
  { use: 'garage', storeyHeight: 2.8, storeys: 1 },
  { use: 'shed', storeyHeight: 3.0, storeys: 1 },
  { use: 'sport', storeyHeight: 10.0, storeys: 1 },
  { use: 'utility', storeyHeight: 4.0, storeys: 1 },
] as const;

export type Use = (typeof USES)[number]['use'];

const INDEX = new Map<string, number>(USES.map(({ use }, index) => [use, index]));

/** Gives the number that tiles carry for a use. */
export function useIndex(use: Use): number {
  return INDEX.get(use) ?? 0;
}

/** Gives the storey height (m) of a use. */
export function storeyHeightOf(use: Use): number {
  return USES[useIndex(use)]!.storeyHeight;
}
