import { Event, type Scene } from 'cesium';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryTiles } from './retry-tiles.ts';

interface Tile {
  contentFailed: boolean;
  children: Tile[];
  unloadContent(): void;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const log: string[] = [];
  const tile = (name: string, contentFailed: boolean, children: Tile[] = []): Tile => ({
    contentFailed,
    children,
    unloadContent: () => void log.push(name),
  });
  const root = tile('root', false, [tile('left', true), tile('right', false, [tile('deep', true)])]);
  const tileset = { root, tileFailed: new Event(), allTilesLoaded: new Event() };
  let frames = 0;
  const scene = { requestRender: () => frames++ } as unknown as Scene;
  const stop = retryTiles({ tileset, scene, onRecovered: () => void log.push('recovered') });
  return { tileset, log, stop, frames: () => frames };
}

describe('tiles that failed', () => {
  it('are asked for again after a while, wherever they are in the tree', () => {
    const { tileset, log, frames } = watched();
    tileset.tileFailed.raiseEvent({});
    tileset.tileFailed.raiseEvent({});
    vi.advanceTimersByTime(1_999);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(log.sort()).toEqual(['deep', 'left']);
    expect(frames()).toBe(1);
  });

  it('are asked for more and more seldom while they go on failing, five minutes apart at the most', () => {
    const { tileset, frames } = watched();
    const waits: number[] = [];
    for (let turn = 0; turn < 11; turn++) {
      tileset.tileFailed.raiseEvent({});
      const before = frames();
      let waited = 0;
      while (frames() === before) {
        vi.advanceTimersByTime(1_000);
        waited++;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it('are told to be there once all have come, and only then', () => {
    const { tileset, log } = watched();
    tileset.allTilesLoaded.raiseEvent();
    tileset.tileFailed.raiseEvent({});
    tileset.allTilesLoaded.raiseEvent();
    expect(log).toEqual([]);
    vi.advanceTimersByTime(2_000);
    tileset.allTilesLoaded.raiseEvent();
    tileset.allTilesLoaded.raiseEvent();
    expect(log.filter((line) => line === 'recovered')).toHaveLength(1);
  });

  it('are left alone once the layer is gone', () => {
    const { tileset, log, stop } = watched();
    tileset.tileFailed.raiseEvent({});
    stop();
    vi.advanceTimersByTime(10_000);
    expect(log).toEqual([]);
    expect(tileset.tileFailed.numberOfListeners + tileset.allTilesLoaded.numberOfListeners).toBe(0);
  });
});
