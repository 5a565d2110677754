import {
  Color,
  type CustomShader,
  PixelDatatype,
  PixelFormat,
  type Scene,
  TextureMagnificationFilter,
  TextureMinificationFilter,
  TextureUniform,
  UniformType,
  VaryingType,
} from 'cesium';
import { PALETTE_WIDTH, STYLE_WIDTH, type StyleTexels, type StyleUpdate } from '../../find/style-engine.ts';
import type { BuildingsShader } from './buildings-shader.ts';

export const STYLE_VARYINGS = { v_tint: VaryingType.VEC4, v_mark: VaryingType.FLOAT };

/** The engine's own texture: private, hence asked for by one function alone. */
interface OwnTexture {
  copyFrom(options: {
    xOffset: number;
    yOffset: number;
    source: { width: number; height: number; arrayBufferView: Uint8Array };
  }): void;
}

/** Gives the uniforms of the style, read from texels that stay their owner's. */
export function styleUniforms({ start, texels, palette }: StyleTexels) {
  return {
    u_style: { type: UniformType.SAMPLER_2D, value: textureOf(texels, STYLE_WIDTH) },
    u_stylePalette: { type: UniformType.SAMPLER_2D, value: textureOf(palette, PALETTE_WIDTH) },
    /** gid of the first texel. */
    u_styleStart: { type: UniformType.INT, value: start },
    /** gid under the pointer; 0 none. */
    u_hovered: { type: UniformType.INT, value: 0 },
    /** 1: every building in the colour of its gid (red is the lowest byte). */
    u_showGids: { type: UniformType.INT, value: 0 },
  };
}

export interface FeatureStyle {
  /** Brings what changed to the graphics card; the texels hold it already. */
  upload(update: Pick<StyleUpdate, 'pages' | 'palette'>): void;
  hover(gid: number): void;
  /** Draws gids instead of buildings, over black: for tests of what is picked. */
  showGids(on: boolean): void;
}

/** Styles the buildings that a shader draws, whose uniforms are those of `styleUniforms` for the same texels. */
export function createFeatureStyle(
  scene: Scene,
  shader: Pick<BuildingsShader, 'engine' | 'set'>,
  style: StyleTexels,
): FeatureStyle {
  let hovered = 0;
  /** Takes the gids off the picture again. */
  let hideGids: (() => void) | null = null;

  function send(name: 'u_style' | 'u_stylePalette', pages: StyleUpdate['pages'], width: number): void {
    const whole = name === 'u_style' ? style.texels : style.palette;
    const texture = ownTexture(shader.engine(), name);
    // Before the first frame there is none; it will be made of the texels as they are then.
    if (texture === 'later') return;
    if (texture === 'unknown') {
      shader.set(name, textureOf(whole, width));
      return;
    }
    for (const { row, data } of pages) {
      const source = { width, height: data.length / 4 / width, arrayBufferView: data };
      texture.copyFrom({ xOffset: 0, yOffset: row, source });
    }
  }
  return {
    upload({ pages, palette }) {
      if (pages.length > 0) send('u_style', pages, STYLE_WIDTH);
      if (palette) send('u_stylePalette', [{ row: 0, data: palette }], PALETTE_WIDTH);
      if (pages.length > 0 || palette) scene.requestRender();
    },
    hover(gid) {
      if (gid === hovered) return;
      hovered = gid;
      shader.set('u_hovered', gid);
      scene.requestRender();
    },
    showGids(on) {
      if (on === (hideGids !== null)) return;
      shader.set('u_showGids', on ? 1 : 0);
      if (hideGids) hideGids();
      hideGids = on ? darken(scene) : null;
      scene.requestRender();
    },
  };
}

/** Leaves nothing but buildings, over black and without anything over them. @returns what undoes it. */
function darken(scene: Scene): () => void {
  const { globe, skyAtmosphere, backgroundColor, postProcessStages } = scene;
  const sky = skyAtmosphere?.show ?? false;
  const stages = Array.from({ length: postProcessStages.length }, (_, at) => postProcessStages.get(at));
  const enabled = stages.filter((stage) => stage.enabled);
  globe.show = false;
  if (skyAtmosphere) skyAtmosphere.show = false;
  scene.backgroundColor = Color.BLACK;
  for (const stage of enabled) stage.enabled = false;
  return () => {
    globe.show = true;
    if (skyAtmosphere) skyAtmosphere.show = sky;
    scene.backgroundColor = backgroundColor;
    for (const stage of enabled) stage.enabled = true;
  };
}

function textureOf(typedArray: Uint8Array, width: number): TextureUniform {
  return new TextureUniform({
    typedArray,
    width,
    height: typedArray.length / 4 / width,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    repeat: false,
    minificationFilter: TextureMinificationFilter.NEAREST,
    magnificationFilter: TextureMagnificationFilter.NEAREST,
  });
}

/**
 * Finds the engine's texture of a uniform: a whole new one for every change would cost megabytes a click.
 *
 * `later`: not made yet. `unknown`: the engine keeps it elsewhere now; the public way is to be taken.
 */
function ownTexture(shader: CustomShader, name: string): OwnTexture | 'later' | 'unknown' {
  const { _textureManager: textures } = shader as unknown as {
    _textureManager?: { getTexture?(name: string): Partial<OwnTexture> | undefined };
  };
  if (typeof textures?.getTexture !== 'function') return 'unknown';
  const texture = textures.getTexture(name);
  if (!texture) return 'later';
  return typeof texture.copyFrom === 'function' ? (texture as OwnTexture) : 'unknown';
}
