import { describe, expect, it } from 'vitest';
import { parseRecipe } from './recipe.ts';

describe('recipe', () => {
  it('takes frames, columns and titles', () => {
    const recipe = parseRecipe(
      '{"name":"den-haag","title":{"zh":"海牙"},"sources":{"a.shp":{"crs":"EPSG:28992","columns":{"height":"HOEHE"}}}}',
      'recipe',
    );
    expect(recipe.sources?.['a.shp']?.crs).toBe('EPSG:28992');
  });

  it.each([
    ['{"name": ', 'expected JSON, got a text that breaks: '],
    ['[]', 'expected an object, got []'],
    ['{"nmae":"x"}', 'nmae: expected no such key, got "x"'],
    ['{"name":7}', 'name: expected string, got 7'],
    [
      '{"sources":{"a.shp":{"shift":"gcj"}}}',
      'sources["a.shp"].shift: expected ("gcj02" | "bd09"), got "gcj"',
    ],
    ['{"sources":{"a.shp":{"crs":true}}}', 'sources["a.shp"].crs: expected (string | number), got true'],
    [
      '{"sources":{"a.shp":{"local":{"kind":"similarity","target":4549}}}}',
      'sources["a.shp"].local.dx: expected a value, got nothing',
    ],
    ['{"extent":[3,1,2,4]}', 'extent: expected west < east and south < north, got [3,1,2,4]'],
    ['{"extent":[3,1,2]}', 'extent[3]: expected number, got nothing'],
    ['{"name":"../x"}', 'name: expected letters, digits, ".", "_" or "-", got "../x"'],
  ])('refuses %s with the path', (text, message) => {
    expect(() => parseRecipe(text, 'recipe "r.json"')).toThrow(`recipe "r.json": ${message}`);
  });
});
