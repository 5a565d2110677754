import { expect, it } from 'vitest';
import { windowShares } from '../environment/window-hours.ts';
import { FACADE_GLSL } from './facade-glsl.ts';
import { NIGHT_WINDOWS_GLSL } from './night-windows-glsl.ts';

const SIDE = 256;
const part = (pattern: RegExp): string => pattern.exec(FACADE_GLSL)![0];

/** Draws what is behind the panes of a wall, so many metres a pixel, and gives the red of each pixel, 0 to 255. */
function wallAt(hour: number, use: 'home' | 'office', metresAPixel: number): number[] {
  const gl = new OffscreenCanvas(SIDE, SIDE).getContext('webgl2')!;
  const compile = (type: number, source: string): WebGLShader => {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? '');
    return shader;
  };
  const program = gl.createProgram();
  gl.attachShader(
    program,
    compile(
      gl.VERTEX_SHADER,
      'void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); }',
    ),
  );
  gl.attachShader(
    program,
    compile(
      gl.FRAGMENT_SHADER,
      `uniform vec4 u_windows;
      uniform float u_lamps;
      uniform float u_metres;
      uniform int u_lit;
      out vec4 colour;
      ${part(/struct Facade \{[\s\S]*?\};/)}
      ${part(/float random\([\s\S]*?\n\}/)}
      ${NIGHT_WINDOWS_GLSL}
      void main() {
        Facade f;
        f.storey = 3.0;
        f.bay = 3.0;
        f.lit = u_lit;
        vec2 at = gl_FragCoord.xy * u_metres;
        colour = vec4(windowGlow(f, at.x, at.y, u_metres / f.bay, u_metres / f.storey, vec3(0.4, 0.7, 0.2)), 1.0);
      }`,
    ),
  );
  gl.linkProgram(program);
  gl.useProgram(program);
  const { homes, offices, shops, others } = windowShares(hour, 1);
  gl.uniform4f(gl.getUniformLocation(program, 'u_windows'), homes, offices, shops, others);
  gl.uniform1f(gl.getUniformLocation(program, 'u_lamps'), 1);
  gl.uniform1f(gl.getUniformLocation(program, 'u_metres'), metresAPixel);
  gl.uniform1i(gl.getUniformLocation(program, 'u_lit'), use === 'home' ? 0 : 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  const pixels = new Uint8Array(SIDE * SIDE * 4);
  gl.readPixels(0, 0, SIDE, SIDE, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return Array.from({ length: SIDE * SIDE }, (_, at) => pixels[at * 4]!);
}

const share = (reds: readonly number[]): number => reds.filter((red) => red > 12).length / reds.length;
const mean = (reds: readonly number[]): number => reds.reduce((sum, red) => sum + red, 0) / reds.length;

it('lights more windows at 20:00 than at 03:00, those of the night among those of the evening', () => {
  for (const use of ['home', 'office'] as const) {
    const evening = wallAt(20, use, 0.25);
    const night = wallAt(3, use, 0.25);
    expect(share(evening), use).toBeGreaterThan(2 * share(night));
    expect(share(night), use).toBeGreaterThan(0.005);
    expect(
      night.filter((red, at) => red > 12 && evening[at]! <= 12),
      use,
    ).toEqual([]);
  }
});

it('keeps about the same light when windows grow smaller than a pixel, and still sparkles', () => {
  const near = wallAt(20, 'home', 0.5);
  for (const metres of [4, 8, 16]) {
    const far = wallAt(20, 'home', metres);
    expect(mean(far) / mean(near), `${metres} m a pixel`).toBeGreaterThan(0.6);
    expect(mean(far) / mean(near), `${metres} m a pixel`).toBeLessThan(1.6);
    expect(Math.max(...far)).toBeGreaterThan(1.5 * mean(far));
  }
});
