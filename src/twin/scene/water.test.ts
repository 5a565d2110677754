import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { DAY_STYLE } from './ground/ground-style.ts';

const require = createRequire(import.meta.url);

describe('what the water relies on', () => {
  it('the engine’s globe calls its material where the ground’s colour and the place are at hand', () => {
    const globe = readFileSync(
      new URL(
        '../Source/Shaders/GlobeFS.glsl',
        `file://${require.resolve('@cesium/engine/package.json')}`.replace('package.json', 'Source/'),
      ),
      'utf8',
    );
    const main = globe.slice(globe.indexOf('void main()'));
    expect(main).toContain('vec4 color = computeDayColor(');
    expect(main).toContain('czm_getMaterial(materialInput)');
    expect(globe).toContain('in vec3 v_positionEC;');
  });

  it('every shade of the map’s water has the hue by which the shader knows it, and nothing else has', () => {
    const distance = (colour: string): number => {
      const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [
        number,
        number,
        number,
      ];
      return Math.max(Math.abs(r / b - 0.7) / 0.075, Math.abs(g / b - 0.911) / 0.05);
    };
    expect(distance(DAY_STYLE.water)).toBeLessThan(0.3);
    expect(distance(DAY_STYLE.shore)).toBeLessThan(0.3);
    const others = [
      DAY_STYLE.ground,
      DAY_STYLE.pier,
      DAY_STYLE.square,
      DAY_STYLE.rail,
      ...Object.values(DAY_STYLE.landuse),
    ];
    for (const colour of others) expect(distance(colour), colour).toBeGreaterThan(1.5);
  });
});
