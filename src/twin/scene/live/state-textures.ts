/**
 * Live state on the graphics card: one texture a theme and shader, of which only the rows that changed are sent.
 *
 * Tried: a new `TextureUniform` for every change, which makes a new texture each time (2.5 ms of a frame for a million
 * states); kept as the way out where the engine's own texture cannot be found.
 */
import {
  type CustomShader,
  PixelDatatype,
  PixelFormat,
  type Scene,
  TextureMagnificationFilter,
  TextureMinificationFilter,
  TextureUniform,
  UniformType,
} from 'cesium';
import type { Theme } from '#base/gid.ts';
import { STATE_WIDTH } from '#base/live/live-columns.ts';
import {
  type CityTexels,
  ROW_BYTES,
  type StatePage,
  type StateTexels,
  stateTick,
} from '../../live/state-texels.ts';
import { requestFrame } from '../request-frame.ts';

/** Rows that are sent at once; more are sent in turns, so that no frame waits for all of them (0.5 MB: 0.3 ms). */
const ROWS_A_TURN = 128;
const TURN_MS = 16;
/** Rows between two that changed, up to so many, are sent with them: a call costs more than a row. */
const GAP_ROWS = 4;
/** Frames for live state are drawn at most this often, and as long as something is on its way to its new level. */
const FRAME_MS = 250;
/** Share of the time that those frames may take: what is slow to draw changes less often, and leaves time for hands. */
const FRAME_SHARE = 0.5;
const MOVING_MS = 1_000;

/** The engine's own texture: private, hence asked for by one function alone. */
interface OwnTexture {
  copyFrom(options: {
    xOffset: number;
    yOffset: number;
    source: { width: number; height: number; arrayBufferView: Uint8Array };
  }): void;
}

export interface StateTextures {
  /** What the engine says of its own texture: `direct` rows are sent, `whole` textures are made anew. For tests. */
  readonly way: () => 'direct' | 'whole';
  /** Uniforms of a shader that reads a theme's states with `STATE_GLSL`: `u_state`, `u_stateStart`, `u_stateTick`. */
  uniforms(theme: Theme): ReturnType<typeof stateUniforms>;
  /** Texels of a theme, kept up to date; null where the city has none. For what is placed by the page itself. */
  texels(theme: Theme): StateTexels | null;
  /**
   * Keeps a shader with those uniforms up to date.
   *
   * @param isShown - nothing is sent while it says no; all is when it says yes again.
   * @returns the remover.
   */
  register(theme: Theme, shader: CustomShader, isShown?: () => boolean): () => void;
  /**
   * Sends rows that have changed; the texels hold them already.
   *
   * @param done - called when the last of them is sent.
   * @param quiet - nothing looks different: no frame is asked for.
   */
  upload(
    theme: Theme,
    pages: readonly Pick<StatePage, 'row' | 'data'>[],
    quiet: boolean,
    done?: () => void,
  ): void;
  /** Sends nothing while resting, and all that changed afterwards. */
  rest(resting: boolean): void;
  dispose(): void;
}

interface Registered {
  readonly theme: Theme;
  readonly shader: CustomShader;
  readonly isShown: () => boolean;
  /** Rows that have not been sent, 1 each. */
  readonly dirty: Uint8Array;
  behind: boolean;
}

function stateUniforms({ start, texels }: StateTexels) {
  return {
    u_state: { type: UniformType.SAMPLER_2D, value: textureOf(texels) },
    /** gid of the first texel. */
    u_stateStart: { type: UniformType.INT, value: start },
    /** Eighths of a second modulo 256. */
    u_stateTick: { type: UniformType.FLOAT, value: stateTick(Date.now()) },
  };
}

/** One texel of nothing, for themes that the city has not. */
const NONE: StateTexels = { start: 0, rows: 1, texels: new Uint8Array(ROW_BYTES) };

/**
 * Makes the textures of a scene from texels that stay their owner's.
 *
 * @param frameMs - gives how long a picture takes, ms.
 */
export function createStateTextures(
  scene: Scene,
  city: CityTexels,
  frameMs: () => number = () => 0,
): StateTextures {
  const registered = new Set<Registered>();
  /** Called when nothing is left to be sent. */
  let waiting: (() => void)[] = [];
  let turn: ReturnType<typeof setTimeout> | undefined;
  let frames: ReturnType<typeof setTimeout> | undefined;
  let movingUntil = 0;
  let resting = false;
  let way: 'direct' | 'whole' = 'direct';

  /** Sends up to `budget` rows of one shader. @returns the rows that are left of the budget. */
  function send(one: Registered, budget: number): number {
    const { texels, rows } = city[one.theme] ?? NONE;
    const texture = ownTexture(one.shader);
    // Before the first frame there is none; it will be made of the texels as they are then.
    if (texture === 'later') return budget;
    if (texture === 'unknown') {
      way = 'whole';
      one.shader.setUniform('u_state', textureOf(texels));
      one.dirty.fill(0);
      one.behind = false;
      return budget - rows;
    }
    let left = budget;
    for (let row = 0; row < rows && left > 0; row++) {
      if (one.dirty[row] === 0) continue;
      const last = Math.min(rows, row + left);
      let end = row;
      for (let at = row; at < last && at - end <= GAP_ROWS; at++) {
        if (one.dirty[at] === 0) continue;
        one.dirty[at] = 0;
        end = at + 1;
      }
      texture.copyFrom({
        xOffset: 0,
        yOffset: row,
        source: {
          width: STATE_WIDTH,
          height: end - row,
          arrayBufferView: texels.subarray(row * ROW_BYTES, end * ROW_BYTES),
        },
      });
      left -= end - row;
      row = end - 1;
    }
    one.behind = left === 0 && one.dirty.includes(1);
    return left;
  }

  function flush(): void {
    clearTimeout(turn);
    turn = undefined;
    let budget = ROWS_A_TURN;
    const wants = (one: Registered): boolean => !resting && one.behind && one.isShown();
    for (const one of registered) if (budget > 0 && wants(one)) budget = send(one, budget);
    const more = [...registered].some((one) => wants(one) && ownTexture(one.shader) !== 'later');
    if (more) {
      turn = setTimeout(flush, TURN_MS);
      return;
    }
    const done = waiting;
    waiting = [];
    for (const tell of done) tell();
  }

  /** Draws now and then until all has come to its level. */
  function draw(): void {
    frames = undefined;
    requestFrame(scene, 'live');
    if (Date.now() >= movingUntil) return;
    frames = setTimeout(draw, Math.max(FRAME_MS, frameMs() / FRAME_SHARE));
  }

  const removePreUpdate = scene.preUpdate.addEventListener(() => {
    if (registered.size === 0) return;
    const tick = stateTick(Date.now());
    // What was hidden is shown again, or has a texture at last.
    let behind = false;
    for (const one of registered) {
      if (!one.isShown()) continue;
      one.shader.setUniform('u_stateTick', tick);
      behind ||= one.behind;
    }
    if (behind && turn === undefined) flush();
  });

  return {
    way: () => way,
    uniforms: (theme) => stateUniforms(city[theme] ?? NONE),
    texels: (theme) => city[theme] ?? null,
    register(theme, shader, isShown = () => true) {
      const { rows } = city[theme] ?? NONE;
      // Between its uniforms and now something may have changed.
      const one: Registered = { theme, shader, isShown, dirty: new Uint8Array(rows).fill(1), behind: true };
      registered.add(one);
      return () => {
        registered.delete(one);
      };
    },
    upload(theme, pages, quiet, done) {
      let shown = false;
      for (const one of registered) {
        if (one.theme !== theme) continue;
        for (const { row, data } of pages) one.dirty.fill(1, row, row + data.length / ROW_BYTES);
        one.behind = true;
        shown ||= one.isShown();
      }
      if (done) waiting.push(done);
      flush();
      if (quiet || !shown || resting) return;
      movingUntil = Date.now() + MOVING_MS;
      if (frames === undefined) draw();
    },
    rest(next) {
      resting = next;
      if (resting) {
        clearTimeout(frames);
        frames = undefined;
      } else if ([...registered].some((one) => one.behind && one.isShown())) {
        flush();
        requestFrame(scene, 'live');
      }
    },
    dispose() {
      clearTimeout(turn);
      clearTimeout(frames);
      removePreUpdate();
      registered.clear();
      for (const tell of waiting.splice(0)) tell();
    },
  };
}

function textureOf(typedArray: Uint8Array): TextureUniform {
  return new TextureUniform({
    typedArray,
    width: STATE_WIDTH,
    height: typedArray.length / ROW_BYTES,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    repeat: false,
    minificationFilter: TextureMinificationFilter.NEAREST,
    magnificationFilter: TextureMagnificationFilter.NEAREST,
  });
}

/**
 * Finds the engine's texture of `u_state`.
 *
 * `later`: not made yet. `unknown`: the engine keeps it elsewhere now; the public way is to be taken.
 */
function ownTexture(shader: CustomShader): OwnTexture | 'later' | 'unknown' {
  const { _textureManager: textures } = shader as unknown as {
    _textureManager?: { getTexture?(name: string): (Partial<OwnTexture> & { width?: number }) | undefined };
  };
  if (typeof textures?.getTexture !== 'function') return 'unknown';
  const texture = textures.getTexture('u_state');
  if (!texture || texture.width !== STATE_WIDTH) return 'later';
  return typeof texture.copyFrom === 'function' ? (texture as OwnTexture) : 'unknown';
}
