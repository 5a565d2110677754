import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';

const whole = {
  spar: 1,
  name: 'monaco',
  title: { en: 'Monaco' },
  origin: [7.42, 43.73, 50],
  extent: [7.4, 43.7, 7.5, 43.8],
  heights: [40, 300],
  sources: [],
  geoid: null,
  counts: { buildings: 12 },
  gids: { buildings: { start: 0, count: 12 } },
  levels: { L1: { terrain: 'terrain/layer.json', ground: null }, L2: null, L3: null },
  features: {},
  search: null,
  years: null,
  attribution: [],
  ledger: '',
};

describe('parseManifest', () => {
  it('gives a manifest back', () => {
    const lived = {
      ...whole,
      levels: { ...whole.levels, L4: 'components/tileset.json' },
      roads: { tileset: 'roads/tileset.json', network: 'roads/network.json' },
      division: '990101',
      timeZone: 'Europe/Monaco',
    };
    expect(parseManifest(lived, 'm')).toEqual(lived);
  });

  it('reads the folder of an older builder as one without components, roads, division and time zone', () => {
    expect(parseManifest(whole, 'm')).toEqual({
      ...whole,
      levels: { ...whole.levels, L4: null },
      roads: null,
      division: null,
      timeZone: null,
    });
  });

  it.each([
    [null, 'spar: expected city folder version 1, got undefined'],
    [{ ...whole, spar: 2 }, 'spar: expected city folder version 1, got 2'],
    [{ ...whole, name: 7 }, 'name: expected string, got 7'],
    [{ ...whole, origin: [1, 2] }, 'origin[2]: expected number, got nothing'],
    [{ ...whole, roads: {} }, 'roads.tileset: expected a value, got nothing'],
    [{ ...whole, counts: { buildings: -1 } }, 'counts.buildings: expected >=0, got -1'],
    [
      { ...whole, levels: { L1: { terrain: null, ground: null }, L2: null } },
      'levels.L3: expected a value, got nothing',
    ],
  ])('refuses a bad one with path, expectation and value (%#)', (json, message) => {
    expect(() => parseManifest(json, 'city "x": manifest.json')).toThrow(
      `city "x": manifest.json: ${message}`,
    );
  });
});
