import { describe, expect, it } from 'vitest';
import { FeedHealth } from './feed-health.ts';

describe('how long messages take', () => {
  it('is told of all messages of a hand-over, however many they are', () => {
    const health = new FeedHealth('city', 'mqtt', 0);
    // One a millisecond: the first has waited for ten seconds, the last not at all.
    for (let ms = 0; ms < 10_000; ms++) health.came(ms, ms);
    health.handOver();
    health.arrived(10_000);
    const { latencyMs } = health.status(10_000);
    expect(latencyMs!.p50).toBeGreaterThan(4_800);
    expect(latencyMs!.p50).toBeLessThan(5_200);
    expect(latencyMs!.p99).toBeGreaterThan(9_800);
  });

  it('is told of few messages as it is', () => {
    const health = new FeedHealth('city', 'mqtt', 0);
    for (const at of [0, 100, 200]) health.came(at, at);
    health.handOver();
    health.came(250, 250);
    health.arrived(300);
    expect(health.status(300).latencyMs).toEqual({ p50: 200, p99: 200 });
    health.handOver();
    health.arrived(400);
    expect(health.status(400).latencyMs).toEqual({ p50: 150, p99: 200 });
  });

  it('is not told of messages that do not say when they were sent', () => {
    const health = new FeedHealth('city', 'mqtt', 0);
    health.came(0, Number.NaN);
    health.handOver();
    health.arrived(100);
    expect(health.status(100).latencyMs).toBeNull();
  });
});
