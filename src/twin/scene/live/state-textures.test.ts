import { CustomShader, Event, type Scene } from 'cesium';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STATE_WIDTH } from '#base/live/live-columns.ts';
import { createCityTexels, ROW_BYTES } from '../../live/state-texels.ts';
import { createStateTextures, type StateTextures } from './state-textures.ts';

const ROWS = 600;
const city = createCityTexels({ components: { start: 1, count: ROWS * STATE_WIDTH } });
const page = (row: number, rows = 1) => ({ row, data: new Uint8Array(rows * ROW_BYTES) });

interface Sent {
  yOffset: number;
  source: { height: number };
}

function sceneWith() {
  let frames = 0;
  const preUpdate = new Event();
  const scene = { preUpdate, requestRender: () => frames++ } as unknown as Scene;
  return {
    scene,
    frame: () => preUpdate.raiseEvent(),
    frames: () => frames,
    listeners: () => preUpdate.numberOfListeners,
  };
}

/** A shader of which `texture` is the engine's own; null: not made yet. */
function shaderWith(keeps = true) {
  const sent: [row: number, rows: number][] = [];
  const set: string[] = [];
  const own = {
    width: STATE_WIDTH,
    copyFrom: ({ yOffset, source }: Sent) => void sent.push([yOffset, source.height]),
  };
  const box: { texture: typeof own | null } = { texture: own };
  const shader = {
    setUniform: (name: string) => void set.push(name),
    ...(keeps ? { _textureManager: { getTexture: () => box.texture ?? undefined } } : {}),
  } as unknown as CustomShader;
  return { shader, sent, set, box, own };
}

let textures: StateTextures | null = null;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  textures?.dispose();
  vi.useRealTimers();
});

/** Registers a shader and lets it have all that there is. */
function ready(keeps = true, isShown?: () => boolean) {
  const world = sceneWith();
  textures = createStateTextures(world.scene, city);
  const one = shaderWith(keeps);
  const remove = textures.register('components', one.shader, isShown);
  world.frame();
  vi.advanceTimersByTime(100);
  const frames = world.frames();
  return { ...world, ...one, remove, textures, frames: () => world.frames() - frames };
}

describe('live state on the graphics card', () => {
  it('finds the engine keeping textures where they are sought', () => {
    const { scene } = sceneWith();
    textures = createStateTextures(scene, city);
    const shader = new CustomShader({ uniforms: textures.uniforms('components') });
    const { _textureManager } = shader as unknown as { _textureManager: { getTexture?: unknown } };
    expect(_textureManager.getTexture).toBeTypeOf('function');
    expect(textures.uniforms('components').u_stateStart.value).toBe(1);
  });

  it('gives a shader that comes late all that is known, in turns of half a megabyte', () => {
    const { sent } = ready();
    expect(sent).toEqual([
      [0, 128],
      [128, 128],
      [256, 128],
      [384, 128],
      [512, 88],
    ]);
  });

  it('sends the rows that changed, and few others between them', () => {
    const { sent, textures: states } = ready();
    sent.length = 0;
    const done = vi.fn();
    states.upload('components', [page(3), page(5), page(20, 2)], false, done);
    expect(sent).toEqual([
      [3, 3],
      [20, 2],
    ]);
    expect(done).toHaveBeenCalledOnce();
    states.upload('roads', [page(0)], false);
    expect(sent).toHaveLength(2);
  });

  it('says that all is sent when the last turn is over', () => {
    const { sent, textures: states } = ready();
    sent.length = 0;
    const done = vi.fn();
    states.upload('components', [page(0, 600)], false, done);
    expect(done).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(done).toHaveBeenCalledOnce();
    expect(sent.reduce((sum, [, rows]) => sum + rows, 0)).toBe(600);
  });

  it('asks for at most four frames a second, and for none once all has come to rest', () => {
    const { textures: states, frames } = ready();
    for (let n = 0; n < 40; n++) {
      states.upload('components', [page(n)], false);
      vi.advanceTimersByTime(50);
    }
    expect(frames()).toBeGreaterThanOrEqual(8);
    expect(frames()).toBeLessThanOrEqual(9);
    vi.advanceTimersByTime(2_000);
    const rest = frames();
    vi.advanceTimersByTime(60_000);
    expect(frames()).toBe(rest);
  });

  it('asks for fewer frames where they are slow to draw', () => {
    const world = sceneWith();
    textures = createStateTextures(world.scene, city, () => 600);
    textures.register('components', shaderWith().shader);
    for (let n = 0; n < 120; n++) {
      textures.upload('components', [page(n)], false);
      vi.advanceTimersByTime(50);
    }
    // At the beginning, and every 1.2 s.
    expect(world.frames()).toBe(6);
  });

  it('asks for no frame for what looks the same, nor for what nobody sees', () => {
    let shown = true;
    const { textures: states, frames } = ready(true, () => shown);
    states.upload('components', [page(0)], true);
    shown = false;
    states.upload('components', [page(0)], false);
    vi.advanceTimersByTime(1_000);
    expect(frames()).toBe(0);
  });

  it('sends nothing while it is hidden, and all that changed when it is shown again', () => {
    let shown = false;
    const { sent, frame, textures: states } = ready(true, () => shown);
    const done = vi.fn();
    states.upload('components', [page(5)], false, done);
    expect(sent).toEqual([]);
    expect(done).toHaveBeenCalledOnce();
    shown = true;
    frame();
    vi.advanceTimersByTime(100);
    expect(sent.reduce((sum, [, rows]) => sum + rows, 0)).toBe(600);
  });

  it('sends nothing while nobody looks at the page, and all that changed afterwards', () => {
    const { sent, textures: states, frames } = ready();
    sent.length = 0;
    states.rest(true);
    const done = vi.fn();
    states.upload('components', [page(5)], false, done);
    expect([sent, frames()]).toEqual([[], 0]);
    expect(done).toHaveBeenCalledOnce();
    states.rest(false);
    expect(sent).toEqual([[5, 1]]);
    expect(frames()).toBe(1);
  });

  it('waits for the texture that the first frame makes of the texels', () => {
    const { sent, set, box, own, frame, textures: states } = ready();
    box.texture = null;
    [sent.length, set.length] = [0, 0];
    const done = vi.fn();
    states.upload('components', [page(9)], false, done);
    expect([sent, set]).toEqual([[], []]);
    expect(done).toHaveBeenCalledOnce();
    box.texture = own;
    frame();
    expect(sent).toEqual([[9, 1]]);
  });

  it('hands over a whole new texture where the engine has become another', () => {
    const { set, textures: states } = ready(false);
    expect(states.way()).toBe('whole');
    set.length = 0;
    states.upload('components', [page(9)], false);
    expect(set).toEqual(['u_state']);
  });

  it('forgets a shader that is taken away, and leaves nothing behind', () => {
    const { sent, remove, textures: states, listeners } = ready();
    sent.length = 0;
    remove();
    states.upload('components', [page(9)], false);
    expect(sent).toEqual([]);
    states.dispose();
    expect(listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
