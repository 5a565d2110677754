import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** A feature of the ground map in the tile's own units, y down. */
export interface GroundShape {
  class: string;
  /** m; 0 unknown. */
  width: number;
  /** 0 unknown. */
  lanes: number;
  oneway: boolean;
  bridge: boolean;
  tunnel: boolean;
  layer: number;
  polygon: boolean;
  /** Flat [x, y, …] a ring or line, in shares of the tile (0 … 1, beyond in its margin). */
  rings: Float32Array[];
  /** West, north, east, south, in shares of the tile. */
  box: [number, number, number, number];
}

export type GroundTile = Map<string, GroundShape[]>;

/**
 * Decodes a vector tile of the ground map.
 *
 * @throws Error from the decoder when the bytes are no vector tile.
 */
export function decodeTile(bytes: Uint8Array): GroundTile {
  const tile: GroundTile = new Map();
  for (const [name, layer] of Object.entries(new VectorTile(new PbfReader(bytes)).layers)) {
    const shapes: GroundShape[] = [];
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i);
      if (feature.type !== 2 && feature.type !== 3) continue;
      const { properties } = feature;
      const box: GroundShape['box'] = [Infinity, Infinity, -Infinity, -Infinity];
      const rings = feature.loadGeometry().map((points) => {
        const ring = new Float32Array(points.length * 2);
        points.forEach((point, at) => {
          const x = point.x / feature.extent;
          const y = point.y / feature.extent;
          ring[at * 2] = x;
          ring[at * 2 + 1] = y;
          box[0] = Math.min(box[0], x);
          box[1] = Math.min(box[1], y);
          box[2] = Math.max(box[2], x);
          box[3] = Math.max(box[3], y);
        });
        return ring;
      });
      shapes.push({
        class: String(properties.class ?? ''),
        width: Number(properties.width ?? 0) || 0,
        lanes: Number(properties.lanes ?? 0) || 0,
        oneway: Boolean(properties.oneway),
        bridge: Boolean(properties.bridge),
        tunnel: Boolean(properties.tunnel),
        layer: Number(properties.layer ?? 0) || 0,
        polygon: feature.type === 3,
        rings,
        box,
      });
    }
    tile.set(name, shapes);
  }
  return tile;
}
