import { describe, expect, it } from 'vitest';
import { toneFarGlobe } from './far-globe-tones.ts';

describe('toneFarGlobe', () => {
  it('turns every depth of the sea into the very colour of the map’s water', () => {
    const deepAndShallow = new Uint8ClampedArray([43, 81, 117, 255, 87, 132, 189, 255]);
    toneFarGlobe(deepAndShallow);
    expect([...deepAndShallow]).toEqual([126, 164, 180, 255, 126, 164, 180, 255]);
  });

  it('mutes the land: deserts light, forests darker, both warmer than the water', () => {
    const desertAndForest = new Uint8ClampedArray([194, 171, 103, 255, 81, 116, 74, 255]);
    toneFarGlobe(desertAndForest);
    const [desertR, , desertB, , forestR, , forestB] = desertAndForest as unknown as number[];
    expect(desertR).toBeGreaterThan(forestR!);
    expect(desertR).toBeGreaterThan(desertB!);
    expect(forestR).toBeGreaterThan(forestB!);
  });
});
