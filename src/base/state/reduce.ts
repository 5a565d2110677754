/** The one pure reducer: state and command → state. */
import { clockChange, compareChange, momentChange } from './change-moment.ts';
import type { Command, CommandOf, CommandType } from './commands.ts';
import { shared } from './difference.ts';
import type { LayerState, TwinState } from './twin-state.ts';

type Change = Partial<TwinState>;
type Reducers = { readonly [T in CommandType]: (state: TwinState, command: CommandOf<T>) => Change };

/** What speaks of the features of one city. */
const OF_A_CITY: Change = {
  camera: null,
  selection: [],
  isolated: null,
  hidden: [],
  measurements: [],
  cut: null,
  presets: {},
};

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
const without = (from: readonly string[], ids: readonly string[]): string[] => {
  const gone = new Set(ids);
  return from.filter((id) => !gone.has(id));
};
const withoutKey = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => {
  const { [key]: _, ...rest } = record;
  return rest;
};

function selectionAfter(now: readonly string[], { ids, how }: CommandOf<'select'>): readonly string[] {
  if (how === 'add') return [...without(now, ids), ...unique(ids)];
  if (how === 'remove') return without(now, ids);
  if (how === 'toggle') return [...without(now, ids), ...without(unique(ids), now)];
  return unique(ids);
}

function layerAfter(now: LayerState | undefined, command: CommandOf<'setLayer'>): LayerState {
  const { visible, opacity, style } = command;
  const { style: oldStyle, ...rest } = now ?? { visible: true };
  const newStyle = style === undefined ? oldStyle : style;
  return {
    ...rest,
    ...(visible === undefined ? {} : { visible }),
    ...(opacity === undefined ? {} : { opacity }),
    ...(newStyle ? { style: newStyle } : {}),
  };
}

const REDUCERS: Reducers = {
  setState: (_, { state }) => state,
  openScene: (state, { scene }) => (scene === state.scene ? {} : { ...OF_A_CITY, scene, city: null }),
  openCity: (state, { city }) => (city === state.city ? {} : { ...OF_A_CITY, city }),
  setCamera: (_, { camera }) => ({ camera }),
  flyTo: () => ({}),
  northUp: () => ({}),
  setPreset: ({ presets }, { slot, camera }) => ({
    presets: camera ? { ...presets, [slot]: camera } : withoutKey(presets, slot),
  }),
  goToPreset: ({ presets, camera }, { slot }) => ({ camera: presets[slot] ?? camera }),
  setTime: clockChange,
  setYear: (state, { moment, year }) => momentChange(state, moment, { year }),
  setWeather: (state, { moment, weather }) => momentChange(state, moment, { weather }),
  setCompare: compareChange,
  setLevel: (_, { mode }) => ({ levels: { mode } }),
  setLayer: ({ layers }, command) => ({
    layers: { ...layers, [command.id]: layerAfter(layers[command.id], command) },
  }),
  setFilter: ({ filters }, { layer, filter }) => ({
    filters: filter ? { ...filters, [layer]: filter } : withoutKey(filters, layer),
  }),
  setColouring: (_, { colouring }) => ({ colouring }),
  select: ({ selection }, command) => ({ selection: selectionAfter(selection, command) }),
  isolate: (_, { ids }) => ({ isolated: ids && unique(ids) }),
  hide: ({ hidden }, { ids }) => ({ hidden: [...hidden, ...without(unique(ids), hidden)] }),
  unhide: ({ hidden }, { ids }) => ({ hidden: ids ? without(hidden, ids) : [] }),
  setMeasurement: ({ measurements }, { measurement }) => ({
    measurements: measurements.some(({ id }) => id === measurement.id)
      ? measurements.map((other) => (other.id === measurement.id ? measurement : other))
      : [...measurements, measurement],
  }),
  removeMeasurement: ({ measurements }, { id }) => ({
    measurements: measurements.filter((other) => other.id !== id),
  }),
  clearMeasurements: () => ({ measurements: [] }),
  setCut: (_, { cut }) => ({ cut }),
  setTool: (_, { tool }) => ({ tool }),
  setLanguage: (_, { language }) => ({ language }),
  setQuality: (_, { quality }) => ({ quality }),
  commandLamps: () => ({}),
};

/**
 * Applies a command that `parseCommand` has passed or our own code has made.
 *
 * @returns the same object when nothing changes; else a new one in which every part that did not change is the very
 * same as before.
 */
export function reduce(state: TwinState, command: Command): TwinState {
  const reducer = REDUCERS[command.type] as (state: TwinState, command: Command) => Change;
  const change = reducer(state, command);
  return shared(state, { ...state, ...change });
}
