import { describe, expect, it } from 'vitest';
import type { Extent } from '#city/building-store.ts';
import { overlappingSources } from './overlapping-sources.ts';

const box = (lon: number, size = 1e-4): Extent => [lon, 52, lon + size, 52 + size];

function found(boxes: [file: string, extent: Extent][]) {
  return overlappingSources({
    count: boxes.length,
    extent: (at) => boxes[at]![1],
    file: (at) => boxes[at]![0],
  });
}

describe('overlappingSources', () => {
  it('counts the buildings that a later source has where an earlier one has them', () => {
    const problems = found([
      ['osm.pbf', box(4.3)],
      ['osm.pbf', box(4.301)],
      ['osm.pbf', box(4.4)],
      ['model.json', box(4.30001)],
      ['model.json', box(4.30099)],
      ['model.json', box(4.35)],
    ]);
    expect(problems).toEqual([
      {
        action: 'warning',
        reason: 'overlapping-sources',
        file: 'model.json',
        place: 'osm.pbf',
        detail: 'expected each building in one source, got 2 where "osm.pbf" has one too: both are kept',
      },
    ]);
  });

  it('says nothing of neighbours, of much smaller ones inside, nor of one source alone', () => {
    expect(
      found([
        ['a', box(4.3)],
        ['b', box(4.3001)],
        ['b', box(4.30003, 2e-5)],
      ]),
    ).toEqual([]);
    expect(
      found([
        ['a', box(4.3)],
        ['a', box(4.3)],
      ]),
    ).toEqual([]);
    expect(found([])).toEqual([]);
  });
});
