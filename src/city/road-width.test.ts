import { describe, expect, it } from 'vitest';
import { roadWidth } from './road-width.ts';

describe('roadWidth', () => {
  it('believes a measured width and nothing impossible', () => {
    expect(roadWidth('primary', 4, 17.5)).toBe(17.5);
    expect(roadWidth('primary', 4, 1750)).toBe(15);
    expect(roadWidth('primary', 4, -3)).toBe(15);
    expect(roadWidth('primary', 4, Number.NaN)).toBe(15);
  });

  it('counts lanes, and takes the usual ones of the class without them', () => {
    expect(roadWidth('motorway', 2)).toBe(11);
    expect(roadWidth('residential')).toBe(6);
    expect(roadWidth('service')).toBe(4);
    expect(roadWidth('residential', 99)).toBe(6);
  });

  it('narrows from motorway to path', () => {
    const widths = [
      'motorway',
      'trunk',
      'primary',
      'secondary',
      'tertiary',
      'residential',
      'service',
      'steps',
      'path',
    ].map((name) => roadWidth(name));
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(new Set(widths).size).toBe(widths.length);
  });

  it('knows rails, and takes a class it does not know for a street', () => {
    expect(roadWidth('tram', 4)).toBe(2.8);
    expect(roadWidth('raceway')).toBe(6);
  });
});
