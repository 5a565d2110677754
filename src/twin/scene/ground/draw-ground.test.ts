import { describe, expect, it } from 'vitest';
import type { GroundShape, GroundTile } from './decode-tile.ts';
import { drawGround } from './draw-ground.ts';
import { DAY_STYLE } from './ground-style.ts';

const shape = (part: Partial<GroundShape>): GroundShape => ({
  class: '',
  width: 0,
  lanes: 0,
  oneway: false,
  bridge: false,
  tunnel: false,
  layer: 0,
  polygon: false,
  rings: [new Float32Array([0, 0.5, 1, 0.5])],
  box: [0, 0.5, 1, 0.5],
  ...part,
});

const area = (name: string): GroundShape =>
  shape({ class: name, polygon: true, rings: [new Float32Array([0, 0, 1, 0, 1, 1])], box: [0, 0, 1, 1] });

/** A canvas context that keeps the colours of what is drawn, in order. */
function recorder(): { context: CanvasRenderingContext2D; drawn: string[] } {
  const drawn: string[] = [];
  const state: Record<string, unknown> = {};
  const context = new Proxy(state, {
    get: (target, key: string) => {
      if (key === 'fill' || key === 'fillRect') return () => drawn.push(`fill ${target.fillStyle}`);
      if (key === 'stroke') return () => drawn.push(`stroke ${target.strokeStyle}`);
      return key in target ? target[key] : () => {};
    },
  }) as unknown as CanvasRenderingContext2D;
  return { context, drawn };
}

function draw(layers: GroundTile, z: number, style = DAY_STYLE): string[] {
  const { context, drawn } = recorder();
  const tile = { z, x: 2 ** (z - 1), y: 2 ** (z - 1) };
  drawGround(context, 512, tile, { source: tile, left: 0, top: 0, size: 1 }, layers, style);
  return drawn;
}

describe('drawGround', () => {
  it('draws in the colours of the style that it is given', () => {
    const layers: GroundTile = new Map([
      ['landuse', [area('park')]],
      ['water', [area('lake')]],
    ]);
    const night = { ...DAY_STYLE, ground: '#161d26', water: '#0b1620', landuse: { park: '#1a231c' } };
    const drawn = draw(layers, 15, night);
    expect(drawn[0]).toBe('fill #161d26');
    expect(drawn).toContain('fill #1a231c');
    expect(drawn).toContain('fill #0b1620');
    expect(drawn).not.toContain(`fill ${DAY_STYLE.water}`);
  });

  it('marks lanes near by only, below the surface of a greater road', () => {
    const layers: GroundTile = new Map([
      [
        'road',
        [
          shape({ class: 'primary', width: 22, lanes: 6 }),
          shape({ class: 'residential', width: 7, lanes: 2 }),
        ],
      ],
    ]);
    const marking = `stroke ${DAY_STYLE.marking}`;
    expect(draw(layers, 15)).not.toContain(marking);
    const near = draw(layers, 19).filter(
      (one) => one === marking || one.includes(DAY_STYLE.roads.primary!.fill),
    );
    // The lesser road and its centre line; then the greater one, two lines in its middle, four of lanes, two at its edges.
    expect(near).toEqual([near[0], marking, near[0], ...Array.from({ length: 8 }, () => marking)]);
  });

  it('leaves tunnels out and draws bridges after what they cross', () => {
    const roads = [
      shape({ class: 'primary', bridge: true, layer: 1 }),
      shape({ class: 'residential' }),
      shape({ class: 'primary', tunnel: true }),
    ];
    const drawn = draw(new Map([['road', roads]]), 16);
    expect(drawn.indexOf(`stroke ${DAY_STYLE.bridge}`)).toBeGreaterThan(
      drawn.indexOf(`stroke ${DAY_STYLE.kerb}`),
    );
    expect(drawn.filter((one) => one === `stroke ${DAY_STYLE.roads.primary!.fill}`)).toHaveLength(2);
  });
});
