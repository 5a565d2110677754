/**
 * The scene document, `scenes/<name>.json`: what a screen shows, as data.
 *
 * One bad entry is told with its path and left out; the rest goes on.
 */
import * as v from 'valibot';
import { describeIssue, show } from './describe-issue.ts';
import { FEED_KINDS, Feed, feedSchema, type SceneFeed } from './scene-feeds.ts';
import {
  LAYER_ENTRIES,
  LAYER_KINDS,
  Layers,
  layerSchema,
  type SceneLayer,
  type Title,
  TitleSchema,
} from './scene-layers.ts';
import { between, Camera, list, Name, oneOf, type SchemaOf, Slot, STATE_ENTRIES } from './state-schema.ts';
import {
  type CameraPose,
  DEFAULT_STATE,
  type LayerState,
  type PresetSlot,
  type TwinState,
} from './twin-state.ts';

export const SCENE_VERSION = 1;

/** What a scene may say of the state it starts with: everything but which scene and city. */
export type StartState = Partial<Omit<TwinState, 'scene' | 'city'>>;

/** A view of the tour: a preset or a camera of its own. */
export interface TourStop {
  readonly preset?: PresetSlot;
  readonly camera?: CameraPose;
  readonly seconds: number;
  readonly title?: Title;
}

/** A panel of the shell; what else stands in it belongs to its kind. */
export interface ScenePanel {
  readonly kind: string;
  readonly place?: 'left' | 'right';
  readonly [more: string]: unknown;
}

/** Which scenes lie above and below this one. */
export interface Rollup {
  readonly up?: string;
  /** Scene by id of the area that opens it. */
  readonly down?: Readonly<Record<string, string>>;
}

export interface Scene {
  readonly title: Title | null;
  /** null: the first one that the server lists. */
  readonly city: string | null;
  readonly layers: readonly SceneLayer[];
  readonly feeds: readonly SceneFeed[];
  readonly start: StartState;
  readonly tour: readonly TourStop[];
  readonly panels: readonly ScenePanel[];
  readonly rollup: Rollup | null;
}

const { scene: _scene, city: _city, ...START } = STATE_ENTRIES;
const START_ENTRIES: Readonly<Record<string, v.GenericSchema>> = START;

const STOP = '{preset or camera, seconds, title?}';
const Stop: SchemaOf<TourStop> = v.pipe(
  v.strictObject(
    {
      preset: v.exactOptional(Slot),
      camera: v.exactOptional(Camera),
      seconds: between(1, 3_600, 'seconds'),
      title: v.exactOptional(TitleSchema),
    },
    STOP,
  ),
  v.check(({ preset, camera }) => (preset === undefined) !== (camera === undefined), STOP),
);
const Panel: SchemaOf<ScenePanel> = v.looseObject(
  { kind: Name, place: v.exactOptional(oneOf(['left', 'right'])) },
  '{kind, place?, …}',
);
const RollupSchema: SchemaOf<Rollup> = v.strictObject(
  { up: v.exactOptional(Name), down: v.exactOptional(v.record(v.string(), Name, 'scenes by area')) },
  '{up?, down?}',
);
const ENTRIES_AT_MOST = 200;

/** The whole document as editors check it; the page reads it piece by piece (`parseScene`). */
export const SceneSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  spar: v.literal(SCENE_VERSION),
  title: v.exactOptional(TitleSchema),
  city: v.exactOptional(v.nullable(Name)),
  layers: v.exactOptional(Layers),
  feeds: v.exactOptional(list(Feed, ENTRIES_AT_MOST, 'feeds')),
  start: v.exactOptional(v.partial(v.strictObject(START_ENTRIES))),
  tour: v.exactOptional(list(Stop, ENTRIES_AT_MOST, 'stops')),
  panels: v.exactOptional(list(Panel, ENTRIES_AT_MOST, 'panels')),
  rollup: v.exactOptional(v.nullable(RollupSchema)),
});

export interface ParsedScene {
  readonly scene: Scene;
  /** What was left out and why, each with scope and path. */
  readonly problems: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one scene piece by piece and collects what is wrong. */
class SceneReader {
  readonly problems: string[] = [];
  readonly #scope: string;

  constructor(scope: string) {
    this.#scope = scope;
  }

  say(where: string, expected: string, got: string): void {
    this.problems.push(`${this.#scope}: ${where}: expected ${expected}, got ${got}`);
  }

  /** Gives what passes, or undefined after telling why not. */
  take<T>(schema: SchemaOf<T>, value: unknown, path: Path): T | undefined {
    const result = v.safeParse(schema, value);
    if (result.success) return result.output;
    this.problems.push(`${this.#scope}: ${describeIssue(result.issues[0], path)}`);
    return undefined;
  }

  /** Takes a list's entries one by one; `key` is what each must have of its own. */
  list<T extends object>(
    value: unknown,
    name: string,
    read: (item: unknown, path: Path) => T | undefined,
    key?: keyof T & string,
  ): T[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.say(name, 'a list', show(value));
      return [];
    }
    const seen = new Set<unknown>();
    return value.flatMap((item, at) => {
      const taken = read(item, [name, at]);
      if (taken === undefined) return [];
      if (key !== undefined && seen.has(taken[key])) {
        this.say(`${name}[${at}].${key}`, 'one of its own', `${show(taken[key])} a second time`);
        return [];
      }
      if (key !== undefined) seen.add(taken[key]);
      return [taken];
    });
  }

  layer(item: unknown, [name, at]: Path): SceneLayer | undefined {
    const where = `${name}[${at}]`;
    if (!isRecord(item)) {
      this.say(where, 'a layer as an object', show(item));
      return undefined;
    }
    const kind = LAYER_KINDS.find((known) => known === item.kind);
    if (!kind) {
      this.say(
        `${where}.kind`,
        `one of ${LAYER_KINDS.map((known) => `"${known}"`).join(', ')}`,
        show(item.kind),
      );
      return undefined;
    }
    const known = (key: string) => key === 'kind' || Object.hasOwn(LAYER_ENTRIES[kind], key);
    const strange = Object.keys(item).filter((key) => !known(key));
    for (const key of strange) this.say(where, `a key of "${kind}"`, show(key));
    const rest = Object.fromEntries(Object.entries(item).filter(([key]) => known(key)));
    return this.take(layerSchema(kind), rest, [name ?? '', at ?? 0]);
  }

  feed(item: unknown, [name, at]: Path): SceneFeed | undefined {
    const where = `${name}[${at}]`;
    if (!isRecord(item)) {
      this.say(where, 'a feed as an object', show(item));
      return undefined;
    }
    const kind = FEED_KINDS.find((known) => known === item.kind);
    if (kind) return this.take(feedSchema(kind), item, [name ?? '', at ?? 0]);
    const known = FEED_KINDS.map((one) => `"${one}"`).join(', ');
    this.say(`${where}.kind`, `one of ${known}`, show(item.kind));
    return undefined;
  }

  start(value: unknown): StartState {
    if (value === undefined) return {};
    if (!isRecord(value)) {
      this.say('start', 'a part of the state as an object', show(value));
      return {};
    }
    const taken = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
      if (!Object.hasOwn(START_ENTRIES, key)) {
        this.say('start', 'a part of the state', show(key));
        return [];
      }
      const passed = this.take(START_ENTRIES[key] as SchemaOf<unknown>, part, ['start', key]);
      return passed === undefined ? [] : [[key, passed]];
    });
    return Object.fromEntries(taken);
  }
}

/**
 * Reads a scene document.
 *
 * @param json - what `JSON.parse` gave.
 * @param scope - the document's place, first in every message: `scenes/lights.json`.
 * @throws Error when it is no scene document at all, or one of another version.
 */
export function parseScene(json: unknown, scope: string): ParsedScene {
  if (!isRecord(json)) throw new Error(`${scope}: expected a scene as an object, got ${show(json)}`);
  if (json.spar !== SCENE_VERSION) {
    throw new Error(`${scope}: spar: expected scene version ${SCENE_VERSION}, got ${show(json.spar)}`);
  }
  const reader = new SceneReader(scope);
  for (const key of Object.keys(json)) {
    if (!Object.hasOwn(SceneSchema.entries, key)) reader.say(key, 'no such key', show(json[key]));
  }
  const optional = <T>(schema: SchemaOf<T>, key: string): T | null =>
    json[key] === undefined || json[key] === null ? null : (reader.take(schema, json[key], [key]) ?? null);

  const feeds = reader.list(json.feeds, 'feeds', (item, path) => reader.feed(item, path), 'name');
  const layers = reader.list(
    json.layers,
    'layers',
    (item, path) => layerWithFeed(reader, item, path, feeds),
    'id',
  );
  const scene: Scene = {
    title: optional(TitleSchema, 'title'),
    city: optional(Name, 'city'),
    layers,
    feeds,
    start: reader.start(json.start),
    tour: reader.list(json.tour, 'tour', (item, path) => reader.take(Stop, item, path)),
    panels: reader.list(json.panels, 'panels', (item, path) => reader.take(Panel, item, path)),
    rollup: optional(RollupSchema, 'rollup'),
  };
  for (const part of ['layers', 'filters'] as const) {
    for (const id of Object.keys(scene.start[part] ?? {})) {
      if (!layers.some((layer) => layer.id === id)) {
        reader.say(`start.${part}`, 'the id of a layer of this scene', show(id));
      }
    }
  }
  return { scene, problems: reader.problems };
}

/** A layer whose feed does not exist would wait for ever: it is left out. */
function layerWithFeed(
  reader: SceneReader,
  item: unknown,
  path: Path,
  feeds: readonly SceneFeed[],
): SceneLayer | undefined {
  const layer = reader.layer(item, path);
  if (layer?.feed === undefined || feeds.some(({ name }) => name === layer.feed)) return layer;
  reader.say(`${path[0]}[${path[1]}].feed`, 'the name of a feed', show(layer.feed));
  return undefined;
}

/**
 * Gives the state that a scene opens with; links hold the difference from it.
 *
 * @param name - of the scene, as in `?scene=`.
 */
export function startState(scene: Scene, name: string): TwinState {
  const layers: [string, LayerState][] = scene.layers.map(({ id, visible, opacity }) => [
    id,
    { visible: visible ?? true, ...(opacity === undefined ? {} : { opacity }) },
  ]);
  return {
    ...DEFAULT_STATE,
    ...scene.start,
    scene: name,
    city: scene.city,
    layers: { ...Object.fromEntries(layers), ...scene.start.layers },
  };
}
