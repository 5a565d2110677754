import { describe, expect, it } from 'vitest';
import { createStyleTexels } from '../../find/style-engine.ts';
import { createBuildingsShader } from './buildings-shader.ts';

describe('the shader of buildings', () => {
  it('goes over to façades once, with the uniforms that were set', () => {
    const shader = createBuildingsShader(createStyleTexels(7, 5));
    const coarse = shader.engine();
    const heard: unknown[] = [];
    const remove = shader.onRefined(() => heard.push(shader.engine()));
    shader.set('u_hovered', 9);
    shader.refine();
    const fine = shader.engine();
    expect(fine).not.toBe(coarse);
    expect(coarse.isDestroyed()).toBe(true);
    expect(fine.uniforms.u_hovered?.value).toBe(9);
    expect(fine.uniforms.u_styleStart?.value).toBe(7);
    expect(heard).toEqual([fine]);
    shader.refine();
    expect(shader.engine()).toBe(fine);
    expect(heard).toHaveLength(1);
    remove();
  });
});
