/** Live states of lamps for shaders of our own: the rows that changed go to a texture of theirs. */
import { type CustomShader, PixelDatatype, PixelFormat, type RenderContext, Sampler, Texture } from 'cesium';
import { CONDITION, FLAG, STATE_WIDTH } from '#base/live/live-columns.ts';
import type { StateTextures } from '../live/state-textures.ts';

export interface LampStates {
  /** The texture, made by the first frame that asks. */
  texture(context: RenderContext): Texture;
  /** gid of its first texel. */
  readonly start: number;
  tick(): number;
  dispose(): void;
}

/** Keeps a texture of the components' states. `onLight` is called when something shines otherwise than before. */
export function createLampStates(
  states: StateTextures,
  isShown: () => boolean,
  onLight: () => void,
): LampStates {
  const known = states.texels('components');
  const texels = known?.texels ?? new Uint8Array(STATE_WIDTH * 4);
  /** Level and whether anything is known, as they were sent: what only reports again lights nothing anew. */
  const sent = new Uint16Array(texels.length / 4);
  let texture: Texture | null = null;
  let tick = 0;

  /** Takes rows over. @returns whether a level is another one. */
  function shinesAnew(row: number, data: Uint8Array): boolean {
    let changed = false;
    for (let at = 0, texel = row * STATE_WIDTH; at < data.length; at += 4, texel++) {
      const light =
        ((data[at]! & 15) === CONDITION.none ? 0 : 1) | (data[at]! & FLAG.hidden) | (data[at + 1]! << 8);
      if (light === sent[texel]) continue;
      sent[texel] = light;
      changed = true;
    }
    return changed;
  }

  // What `register` needs of a shader: where its texture is, and how its tick is set.
  const target = {
    _textureManager: {
      getTexture: () =>
        texture && {
          width: texture.width,
          copyFrom(options: Parameters<Texture['copyFrom']>[0]) {
            texture?.copyFrom(options);
            if (shinesAnew(options.yOffset, options.source.arrayBufferView)) onLight();
          },
        },
    },
    setUniform(name: string, value: unknown) {
      if (name === 'u_stateTick') tick = value as number;
    },
  };
  const remove = states.register('components', target as unknown as CustomShader, isShown);
  return {
    texture(context) {
      texture ??= new Texture({
        context,
        width: STATE_WIDTH,
        height: texels.length / 4 / STATE_WIDTH,
        pixelFormat: PixelFormat.RGBA,
        pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
        sampler: Sampler.NEAREST,
        flipY: false,
        source: { width: STATE_WIDTH, height: texels.length / 4 / STATE_WIDTH, arrayBufferView: texels },
      });
      return texture;
    },
    start: known?.start ?? 0,
    tick: () => tick,
    dispose() {
      remove();
      texture?.destroy();
      texture = null;
    },
  };
}
