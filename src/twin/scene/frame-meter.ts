import { Cesium3DTileset, type Scene } from 'cesium';
import { frameReasons } from './request-frame.ts';

/** What the picture costs. */
export interface FrameStats {
  /** Drawn since the scene opened. */
  frames: number;
  /** Main-thread milliseconds a frame, of the last 240. */
  frameMs: { p50: number; p95: number };
  /** Tiles of tilesets whose content is drawn. */
  tiles: number;
  /** Of those tiles. */
  triangles: number;
  /** Features loaded, in sight or kept. */
  features: number;
  /** Geometry and textures of tilesets, bytes. */
  gpuBytes: number;
  /** How often frames were asked for by us, by reason. */
  reasons: Record<string, number>;
}

export interface FrameMeter {
  /** Drawn so far. */
  frames(): number;
  stats(): FrameStats;
  dispose(): void;
}

const KEPT = 240;

/** What the engine counts of a tileset; not in its published types. */
interface Counted {
  readonly statistics?: {
    readonly numberOfFeaturesLoaded?: number;
    readonly numberOfTrianglesSelected?: number;
    readonly numberOfTilesWithContentReady?: number;
    readonly selected?: number;
  };
}

/** Counts frames and times them, from before the scene's update to after its drawing. */
export function createFrameMeter(scene: Scene): FrameMeter {
  const times = new Float64Array(KEPT);
  let frames = 0;
  let start = 0;
  const removers = [
    scene.preUpdate.addEventListener(() => {
      start = performance.now();
    }),
    scene.postRender.addEventListener(() => {
      times[frames % KEPT] = performance.now() - start;
      frames++;
    }),
  ];
  return {
    frames: () => frames,
    stats() {
      const sorted = times.slice(0, Math.min(frames, KEPT)).sort();
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
      let [tiles, triangles, features, gpuBytes] = [0, 0, 0, 0];
      for (let index = 0; index < scene.primitives.length; index++) {
        const primitive: unknown = scene.primitives.get(index);
        if (!(primitive instanceof Cesium3DTileset)) continue;
        const { statistics } = primitive as Counted;
        gpuBytes += primitive.totalMemoryUsageInBytes;
        features += statistics?.numberOfFeaturesLoaded ?? 0;
        if (!primitive.show) continue;
        tiles += statistics?.selected ?? 0;
        triangles += statistics?.numberOfTrianglesSelected ?? 0;
      }
      return {
        frames,
        frameMs: { p50: at(0.5), p95: at(0.95) },
        tiles,
        triangles,
        features,
        gpuBytes,
        reasons: frameReasons(scene),
      };
    },
    dispose() {
      for (const remove of removers.reverse()) remove();
    },
  };
}
