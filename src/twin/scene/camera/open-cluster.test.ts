import { describe, expect, it } from 'vitest';
import { clusterRange } from './open-cluster.ts';

/** Half a right angle up and down: a metre of distance shows two metres. */
const SIGHT = { fovY: Math.PI / 2, pictureHeight: 600, gatherPx: 60 };

describe('the flight that opens a cluster', () => {
  it('goes to where the places fill the picture', () => {
    // 1,200 m are three fifths of 2,000 m, which are seen from 1,000 m.
    expect(clusterRange({ ...SIGHT, extent: 1_200, away: 5_000 })).toBeCloseTo(1_000, 9);
  });

  it('goes nearer by a quarter where the places fill the picture already', () => {
    expect(clusterRange({ ...SIGHT, extent: 1_200, away: 800 })).toBeCloseTo(600, 9);
  });

  it('never goes nearer than a street’s width asks for', () => {
    expect(clusterRange({ ...SIGHT, extent: 60, away: 4_000 })).toBe(160);
    expect(clusterRange({ ...SIGHT, extent: 60, away: 160 })).toBeNull();
  });

  it('says that places cannot be told apart from anywhere', () => {
    // 60 px of 600 from 160 m are 32 m.
    expect(clusterRange({ ...SIGHT, extent: 31, away: 4_000 })).toBeNull();
    expect(clusterRange({ ...SIGHT, extent: 0, away: 4_000 })).toBeNull();
    expect(clusterRange({ ...SIGHT, extent: 33, away: 4_000 })).toBe(160);
  });
});
