/**
 * Gids: the numbers that stand for a city's features in tiles, textures and batches.
 *
 * Every theme owns one contiguous block, the same in every city, so that a gid alone tells its theme.
 * All blocks end below 2^23: ids of instanced features are exact only up to there. 0 means "none".
 */
export const THEMES = ['components', 'buildings', 'roads', 'pipes', 'rooms'] as const;

export type Theme = (typeof THEMES)[number];

/** A block of gids: `start` is the first one, `size` how many the block can ever hold. */
export interface GidBlock {
  readonly start: number;
  readonly size: number;
}

export const GID_BLOCKS: Readonly<Record<Theme, GidBlock>> = {
  components: { start: 0x00_0001, size: 0x3f_ffff },
  buildings: { start: 0x40_0000, size: 0x20_0000 },
  roads: { start: 0x60_0000, size: 0x08_0000 },
  pipes: { start: 0x68_0000, size: 0x08_0000 },
  rooms: { start: 0x70_0000, size: 0x10_0000 },
};
