import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseScene, SceneSchema, startState } from './scene-document.ts';
import { LAYER_KINDS } from './scene-layers.ts';
import { StateSchema } from './state-schema.ts';
import { DEFAULT_STATE } from './twin-state.ts';

const SCENES = new URL('../../../scenes/', import.meta.url);
const files = readdirSync(SCENES).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));

const ground = { id: 'ground', kind: 'ground' };
const buildings = { id: 'buildings', kind: 'buildings' };
const read = (rest: object) => parseScene({ spar: 1, ...rest }, 'scenes/lights.json');
const problemsOf = (rest: object) => read(rest).problems;
const layerProblem = (layer: unknown) => {
  const { scene, problems } = read({ layers: [ground, layer, buildings] });
  expect(scene.layers.map(({ id }) => id)).toEqual(['ground', 'buildings']);
  return problems;
};

describe('every scene of the house', () => {
  it('is there to be read', () => expect(files).toContain('lanwan.json'));

  it.each(files)('%s reads without a problem, for the page and for editors', (file) => {
    const json = JSON.parse(readFileSync(new URL(file, SCENES), 'utf8'));
    const { scene, problems } = parseScene(json, `scenes/${file}`);
    expect(problems).toEqual([]);
    expect(v.safeParse(SceneSchema, json).issues).toBeUndefined();
    expect(v.safeParse(StateSchema, startState(scene, file.replace('.json', ''))).issues).toBeUndefined();
  });

  it('opens Lanwan live with all its layers, from the home view', () => {
    const json = JSON.parse(readFileSync(new URL('lanwan.json', SCENES), 'utf8'));
    const state = startState(parseScene(json, 'scenes/lanwan.json').scene, 'lanwan');
    expect(state).toMatchObject({ scene: 'lanwan', city: 'lanwan', camera: null });
    expect(Object.keys(state.layers)).toEqual([
      'terrain',
      'ground',
      'buildings',
      'components',
      'streetlights',
      'roads',
      'vehicles',
      'events',
      'cases',
    ]);
    expect(state.layers.cases?.visible).toBe(false);
    expect(state.moments[0].clock.mode).toBe('live');
    for (const camera of Object.values(state.presets)) {
      // Within 8 km of the middle, 120.95° E 35.55° N; above the roofs near by, or in a street 12 to 16 m high.
      expect(Math.hypot((camera.lon - 120.95) * 90_480, (camera.lat - 35.55) * 111_195)).toBeLessThan(8_000);
      expect(camera.height > 150 || (camera.height > 14 && camera.height < 19)).toBe(true);
    }
  });
});

describe('a scene document', () => {
  it('with a bad layer keeps the others', () => {
    const kinds = LAYER_KINDS.map((kind) => `"${kind}"`).join(', ');
    expect(layerProblem({ id: 'x', kind: 'lihgts' })).toEqual([
      `scenes/lights.json: layers[1].kind: expected one of ${kinds}, got "lihgts"`,
    ]);
    expect(layerProblem({ id: 'x', kind: 'toString' })).toHaveLength(1);
    expect(layerProblem(null)).toEqual([
      'scenes/lights.json: layers[1]: expected a layer as an object, got null',
    ]);
    expect(layerProblem({ kind: 'tiles3d', url: 'a/tileset.json' })).toEqual([
      'scenes/lights.json: layers[1].id: expected a value, got nothing',
    ]);
    expect(layerProblem({ ...ground, id: 'x', opacity: 7 })).toEqual([
      'scenes/lights.json: layers[1].opacity: expected a number from 0 to 1, got 7',
    ]);
    expect(layerProblem(ground)).toEqual(
      ['scenes/lights.json: layers[1].id: expected one of its own, got "ground" a second time'].map(
        (text) => text,
      ),
    );
  });

  it('with a layer of a feed that is not there keeps the others', () => {
    const { scene, problems } = read({
      feeds: [{ name: 'lights', kind: 'mqtt', url: '/mqtt', topics: [{ topic: 'lamps/+' }] }],
      layers: [
        { ...ground, feed: 'lights' },
        { ...buildings, feed: 'ligts' },
      ],
    });
    expect(problems).toEqual([
      'scenes/lights.json: layers[1].feed: expected the name of a feed, got "ligts"',
    ]);
    expect(scene.layers.map(({ id }) => id)).toEqual(['ground']);
    expect(scene.feeds).toEqual([
      { name: 'lights', kind: 'mqtt', url: '/mqtt', topics: [{ topic: 'lamps/+' }] },
    ]);
  });

  it('tells a key that a layer does not know, and keeps the layer', () => {
    const { scene, problems } = read({ layers: [{ ...ground, visble: false }] });
    expect(problems).toEqual(['scenes/lights.json: layers[0]: expected a key of "ground", got "visble"']);
    expect(scene.layers).toEqual([ground]);
  });

  it.each([
    'javascript:alert(1)',
    ' data:text/html,x',
    'https://me:secret@host/a.json',
    '//me@host/a',
    'file:///etc',
  ])('takes no address like %s, and does not repeat what is secret in it', (url) => {
    const [problem] = layerProblem({ id: 'x', kind: 'geojson', url });
    expect(problem).toContain('layers[1].url: expected an address, relative or of http or https');
    expect(problem).not.toContain('secret');
  });

  it.each(['a/b.json', '/tiles/{z}/{x}/{y}.png', 'https://host/wmts?x=a@b', 'data/x.json', './a:b'])(
    'takes an address like %s',
    (url) => {
      expect(problemsOf({ layers: [{ id: 'x', kind: 'geojson', url }] })).toEqual([]);
    },
  );

  it('leaves out bad parts of the start and keeps the others', () => {
    const { scene, problems } = read({
      layers: [{ ...ground, visible: false }, buildings],
      start: {
        levels: { mode: 'L2' },
        camera: { lon: 1 },
        scene: 'other',
        moments: [
          {
            clock: { mode: 'paused', instant: '2026-03-21T04:00:00Z', rate: 1, anchor: null },
            year: null,
            weather: 'feed',
          },
        ],
        layers: { buildings: { visible: true, opacity: 0.5 }, lamps: { visible: true } },
      },
    });
    expect(problems).toEqual([
      'scenes/lights.json: start.camera.lat: expected a value, got nothing',
      'scenes/lights.json: start: expected a part of the state, got "scene"',
      'scenes/lights.json: start.layers: expected the id of a layer of this scene, got "lamps"',
    ]);
    const state = startState(scene, 'lights');
    expect(state).toMatchObject({ scene: 'lights', city: null, levels: { mode: 'L2' }, camera: null });
    expect(state.layers.ground).toEqual({ visible: false });
    expect(state.layers.buildings).toEqual({ visible: true, opacity: 0.5 });
    expect(state.moments[0].clock.instant).toBe(Date.UTC(2026, 2, 21, 4));
  });

  it('leaves out a stop, panel, feed or title that is wrong, and a key that it does not know', () => {
    expect(
      problemsOf({
        title: 7,
        tours: [],
        feeds: [
          { name: 'a', kind: 'geojson', url: 'a.json' },
          { name: 'a', kind: 'geojson', url: 'b.json' },
          3,
          { name: 'b', kind: 'smoke' },
        ],
        tour: [{ preset: '1', seconds: 10 }, { seconds: 10 }, { preset: '10', seconds: 1 }],
        panels: { kind: 'text' },
        rollup: { up: 'city', left: 'x' },
      }),
    ).toEqual([
      'scenes/lights.json: tours: expected no such key, got []',
      'scenes/lights.json: feeds[1].name: expected one of its own, got "a" a second time',
      'scenes/lights.json: feeds[2]: expected a feed as an object, got 3',
      'scenes/lights.json: feeds[3].kind: expected one of "mqtt", "geojson", "record", got "smoke"',
      'scenes/lights.json: title: expected a text, or texts by language, got 7',
      'scenes/lights.json: tour[1]: expected {preset or camera, seconds, title?}, got {"seconds":10}',
      'scenes/lights.json: tour[2].preset: expected one of "1", "2", "3", "4", "5", "6", "7", "8", "9", got "10"',
      'scenes/lights.json: panels: expected a list, got {"kind":"text"}',
      'scenes/lights.json: rollup.left: expected no such key, got "x"',
    ]);
  });

  it('of three hundred layers is taken whole', () => {
    const layers = Array.from({ length: 300 }, (_, n) => ({
      id: `l${n}`,
      kind: 'geojson',
      url: `${n}.json`,
    }));
    const { scene, problems } = read({ layers });
    expect(problems).toEqual([]);
    expect(scene.layers).toHaveLength(300);
  });

  it('that says nothing is an empty scene of the first city', () => {
    expect(startState(read({}).scene, 'empty')).toEqual({ ...DEFAULT_STATE, scene: 'empty' });
  });

  it('that is none, or of another version, is refused', () => {
    expect(() => parseScene([], 'scenes/x.json')).toThrow(
      'scenes/x.json: expected a scene as an object, got []',
    );
    expect(() => parseScene({ spar: 2 }, 'scenes/x.json')).toThrow(
      'scenes/x.json: spar: expected scene version 1, got 2',
    );
    expect(() => parseScene({}, 'scenes/x.json')).toThrow(
      'scenes/x.json: spar: expected scene version 1, got nothing',
    );
  });
});
