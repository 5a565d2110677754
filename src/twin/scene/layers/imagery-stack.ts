import type { ImageryLayer, ImageryLayerCollection } from 'cesium';

/** Pictures on the ground in a fixed order, whichever comes first. */
export interface ImageryStack {
  /** @returns the remover; it frees the layer's pictures too. */
  add(layer: ImageryLayer, order: number): () => void;
}

/** Keeps a globe's imagery sorted by order; equal ones as they came. */
export function createImageryStack(layers: ImageryLayerCollection): ImageryStack {
  const orders = new Map<ImageryLayer, number>();
  return {
    add(layer, order) {
      const below = [...orders.values()].filter((other) => other <= order).length;
      layers.add(layer, Math.min(below, layers.length));
      orders.set(layer, order);
      return () => {
        if (orders.delete(layer)) layers.remove(layer, true);
      };
    },
  };
}
