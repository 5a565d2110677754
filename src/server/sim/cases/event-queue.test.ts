import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventQueue } from './event-queue.ts';

describe('a queue of events', () => {
  it('gives them by instant, of one instant in the order in which they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (instants) => {
        const queue = createEventQueue<[at: number, order: number]>();
        for (const [order, at] of instants.entries()) queue.push(at, [at, order]);
        const sorted = instants.map((at, order): [number, number] => [at, order]);
        sorted.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(queue.size).toBe(instants.length);
        for (const [at, order] of sorted) {
          expect(queue.first).toBe(at);
          expect(queue.pop()).toEqual([at, order]);
        }
        expect(queue.first).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('takes new ones while others are taken out', () => {
    const queue = createEventQueue<string>();
    queue.push(3, 'c');
    queue.push(1, 'a');
    expect(queue.pop()).toBe('a');
    queue.push(2, 'b');
    expect([queue.pop(), queue.pop()]).toEqual(['b', 'c']);
  });

  it('says so when it is empty', () => {
    expect(() => createEventQueue().pop()).toThrow('queue: expected something in it, got nothing');
  });
});
