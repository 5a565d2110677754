/** What the page and the worker that draws the ground map say to each other. */
import type { GroundStyle } from './ground-style.ts';
import type { TileAddress } from './tile-window.ts';

export interface GroundSetup {
  type: 'setup';
  /** Address of the tiles with {z}, {x} and {y}; null: bare ground. */
  template: string | null;
  minZoom: number;
  maxZoom: number;
  /** Side of a picture, px. */
  side: number;
  /** West, south, east, north of the map, degrees: it fades out towards them. */
  bounds: [number, number, number, number];
}

export interface GroundRequest {
  type: 'draw';
  key: number;
  tile: TileAddress;
}

/** From the next picture on, this style. */
export interface GroundRestyle {
  type: 'restyle';
  style: GroundStyle;
}

export type ToGroundWorker = GroundSetup | GroundRequest | GroundRestyle;

/** The picture has its first row at the bottom, as textures want it. */
export type FromGroundWorker = { key: number; picture: ImageBitmap } | { key: number; error: string };
