import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { anyState } from './arbitrary-state.ts';
import { decodeShare, encodeShare } from './share-link.ts';
import { DEFAULT_STATE, type TwinState } from './twin-state.ts';

const base: TwinState = {
  ...DEFAULT_STATE,
  scene: 'lanwan',
  city: 'lanwan',
  layers: { ground: { visible: true }, buildings: { visible: true } },
};
const changed: TwinState = {
  ...base,
  camera: { lon: 120.95123, lat: 35.54321, height: 812.5, headingDeg: 62.1, pitchDeg: -16.4 },
  layers: { ...base.layers, ground: { visible: false } },
  selection: ['osm:way/123', '楼/0812'],
};

/** A link as another program would make it, its check right. */
function link(json: unknown, version = 1): string {
  const bytes = strToU8(typeof json === 'string' ? json : JSON.stringify(json));
  let check = 0x811c9dc5;
  for (const byte of bytes) check = Math.imul(check ^ byte, 0x01000193);
  const whole = Buffer.concat([Buffer.from(Int32Array.of(check).buffer).swap32(), deflateSync(bytes)]);
  return `${version}.${whole.toString('base64url')}`;
}
const problemsOf = (text: string): readonly string[] => {
  const { state, problems } = decodeShare(text, base);
  expect(state).toBe(base);
  return problems;
};
const CUT = 'share link: expected a whole link, got one that was cut short or altered';

describe('share links', () => {
  it('give the state back, whatever state and scene', () => {
    fc.assert(
      fc.property(anyState, anyState, (state, scene) => {
        const text = encodeShare(state, scene);
        expect(text).toMatch(/^[\w.-]*$/);
        expect(decodeShare(text, scene)).toEqual({ state, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('are empty for the state that the scene starts with', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(encodeShare(structuredClone(state), state)).toBe('');
      }),
    );
    expect(decodeShare('', base)).toEqual({ state: base, problems: [] });
  });

  it('are short: a camera, a layer and two features take less than 300 characters', () => {
    expect(encodeShare(changed, base).length).toBeLessThan(300);
  });

  it('keep the parts that the scene already has', () => {
    const { state } = decodeShare(encodeShare(changed, base), base);
    expect(state.layers.buildings).toBe(base.layers.buildings);
  });

  it('carry thousands of ids', () => {
    const many = { ...base, hidden: Array.from({ length: 5000 }, (_, n) => `osm:way/${n * 7919}`) };
    expect(decodeShare(encodeShare(many, base), base)).toEqual({ state: many, problems: [] });
  });

  it('cut anywhere give the default and say so', () => {
    const text = encodeShare(changed, base);
    for (let end = 1; end < text.length; end++) expect(problemsOf(text.slice(0, end))).toEqual([CUT]);
  });

  it('with one letter changed give the default and say so', () => {
    const text = encodeShare(changed, base);
    for (let at = 2; at < text.length - 1; at++) {
      const other = text[at] === 'A' ? 'B' : 'A';
      expect(problemsOf(text.slice(0, at) + other + text.slice(at + 1))).toEqual([CUT]);
    }
  });

  it('of a newer version give the default and say so', () => {
    expect(problemsOf(link([], 2))).toEqual([
      'share link: expected version 1, got 2: it comes from a newer Spar',
    ]);
    expect(problemsOf('2.~other letters~')).toEqual([
      'share link: expected version 1, got 2: it comes from a newer Spar',
    ]);
    expect(problemsOf(link([], 0))).toEqual(['share link: expected version 1, got 0']);
  });

  it.each([
    [[[['weathre'], 3]], 'weathre: expected a part of the state, got an unknown one'],
    [[[['__proto__', 'bad'], 3]], '__proto__.bad: expected a part of the state, got an unknown one'],
    [[[[], {}]], ': expected a part of the state, got an unknown one'],
    [
      [
        [['camera', 'fov'], 3],
        [['camera'], { lon: 1 }],
      ],
      'camera.lat: expected a value, got nothing',
    ],
    [[[['layers', 'ground', 'colour'], 'red']], 'layers.ground.colour: expected no such key, got "red"'],
    [[[['tool'], 'axe']], 'tool: expected one of "distance", "area", "height", "cut", got "axe"'],
    [[[['selection']]], 'selection: expected a value, got nothing'],
    [{ camera: null }, 'expected a list of changes, got {"camera":null}'],
    [[['camera', null]], '[0][0]: expected a place as a list of keys, got "camera"'],
    ['{"half', 'expected a whole link, got one that was cut short or altered'],
  ])('that say something wrong give the default and say what: %j', (json, message) => {
    expect(problemsOf(link(json))).toEqual([`share link: ${message}`]);
  });

  it('leave out a layer that the scene no longer has, and keep the rest', () => {
    const old = { ...base, layers: { ...base.layers, lamps: { visible: true } } };
    const text = encodeShare(
      { ...old, tool: 'area', layers: { ...old.layers, lamps: { visible: false } } },
      old,
    );
    expect(decodeShare(text, base)).toEqual({
      state: { ...base, tool: 'area' },
      problems: ['share link: layers.lamps.visible: expected a place of this scene, got none; left out'],
    });
  });

  it('never throw, whatever stands in the address', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String().map((text) => `1.${text}`),
      fc.tuple(fc.nat(), fc.stringMatching(/^[\w-]{0,60}$/)).map(([version, text]) => `${version}.${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(problemsOf(text)).toHaveLength(text === '' ? 0 : 1);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const { problems } = decodeShare(link(json), base);
        expect(problems.length).toBe(Array.isArray(json) && json.length === 0 ? 0 : 1);
      }),
    );
    expect(problemsOf(`1.${'A'.repeat(1_100_000)}`)).toEqual([
      'share link: expected at most 1000000 characters, got 1100002',
    ]);
    expect(problemsOf(link(`"${' '.repeat(9_000_000)}"`))).toEqual([CUT]);
    expect(problemsOf(link(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))).toHaveLength(1);
  });
});
