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
    ['{"name": ', 'expected JSON'],
    ['{"nmae":"x"}', 'nmae'],
    ['{"sources":{"a.shp":{"shift":"gcj"}}}', 'sources.a.shp.shift'],
    ['{"extent":[3,1,2,4]}', 'extent: expected west < east'],
    ['{"name":"../x"}', 'name: expected letters'],
  ])('refuses %s with the path', (text, message) => {
    expect(() => parseRecipe(text, 'recipe "r.json"')).toThrow(message);
    expect(() => parseRecipe(text, 'recipe "r.json"')).toThrow('recipe "r.json"');
  });
});
