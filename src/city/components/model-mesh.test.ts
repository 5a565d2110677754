import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { CORNER_ROLE, type ComponentMesh } from '../component.ts';
import { meshOfParts } from './mesh-parts.ts';
import { MODEL_NAMES, modelColour, modelMesh } from './model-mesh.ts';
import { MODELS, type ModelName } from './models.ts';
import { TREE_HEIGHTS, TREE_SIZES, type TreeKind } from './tree-kinds.ts';

const ALL = MODEL_NAMES.flatMap((name) => [[name, 0] as const, [name, 1] as const]);

function bounds(mesh: ComponentMesh): { low: number[]; high: number[] } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  mesh.position.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3]!, value);
    high[i % 3] = Math.max(high[i % 3]!, value);
  });
  return { low, high };
}

/** Share of the triangles whose corners look to the side that the triangle faces. */
function facing({ position, normal, index }: ComponentMesh): number {
  let right = 0;
  for (let i = 0; i < index.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => new Vector3().fromArray(position, 3 * index[i + k]!));
    const face = b!.sub(a!).cross(c!.sub(a!));
    const look = new Vector3();
    for (let k = 0; k < 3; k++) look.add(new Vector3().fromArray(normal, 3 * index[i + k]!));
    if (face.dot(look) > 0) right++;
  }
  return (3 * right) / index.length;
}

describe('meshes of components', () => {
  it('has more than a hundred models', () => {
    expect(MODEL_NAMES.length).toBeGreaterThan(100);
    expect(new Set(MODEL_NAMES).size).toBe(MODEL_NAMES.length);
  });

  it.each(ALL)('draws %s at detail %i within its budget, out of its own corners only', (name, detail) => {
    const mesh = modelMesh(name, detail);
    const corners = mesh.position.length / 3;
    const triangles = mesh.index.length / 3;
    expect(triangles).toBeGreaterThan(10);
    expect(triangles).toBeLessThanOrEqual(detail === 0 ? 600 : 60);
    expect(Number.isInteger(triangles)).toBe(true);
    expect(mesh.normal.length).toBe(3 * corners);
    expect(mesh.colour.length).toBe(4 * corners);
    // Every corner is used, and no index leads beyond them.
    expect(new Set(mesh.index).size).toBe(corners);
    expect(Math.max(...mesh.index)).toBe(corners - 1);
    expect(mesh.position.every(Number.isFinite)).toBe(true);
    const roles: number[] = Object.values(CORNER_ROLE);
    for (let i = 0; i < corners; i++) {
      const [x, y, z] = mesh.normal.subarray(3 * i, 3 * i + 3);
      expect(Math.hypot(x!, y!, z!)).toBeCloseTo(1, 5);
      expect(roles).toContain(mesh.colour[4 * i + 3]);
    }
    for (let i = 0; i < mesh.index.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => mesh.colour[4 * mesh.index[i + k]! + 3]);
      expect([b, c]).toEqual([a, a]);
    }
  });

  it.each(ALL)('stands %s at detail %i on its foot', (name, detail) => {
    const { low, high } = bounds(modelMesh(name, detail));
    expect(low[2]).toBeGreaterThan(-0.15);
    expect(low[2]).toBeLessThan(0.02);
    // The foot lies under it, not beside it.
    for (const axis of [0, 1]) {
      expect(low[axis]).toBeLessThanOrEqual(0.01);
      expect(high[axis]).toBeGreaterThanOrEqual(-0.01);
    }
  });

  it.each(MODEL_NAMES)('gives %s one height, near as far', (name) => {
    const [near, coarse] = [modelMesh(name, 0), modelMesh(name, 1)];
    expect(near.height).toBeCloseTo(bounds(near).high[2]!, 5);
    expect(coarse.height).toBe(near.height);
    const far = bounds(coarse).high[2]!;
    expect(far).toBeGreaterThan(0.84 * near.height);
    expect(far).toBeLessThan(1.06 * near.height);
  });

  it.each([
    ['lamp-road', 8, 12],
    ['lamp-road-double', 10, 14],
    ['lamp-high-mast', 20, 40],
    ['lamp-post-top', 3, 5],
    ['lamp-lantern', 3, 5],
    ['lamp-bollard', 0.6, 1.2],
    ['lamp-ground', 0.01, 0.08],
    ['cover-water', 0.02, 0.08],
    ['grate-storm', 0.02, 0.08],
    ['signal-mast', 5.5, 8],
    ['signal-post', 2.5, 4],
    ['sign-round', 2.2, 3.5],
    ['sign-gantry', 6, 9],
    ['sign-street-name', 2, 3],
    ['hydrant', 0.6, 1],
    ['litter-bin', 0.8, 1.3],
    ['bench', 0.75, 1],
    ['post-box', 1.2, 1.6],
    ['phone-booth', 2.1, 2.6],
    ['bus-shelter', 2.4, 3],
    ['bicycle-rack', 0.7, 1],
    ['guardrail', 0.9, 1.2],
    ['bollard', 0.7, 1.1],
    ['cabinet-telecom', 1.2, 1.7],
    ['transformer-box', 2, 3],
    ['pole-power', 9, 13],
    ['tower-power', 25, 50],
    ['gas-regulator', 1.2, 2],
    ['parking-meter', 1.3, 1.8],
    ['vending-machine', 1.8, 2],
    ['toilet', 3, 4],
    ['billboard', 8, 18],
    ['railing-water', 1.05, 1.4],
    ['charging-post', 1.4, 2],
  ] as const)('makes %s between %d and %d m high', (name, least, most) => {
    expect(modelMesh(name, 0).height).toBeGreaterThanOrEqual(least);
    expect(modelMesh(name, 0).height).toBeLessThanOrEqual(most);
  });

  it.each(Object.keys(TREE_HEIGHTS) as TreeKind[])(
    'grows %s to within a tenth of what it is said to be',
    (kind) => {
      TREE_SIZES.forEach((size, i) => {
        const { height } = modelMesh(`tree-${kind}-${size}`, 0);
        expect(Math.abs(height / TREE_HEIGHTS[kind][i]! - 1)).toBeLessThan(0.1);
      });
    },
  );

  it('turns faces outwards and shades them as they look', () => {
    for (const [name, detail] of ALL) {
      // Fronds and cloth are seen from both sides; leaves look away from the heart of their crown.
      const least = /palm/.test(name) ? 0.5 : /flagpole|^tree-|shrub|planter/.test(name) ? 0.7 : 0.96;
      expect(facing(modelMesh(name, detail)), `${name} ${detail}`).toBeGreaterThanOrEqual(least);
    }
    const box = meshOfParts((parts) => parts.box([2, 4, 1], 0x8040c0));
    // Its lid and four walls: the face towards the ground is left out.
    expect(box.index.length / 3).toBe(10);
    expect(facing(box)).toBe(1);
    expect(bounds(box)).toEqual({ low: [-1, -2, 0], high: [1, 2, 1] });
    expect([...box.colour.subarray(0, 4)]).toEqual([0x80, 0x40, 0xc0, 0]);
  });

  it('puts lamps, screens and leaves where they are', () => {
    const roles = (name: ModelName): Set<number> => {
      const { colour } = modelMesh(name, 1);
      return new Set(Array.from({ length: colour.length / 4 }, (_, i) => colour[4 * i + 3]!));
    };
    for (const name of MODEL_NAMES) {
      if (name.startsWith('lamp')) expect(roles(name), name).toContain(CORNER_ROLE.lightsource);
      if (name.startsWith('tree-') && name !== 'tree-guard')
        expect(roles(name), name).toContain(CORNER_ROLE.foliage);
    }
    for (const name of ['message-sign', 'info-kiosk', 'light-box', 'atm'] as const) {
      expect(roles(name)).toContain(CORNER_ROLE.screen);
    }
  });

  it('lets the arm of a lamp reach to the front and the arm of a signal to the right', () => {
    expect(bounds(modelMesh('lamp-road', 0)).high[1]).toBeGreaterThan(2);
    expect(bounds(modelMesh('lamp-road', 0)).low[1]).toBeGreaterThan(-0.3);
    expect(bounds(modelMesh('signal-mast', 0)).high[0]).toBeGreaterThan(5);
  });

  it('makes the same bytes again', () => {
    for (const name of MODEL_NAMES) {
      expect(meshOfParts((parts) => MODELS[name].build(parts, 0))).toEqual(modelMesh(name, 0));
    }
  });

  it('has a colour for every dot', () => {
    expect(modelColour('cover-gas')).toEqual([0xc2, 0xa9, 0x4f]);
    for (const name of MODEL_NAMES) {
      const [red, green, blue] = modelColour(name);
      const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      expect(light, name).toBeGreaterThan(60);
      expect(light, name).toBeLessThan(215);
    }
  });
});
