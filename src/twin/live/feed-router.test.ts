import { describe, expect, it } from 'vitest';
import { clockOffset } from './feed-router.ts';

describe('clockOffset', () => {
  it('is none where the clocks agree as well as the answer can tell', () => {
    expect(clockOffset(1_000_050, 1_000_000, 1_000_100)).toBe(0);
    // A slow answer, and one that the server had kept for a second.
    expect(clockOffset(1_000_050, 1_000_000, 1_009_000)).toBe(0);
    expect(clockOffset(999_100, 1_000_000, 1_000_100)).toBe(0);
  });

  it('is the middle of what it can be where they do not', () => {
    expect(clockOffset(1_060_050, 1_000_000, 1_000_100)).toBe(60_000);
    expect(clockOffset(940_050, 1_000_000, 1_000_100)).toBe(-60_000);
  });
});
