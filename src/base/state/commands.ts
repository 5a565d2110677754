/**
 * Everything that a person, a script, a host page, a second screen or a recording can tell the twin.
 *
 * `parseCommand` is the boundary: what comes from outside goes through it once and is trusted inside.
 */
import * as v from 'valibot';
import { describeIssue, show } from './describe-issue.ts';
import {
  between,
  Camera,
  CLOCK_ENTRIES,
  ColouringSchema,
  CutSchema,
  FeatureId,
  FilterSchema,
  Ids,
  Language,
  Level,
  MeasurementSchema,
  Name,
  Opacity,
  oneOf,
  Quality,
  type SchemaOf,
  Slot,
  StateSchema,
  Style,
  Tool,
  Weather,
  Year,
} from './state-schema.ts';
import type {
  CameraPose,
  Clock,
  Colouring,
  Cut,
  Filter,
  LayerStyle,
  LevelChoice,
  Measurement,
  Moment,
  PresetSlot,
  TwinState,
} from './twin-state.ts';

/** Which moment is meant: the first, or the one that is compared with it. */
export type MomentAt = 0 | 1;

export const SELECT_HOW = ['replace', 'add', 'remove', 'toggle'] as const;

export type Command =
  /** Puts a whole state in place: a scene just loaded, a link just opened, a screen that is followed. */
  | { readonly type: 'setState'; readonly state: TwinState }
  /** Opens another scene; its document then sets the state. What belonged to the old city is put away. */
  | { readonly type: 'openScene'; readonly scene: string | null }
  /** Opens another city in the same scene. What belonged to the old one is put away. */
  | { readonly type: 'openCity'; readonly city: string | null }
  /** null: the home view. */
  | { readonly type: 'setCamera'; readonly camera: CameraPose | null }
  /** Asks for a flight to a feature; answered with `setCamera`. */
  | { readonly type: 'flyTo'; readonly id: string }
  /** Asks to turn the camera until north is up; answered with `setCamera`. */
  | { readonly type: 'northUp' }
  /** Keeps a view under a key; null forgets it. */
  | { readonly type: 'setPreset'; readonly slot: PresetSlot; readonly camera: CameraPose | null }
  | { readonly type: 'goToPreset'; readonly slot: PresetSlot }
  /** Changes the parts of the clock that are given. */
  | ({ readonly type: 'setTime'; readonly moment?: MomentAt } & Partial<Clock>)
  | { readonly type: 'setYear'; readonly moment?: MomentAt; readonly year: number | null }
  | { readonly type: 'setWeather'; readonly moment?: MomentAt; readonly weather: Moment['weather'] }
  /** A second moment, at first like the first; or the first alone. */
  | { readonly type: 'setCompare'; readonly compare: boolean }
  | { readonly type: 'setLevel'; readonly mode: LevelChoice }
  /** Changes what is given; a style of null is the scene's again. */
  | {
      readonly type: 'setLayer';
      readonly id: string;
      readonly visible?: boolean;
      readonly opacity?: number;
      readonly style?: LayerStyle | null;
    }
  /** Replaces a layer's filter; null shows everything. */
  | { readonly type: 'setFilter'; readonly layer: string; readonly filter: Filter | null }
  | { readonly type: 'setColouring'; readonly colouring: Colouring | null }
  | {
      readonly type: 'select';
      readonly ids: readonly string[];
      readonly how?: (typeof SELECT_HOW)[number];
    }
  /** Shows these alone; null shows all again. */
  | { readonly type: 'isolate'; readonly ids: readonly string[] | null }
  | { readonly type: 'hide'; readonly ids: readonly string[] }
  /** Takes hidden ones back; null takes all. */
  | { readonly type: 'unhide'; readonly ids: readonly string[] | null }
  /** Adds a measurement, or puts it in the place of the one with its id. */
  | { readonly type: 'setMeasurement'; readonly measurement: Measurement }
  | { readonly type: 'removeMeasurement'; readonly id: string }
  | { readonly type: 'clearMeasurements' }
  | { readonly type: 'setCut'; readonly cut: Cut | null }
  /** null puts the tool away. */
  | { readonly type: 'setTool'; readonly tool: TwinState['tool'] }
  | { readonly type: 'setLanguage'; readonly language: TwinState['language'] }
  | { readonly type: 'setQuality'; readonly quality: TwinState['quality'] }
  /** Asks lamps for a level of light by the feed that takes commands; changes no state and is never undone. */
  | {
      readonly type: 'commandLamps';
      /** Ids of lamps, or all of a circuit, or all of a cabinet. */
      readonly target: LampTarget;
      /** 0 (off) to 100; null: back to the schedule. */
      readonly level: number | null;
      /** Seconds on the way there. */
      readonly ramp?: number;
      /** Minutes until the schedule counts again; absent: until the next switching. */
      readonly minutes?: number;
    };

export type LampTarget =
  | { readonly ids: readonly string[] }
  | { readonly circuit: string }
  | { readonly cabinet: string };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** Who gave a command. Undo covers persons alone; `twin` is the picture itself, e.g. a flight that has ended. */
export const ORIGINS = ['person', 'clock', 'tour', 'remote', 'twin'] as const;
export type Origin = (typeof ORIGINS)[number];

const At = v.exactOptional(v.picklist([0, 1] as const, '0 or 1'));
const Flag = v.boolean('true or false');
const partial = <T extends v.ObjectEntries>(entries: T) => v.partial(v.object(entries)).entries;

const entriesOf: { readonly [T in CommandType]: v.ObjectEntries } = {
  setState: { state: StateSchema },
  openScene: { scene: v.nullable(Name) },
  openCity: { city: v.nullable(Name) },
  setCamera: { camera: v.nullable(Camera) },
  flyTo: { id: FeatureId },
  northUp: {},
  setPreset: { slot: Slot, camera: v.nullable(Camera) },
  goToPreset: { slot: Slot },
  setTime: { moment: At, ...partial(CLOCK_ENTRIES) },
  setYear: { moment: At, year: v.nullable(Year) },
  setWeather: { moment: At, weather: Weather },
  setCompare: { compare: Flag },
  setLevel: { mode: Level },
  setLayer: {
    id: Name,
    visible: v.exactOptional(Flag),
    opacity: v.exactOptional(Opacity),
    style: v.exactOptional(v.nullable(Style)),
  },
  setFilter: { layer: Name, filter: v.nullable(FilterSchema) },
  setColouring: { colouring: v.nullable(ColouringSchema) },
  select: { ids: Ids, how: v.exactOptional(oneOf(SELECT_HOW)) },
  isolate: { ids: v.nullable(Ids) },
  hide: { ids: Ids },
  unhide: { ids: v.nullable(Ids) },
  setMeasurement: { measurement: MeasurementSchema },
  removeMeasurement: { id: Name },
  clearMeasurements: {},
  setCut: { cut: v.nullable(CutSchema) },
  setTool: { tool: Tool },
  setLanguage: { language: Language },
  setQuality: { quality: Quality },
  commandLamps: {
    target: v.union(
      [
        v.strictObject({ ids: v.pipe(Ids, v.minLength(1, 'an id or more')) }),
        v.strictObject({ circuit: FeatureId }),
        v.strictObject({ cabinet: FeatureId }),
      ],
      '{ids}, {circuit} or {cabinet}',
    ),
    level: v.nullable(between(0, 100, 'a level')),
    ramp: v.exactOptional(between(0, 3_600, 'seconds')),
    minutes: v.exactOptional(between(1, 10_080, 'minutes')),
  },
};

export const COMMAND_TYPES = Object.keys(entriesOf) as readonly CommandType[];

const SCHEMAS = new Map<unknown, SchemaOf<Command>>(
  COMMAND_TYPES.map((type) => [
    type,
    v.strictObject({ type: v.literal(type), ...entriesOf[type] }) as v.GenericSchema as SchemaOf<Command>,
  ]),
);

/**
 * Checks a command from outside.
 *
 * @param scope - who is told, e.g. `spar.dispatch`; stands first in the message.
 * @returns a new object; times given as ISO 8601 text have become ms since 1970.
 * @throws Error `spar.dispatch: camera.lat: expected degrees of latitude from -90 to 90, got 91`.
 */
export function parseCommand(command: unknown, scope: string): Command {
  const type = (command as { type?: unknown } | null | undefined)?.type;
  const schema = SCHEMAS.get(type);
  if (!schema) {
    const known = COMMAND_TYPES.map((name) => `"${name}"`).join(', ');
    throw new Error(`${scope}: type: expected one of ${known}, got ${show(type)}`);
  }
  const result = v.safeParse(schema, command);
  if (result.success) return result.output;
  throw new Error(`${scope}: ${describeIssue(result.issues[0])}`);
}
