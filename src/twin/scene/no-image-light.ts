import { ImageBasedLighting } from 'cesium';

/**
 * Makes image-based lighting that prepares nothing, for tilesets whose shader lights by itself.
 *
 * The engine's own one integrates a table of 256 × 256 × 1,024 samples in the first frame, whether or not anything
 * reads it: a second of a machine that draws without a graphics card.
 */
export function createNoImageLight(): ImageBasedLighting {
  return Object.assign(new ImageBasedLighting(), { update(): void {} });
}
