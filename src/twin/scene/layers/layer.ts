/** What a layer of the scene is made from, and what it can do. */
import type { Scene } from 'cesium';
import type { SceneLayer } from '#base/state/scene-layers.ts';
import type { LayerStyle, LevelChoice } from '#base/state/twin-state.ts';
import type { City } from '../../city/load-city.ts';
import type { LiveView } from '../../live/live-view.ts';
import type { Animation } from '../animation.ts';
import type { BuildingsShader } from '../buildings/buildings-shader.ts';
import type { ComponentsShader } from '../components/components-shader.ts';
import type { Lights } from '../environment/lights.ts';
import type { SceneEnvironment } from '../environment/scene-environment.ts';
import type { StateTextures } from '../live/state-textures.ts';
import type { Quality } from '../quality/quality.ts';
import type { ImageryStack } from './imagery-stack.ts';

/** How a layer is shown: follows from the state, changes without loading it anew. */
export interface LayerView {
  readonly visible: boolean;
  /** 0 to 1. */
  readonly opacity: number;
  /** The state's over the scene's. */
  readonly style: LayerStyle;
  readonly level: LevelChoice;
  /** Place in the scene's list; what lies flat is drawn in this order. */
  readonly order: number;
}

/** What layers are given beside their own description. */
export interface LayerContext {
  readonly scene: Scene;
  readonly city: City;
  readonly imagery: ImageryStack;
  /** Draws the buildings of the city. */
  readonly shader: BuildingsShader;
  /** Draws its components. */
  readonly components: ComponentsShader;
  /** How fine the picture is. */
  readonly quality: Pick<Quality, 'step'>;
  /** Light and weather that the picture shows. */
  readonly environment: Pick<SceneEnvironment, 'now' | 'look' | 'onChange'>;
  /** Uniforms of the light, for shaders of what stands in the city. */
  readonly lights: Lights;
  /** Live state by gid, for shaders. */
  readonly states: StateTextures;
  /** Cases and vehicles; null without feeds. */
  readonly live: LiveView | null;
  /** Keeps what moves moving. */
  readonly animation: Animation;
  /** Turns an address of the scene's document into a whole one. */
  resolve(url: string): string;
}

/** A layer that is in the scene. */
export interface LiveLayer {
  update(view: LayerView): void;
  /** Parts that are on their way. */
  pending(): number;
  /** Takes out of the scene what the layer put in, and nothing else. */
  dispose(): void;
}

/** Tells of a part of the layer that failed, a tile say; the layer goes on. null: what had failed is there. */
export type OnPartFault = (error: Error | null) => void;

/**
 * Makes a layer of a kind.
 *
 * Looks at `signal` after every await and leaves nothing in the scene once it is aborted. Throws when nothing of the
 * layer can be shown: it is then tried again later.
 */
export type LayerFactory<L extends SceneLayer = SceneLayer> = (
  spec: L,
  view: LayerView,
  context: LayerContext,
  signal: AbortSignal,
  onFault: OnPartFault,
) => Promise<LiveLayer>;
