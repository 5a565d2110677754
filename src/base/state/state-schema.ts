/** Schemas of the parts of `TwinState`: each message says what is expected. */
import * as v from 'valibot';
import {
  type CameraPose,
  CLOCK_MODES,
  type Clock,
  COLOUR_ATTRIBUTES,
  type Colouring,
  type Cut,
  type Filter,
  LANGUAGES,
  type LayerState,
  type LayerStyle,
  LEVEL_CHOICES,
  type LonLatHeight,
  MEASUREMENT_KINDS,
  type Measurement,
  type Moment,
  PALETTES,
  PRESET_SLOTS,
  QUALITIES,
  type Range,
  TOOLS,
  type TwinState,
  type WhatIf,
} from './twin-state.ts';

/** A schema that takes anything and gives a `T`. */
export type SchemaOf<T> = v.GenericSchema<unknown, T>;

const IDS_AT_MOST = 20_000;
const POINTS_AT_MOST = 2_000;
const MEASUREMENTS_AT_MOST = 500;
const LAYERS_AT_MOST = 1_000;

const quoted = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');

export const oneOf = <const T extends readonly string[]>(values: T) =>
  v.picklist(values, `one of ${quoted(values)}`);

export const between = (low: number, high: number, what = 'a number') => {
  const message = `${what} from ${low} to ${high}`;
  return v.pipe(v.number(message), v.minValue(low, message), v.maxValue(high, message));
};

export const text = (what: string, longest = 256) => {
  const message = `${what} of 1 to ${longest} characters`;
  return v.pipe(v.string(message), v.minLength(1, message), v.maxLength(longest, message));
};

export const list = <T extends v.GenericSchema>(item: T, longest: number, what: string) => {
  const message = `a list of at most ${longest} ${what}`;
  return v.pipe(v.array(item, message), v.maxLength(longest, message));
};

const NAME = 'a name of letters, digits, hyphens, dots and underscores, at most 64';

/** Name of a scene, city, layer or feed; never one that every object has (`constructor`). */
export const Name = v.pipe(
  v.string(NAME),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, NAME),
  v.check((name) => !(name in {}), NAME),
);

export const Lon = between(-180, 180, 'degrees of longitude');
export const Lat = between(-90, 90, 'degrees of latitude');
const Height = between(-20_000, 100_000_000, 'metres');
export const FeatureId = text('an id', 1_024);
export const Ids = list(FeatureId, IDS_AT_MOST, 'ids');
export const Opacity = between(0, 1);

const Point: SchemaOf<LonLatHeight> = v.strictTuple([Lon, Lat, Height], '[longitude, latitude, height]');
const Points = list(Point, POINTS_AT_MOST, 'points');

export const Camera: SchemaOf<CameraPose> = v.strictObject(
  {
    lon: Lon,
    lat: Lat,
    height: Height,
    headingDeg: between(-360, 360, 'degrees'),
    pitchDeg: between(-90, 90, 'degrees'),
  },
  '{lon, lat, height, headingDeg, pitchDeg}',
);

const FIRST_INSTANT = Date.UTC(1800, 0, 1);
const LAST_INSTANT = Date.UTC(2201, 0, 1) - 1;
const INSTANT = 'a time of the years 1800 to 2200, as ms since 1970 or ISO 8601 with its zone';
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/;

/** ms since 1970; text becomes ms. A date alone is its midnight, UTC. */
export const Instant: SchemaOf<number> = v.pipe(
  v.union([v.number(), v.string()], INSTANT),
  v.check(
    (value) => typeof value === 'number' || (ISO.test(value) && !Number.isNaN(Date.parse(value))),
    INSTANT,
  ),
  v.transform((value) => (typeof value === 'number' ? value : Date.parse(value))),
  v.minValue(FIRST_INSTANT, INSTANT),
  v.maxValue(LAST_INSTANT, INSTANT),
);

export const CLOCK_ENTRIES = {
  mode: oneOf(CLOCK_MODES),
  instant: v.nullable(Instant),
  rate: between(-3_600, 3_600),
  anchor: v.nullable(Instant),
};
const YEAR = 'a year from 1000 to 2500';
export const Year = v.pipe(v.number(YEAR), v.integer(YEAR), v.minValue(1_000, YEAR), v.maxValue(2_500, YEAR));

const Sky: SchemaOf<WhatIf> = v.strictObject(
  {
    preset: v.exactOptional(Name),
    rainMmPerHour: v.exactOptional(between(0, 500, 'mm/h')),
    snowMmPerHour: v.exactOptional(between(0, 100, 'mm/h')),
    cloud: v.exactOptional(between(0, 1)),
    visibility: v.exactOptional(between(0, 200_000, 'metres')),
    temperatureC: v.exactOptional(between(-90, 70, 'degrees Celsius')),
    wind: v.exactOptional(between(0, 120, 'm/s')),
    windFromDeg: v.exactOptional(between(0, 360, 'degrees')),
  },
  'weather as an object',
);
export const Weather: SchemaOf<Moment['weather']> = v.union(
  [v.literal('feed'), Sky],
  '"feed" or weather as an object',
);

const MomentSchema: SchemaOf<Moment> = v.strictObject(
  {
    clock: v.strictObject(CLOCK_ENTRIES, '{mode, instant, rate, anchor}') as SchemaOf<Clock>,
    year: v.nullable(Year),
    weather: Weather,
  },
  '{clock, year, weather}',
);
const Moments: SchemaOf<TwinState['moments']> = v.pipe(
  v.array(MomentSchema, 'one moment, or two'),
  v.minLength(1, 'one moment, or two'),
  v.maxLength(2, 'one moment, or two'),
) as v.GenericSchema as SchemaOf<TwinState['moments']>;

export const Style: SchemaOf<LayerStyle> = v.record(
  Name,
  v.union(
    [v.pipe(v.string(), v.maxLength(256)), between(-1e9, 1e9), v.boolean()],
    'a text, a number or true or false',
  ),
  'names with their values',
);
const LayerStateSchema: SchemaOf<LayerState> = v.strictObject(
  {
    visible: v.boolean('true or false'),
    opacity: v.exactOptional(Opacity),
    style: v.exactOptional(Style),
  },
  '{visible, opacity?, style?}',
);

const rangeOf = (low: number, high: number): SchemaOf<Range> => {
  const message = `[min, max], both from ${low} to ${high} and in order`;
  return v.pipe(
    v.strictTuple([between(low, high), between(low, high)], message),
    v.check(([min, max]) => min <= max, message),
  );
};
export const FilterSchema: SchemaOf<Filter> = v.strictObject(
  {
    use: v.exactOptional(list(Name, 200, 'uses')),
    height: v.exactOptional(rangeOf(-1_000, 10_000)),
    year: v.exactOptional(rangeOf(-10_000, 2_500)),
    class: v.exactOptional(list(text('a class'), 500, 'classes')),
    condition: v.exactOptional(list(text('a condition'), 20, 'conditions')),
    owner: v.exactOptional(list(text('an owner'), 500, 'owners')),
    grid: v.exactOptional(list(text('a code of a grid'), 1_000, 'codes of grids')),
  },
  '{use?, height?, year?, class?, condition?, owner?, grid?}',
);

export const ColouringSchema: SchemaOf<Colouring> = v.strictObject(
  { attribute: oneOf(COLOUR_ATTRIBUTES), palette: oneOf(PALETTES) },
  '{attribute, palette}',
);
export const MeasurementSchema: SchemaOf<Measurement> = v.strictObject(
  { id: Name, kind: oneOf(MEASUREMENT_KINDS), points: Points },
  '{id, kind, points}',
);
export const CutSchema: SchemaOf<Cut> = v.strictObject(
  {
    kind: oneOf(['trench', 'box']),
    points: Points,
    width: between(0.1, 1_000, 'metres'),
    depth: between(0.1, 1_000, 'metres'),
  },
  '{kind, points, width, depth}',
);

export const Level = oneOf(LEVEL_CHOICES);
export const Tool = v.nullable(oneOf(TOOLS));
export const Language = v.nullable(oneOf(LANGUAGES));
export const Quality = oneOf(QUALITIES);
export const Slot = oneOf(PRESET_SLOTS);

const byName = <T>(item: SchemaOf<T>): SchemaOf<Readonly<Record<string, T>>> =>
  v.pipe(
    v.record(Name, item, 'layers by their id'),
    v.maxEntries(LAYERS_AT_MOST, `at most ${LAYERS_AT_MOST} layers`),
  );

/** The state, entry by entry: a scene's start state has some of them. */
export const STATE_ENTRIES: { readonly [K in keyof TwinState]: SchemaOf<TwinState[K]> } = {
  scene: v.nullable(Name),
  city: v.nullable(Name),
  camera: v.nullable(Camera),
  moments: Moments,
  levels: v.strictObject({ mode: Level }, '{mode}'),
  layers: byName(LayerStateSchema),
  filters: byName(FilterSchema),
  colouring: v.nullable(ColouringSchema),
  selection: Ids,
  isolated: v.nullable(Ids),
  hidden: Ids,
  measurements: list(MeasurementSchema, MEASUREMENTS_AT_MOST, 'measurements'),
  cut: v.nullable(CutSchema),
  tool: Tool,
  language: Language,
  quality: Quality,
  presets: v.strictObject(
    Object.fromEntries(PRESET_SLOTS.map((slot) => [slot, v.exactOptional(Camera)])),
    'views under "1" to "9"',
  ),
};

export const StateSchema: SchemaOf<TwinState> = v.strictObject(STATE_ENTRIES, 'a state of the twin');
