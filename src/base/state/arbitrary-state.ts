/** Any state and any command, for property tests. */
import fc from 'fast-check';
import type { Command } from './commands.ts';
import {
  CLOCK_MODES,
  COLOUR_ATTRIBUTES,
  DEFAULT_STATE,
  LANGUAGES,
  LEVEL_CHOICES,
  MEASUREMENT_KINDS,
  PALETTES,
  PRESET_SLOTS,
  QUALITIES,
  TOOLS,
  type TwinState,
} from './twin-state.ts';

type Of<T> = fc.Arbitrary<T>;
const exact = <T extends object, K extends keyof T>(
  model: { [P in keyof T]: Of<T[P]> },
  requiredKeys: K[],
): Of<Pick<T, K> & Partial<T>> => fc.record(model, { requiredKeys }) as never;

// JSON knows no −0.
const real = (min: number, max: number): Of<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const name = fc.constantFrom('buildings', 'ground', 'terrain', 'trees', 'a.b-c_d', 'layer-7');
const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }),
  fc.integer({ min: 1, max: 60 }).map((n) => `osm:way/${n}`),
  fc.constantFrom('__proto__', '楼 12"', 'constructor'),
);
const ids = fc.array(id, { maxLength: 6 });
const orNull = <T>(value: Of<T>): Of<T | null> => fc.option(value, { nil: null });
const range = (min: number, max: number): Of<readonly [number, number]> =>
  fc
    .tuple(real(min, max), real(min, max))
    .map(([a, b]): readonly [number, number] => (a < b ? [a, b] : [b, a]));

export const anyCamera = fc.record({
  lon: real(-180, 180),
  lat: real(-90, 90),
  height: real(-100, 1e6),
  headingDeg: real(-360, 360),
  pitchDeg: real(-90, 90),
});
const point = fc.tuple(real(-180, 180), real(-90, 90), real(-100, 9000));
const points = fc.array(point, { maxLength: 4 });
const instant = fc.integer({ min: Date.UTC(1800, 0, 1), max: Date.UTC(2200, 0, 1) });
const clock = fc.record({
  mode: fc.constantFrom(...CLOCK_MODES),
  instant: orNull(instant),
  rate: real(-3600, 3600),
  anchor: orNull(instant),
});
const year = orNull(fc.integer({ min: 1000, max: 2500 }));
const weather = fc.oneof(
  fc.constant('feed' as const),
  exact({ preset: name, rainMmPerHour: real(0, 500), cloud: real(0, 1), windFromDeg: real(0, 360) }, []),
);
const moment = fc.record({ clock, year, weather });
const style = fc.dictionary(name, fc.oneof(fc.string(), real(-1e9, 1e9), fc.boolean()), {
  noNullPrototype: true,
});
const layer = exact({ visible: fc.boolean(), opacity: real(0, 1), style }, ['visible']);
const words = fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 8 });
const filter = exact(
  {
    use: fc.array(name),
    height: range(-1000, 10_000),
    year: range(-10_000, 2500),
    class: words,
    condition: words,
    owner: words,
    grid: words,
  },
  [],
);
const colouring = fc.record({
  attribute: fc.constantFrom(...COLOUR_ATTRIBUTES),
  palette: fc.constantFrom(...PALETTES),
});
const measurement = fc.record({ id: name, kind: fc.constantFrom(...MEASUREMENT_KINDS), points });
const cut = fc.record({
  kind: fc.constantFrom('trench' as const, 'box' as const),
  points,
  width: real(0.1, 1000),
  depth: real(0.1, 1000),
});
const tool = orNull(fc.constantFrom(...TOOLS));
const language = orNull(fc.constantFrom(...LANGUAGES));
const quality = fc.constantFrom(...QUALITIES);
const mode = fc.constantFrom(...LEVEL_CHOICES);
const slot = fc.constantFrom(...PRESET_SLOTS);
const byName = <T>(value: Of<T>): Of<Record<string, T>> =>
  fc.dictionary(name, value, { noNullPrototype: true });

const whole: Of<TwinState> = fc.record({
  scene: orNull(name),
  city: orNull(name),
  camera: orNull(anyCamera),
  moments: fc.oneof(fc.tuple(moment), fc.tuple(moment, moment)),
  levels: fc.record({ mode }),
  layers: byName(layer),
  filters: byName(filter),
  colouring: orNull(colouring),
  selection: ids,
  isolated: orNull(ids),
  hidden: ids,
  measurements: fc.array(measurement, { maxLength: 3 }),
  cut: orNull(cut),
  tool,
  language,
  quality,
  presets: fc.dictionary(slot, anyCamera, { noNullPrototype: true }),
}) as Of<TwinState>;

/** Any state: all of it strange, or a few parts that differ from the default. */
export const anyState: Of<TwinState> = fc.oneof(
  whole,
  fc.tuple(whole, fc.subarray(Object.keys(DEFAULT_STATE) as (keyof TwinState)[])).map(([state, keys]) => ({
    ...DEFAULT_STATE,
    ...Object.fromEntries(keys.map((key) => [key, state[key]])),
  })),
);

const type = <T extends string>(value: T): Of<T> => fc.constant(value);
const at = fc.constantFrom(0 as const, 1 as const);

const commandsByType: { readonly [T in Command['type']]: Of<Extract<Command, { type: T }>> } = {
  setState: fc.record({ type: type('setState'), state: whole }),
  openScene: fc.record({ type: type('openScene'), scene: orNull(name) }),
  openCity: fc.record({ type: type('openCity'), city: orNull(name) }),
  setCamera: fc.record({ type: type('setCamera'), camera: orNull(anyCamera) }),
  flyTo: fc.record({ type: type('flyTo'), id }),
  northUp: fc.record({ type: type('northUp') }),
  setPreset: fc.record({ type: type('setPreset'), slot, camera: orNull(anyCamera) }),
  goToPreset: fc.record({ type: type('goToPreset'), slot }),
  setTime: exact(
    {
      type: type('setTime'),
      moment: at,
      mode: fc.constantFrom(...CLOCK_MODES),
      instant: orNull(instant),
      rate: real(-3600, 3600),
      anchor: orNull(instant),
    },
    ['type'],
  ),
  setYear: exact({ type: type('setYear'), moment: at, year }, ['type', 'year']),
  setWeather: exact({ type: type('setWeather'), moment: at, weather }, ['type', 'weather']),
  setCompare: fc.record({ type: type('setCompare'), compare: fc.boolean() }),
  setLevel: fc.record({ type: type('setLevel'), mode }),
  setLayer: exact(
    { type: type('setLayer'), id: name, visible: fc.boolean(), opacity: real(0, 1), style: orNull(style) },
    ['type', 'id'],
  ),
  setFilter: fc.record({ type: type('setFilter'), layer: name, filter: orNull(filter) }),
  setColouring: fc.record({ type: type('setColouring'), colouring: orNull(colouring) }),
  select: exact({ type: type('select'), ids, how: fc.constantFrom('replace', 'add', 'remove', 'toggle') }, [
    'type',
    'ids',
  ]),
  isolate: fc.record({ type: type('isolate'), ids: orNull(ids) }),
  hide: fc.record({ type: type('hide'), ids }),
  unhide: fc.record({ type: type('unhide'), ids: orNull(ids) }),
  setMeasurement: fc.record({ type: type('setMeasurement'), measurement }),
  removeMeasurement: fc.record({ type: type('removeMeasurement'), id: name }),
  clearMeasurements: fc.record({ type: type('clearMeasurements') }),
  setCut: fc.record({ type: type('setCut'), cut: orNull(cut) }),
  setTool: fc.record({ type: type('setTool'), tool }),
  setLanguage: fc.record({ type: type('setLanguage'), language }),
  setQuality: fc.record({ type: type('setQuality'), quality }),
  commandLamps: fc.record({
    type: type('commandLamps'),
    target: fc.oneof(
      fc.record({
        ids: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ circuit: fc.string({ minLength: 1, maxLength: 20 }) }),
      fc.record({ cabinet: fc.string({ minLength: 1, maxLength: 20 }) }),
    ),
    level: fc.option(fc.integer({ min: 0, max: 100 })),
  }),
} as never;

/** Any command; every type as likely as the others. */
export const anyCommand: Of<Command> = fc.oneof(...Object.values(commandsByType));
