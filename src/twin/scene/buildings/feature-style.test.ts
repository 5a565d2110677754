import { CustomShader, type Scene, TextureUniform } from 'cesium';
import { describe, expect, it } from 'vitest';
import { createStyleTexels, STYLE_WIDTH } from '../../find/style-engine.ts';
import { createFeatureStyle, styleUniforms } from './feature-style.ts';

const PAGE = { row: 0, data: new Uint8Array(STYLE_WIDTH * 4).fill(7) };

function scene() {
  let frames = 0;
  const made = { requestRender: () => frames++ } as unknown as Scene;
  return { made, frames: () => frames };
}

/** A shader whose engine keeps textures in `textures`. */
function shaderWith(textures: unknown) {
  const set: [string, unknown][] = [];
  const engine = { _textureManager: textures } as unknown as CustomShader;
  return {
    made: { engine: () => engine, set: (name: string, value: unknown) => void set.push([name, value]) },
    set,
  };
}

describe('style on the graphics card', () => {
  it('finds the engine keeping textures where they are sought', () => {
    const shader = new CustomShader({ uniforms: styleUniforms(createStyleTexels(1, 5)) });
    const { _textureManager } = shader as unknown as { _textureManager: { getTexture?: unknown } };
    expect(_textureManager.getTexture).toBeTypeOf('function');
  });

  it('sends the rows that changed into the texture that is there', () => {
    const sent: unknown[] = [];
    const { made: shader, set } = shaderWith({
      getTexture: () => ({ copyFrom: (part: unknown) => sent.push(part) }),
    });
    const { made, frames } = scene();
    createFeatureStyle(made, shader, createStyleTexels(1, 5)).upload({ pages: [PAGE], palette: null });
    expect(sent).toEqual([
      { xOffset: 0, yOffset: 0, source: { width: STYLE_WIDTH, height: 1, arrayBufferView: PAGE.data } },
    ]);
    expect(set).toEqual([]);
    expect(frames()).toBe(1);
  });

  it('waits for the texture that the first frame makes of the texels', () => {
    const { made: shader, set } = shaderWith({ getTexture: () => undefined });
    createFeatureStyle(scene().made, shader, createStyleTexels(1, 5)).upload({
      pages: [PAGE],
      palette: null,
    });
    expect(set).toEqual([]);
  });

  it.each([[undefined], [{}], [{ getTexture: () => ({}) }]])(
    'hands over a whole new texture where the engine has become another (%j)',
    (textures) => {
      const { made: shader, set } = shaderWith(textures);
      const style = createFeatureStyle(scene().made, shader, createStyleTexels(1, 5));
      style.upload({ pages: [PAGE], palette: null });
      expect(set).toHaveLength(1);
      expect(set[0]![0]).toBe('u_style');
      expect(set[0]![1]).toBeInstanceOf(TextureUniform);
    },
  );

  it('draws no frame when nothing changed', () => {
    const { made, frames } = scene();
    const { made: shader } = shaderWith({ getTexture: () => undefined });
    const style = createFeatureStyle(made, shader, createStyleTexels(1, 5));
    style.upload({ pages: [], palette: null });
    style.hover(0);
    expect(frames()).toBe(0);
    style.hover(3);
    style.hover(3);
    expect(frames()).toBe(1);
  });
});
