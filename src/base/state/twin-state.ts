/**
 * The twin's state: one small JSON document. Everything on the screen follows from it and from the city.
 *
 * It changes by commands alone (`commands.ts`, `reduce.ts`) and holds plain data: ids, never engine objects. What
 * changes every frame (camera in motion, pointer) stays outside and is committed when it rests.
 */

/** Longitude and latitude in degrees, height in m above the ellipsoid. */
export type LonLatHeight = readonly [lon: number, lat: number, height: number];

/** Where the camera stands and looks: degrees, m above the ellipsoid; heading from north clockwise, pitch up from the horizon. */
export interface CameraPose {
  readonly lon: number;
  readonly lat: number;
  readonly height: number;
  readonly headingDeg: number;
  readonly pitchDeg: number;
}

export const CLOCK_MODES = ['live', 'paused', 'played'] as const;

/**
 * What time it is in the picture.
 *
 * `live`: the published clock, or this machine's. `paused`: `instant`. `played`: `instant` at the wall clock's
 * `anchor`, from there on `rate` times as fast. See `instantAt` in `selectors.ts`.
 */
export interface Clock {
  readonly mode: (typeof CLOCK_MODES)[number];
  /** ms since 1970, UTC; null: the hour of the day that shows the city well. */
  readonly instant: number | null;
  /** City seconds a second; below zero backwards. */
  readonly rate: number;
  /** ms since 1970 by the wall clock; null: when the picture starts to play. */
  readonly anchor: number | null;
}

/** Weather set by hand; what is left out comes from the feed. Always labelled as a what-if. */
export interface WhatIf {
  /** Name of a prepared weather, e.g. `rainstorm`. */
  readonly preset?: string;
  readonly rainMmPerHour?: number;
  readonly snowMmPerHour?: number;
  /** Share of the sky, 0 to 1. */
  readonly cloud?: number;
  /** m */
  readonly visibility?: number;
  readonly temperatureC?: number;
  /** m/s */
  readonly wind?: number;
  /** Where the wind comes from, from north clockwise. */
  readonly windFromDeg?: number;
}

/** What environment and city are shown at. */
export interface Moment {
  readonly clock: Clock;
  /** Year of the city's history; null: that of the clock. */
  readonly year: number | null;
  readonly weather: 'feed' | WhatIf;
}

/** `auto` lets the screen-space error choose among all levels that the city has. */
export const LEVEL_CHOICES = ['auto', 'L1', 'L2', 'L3'] as const;
export type LevelChoice = (typeof LEVEL_CHOICES)[number];

/** Values of a layer's style by name, e.g. `{road: '#f1eee8'}`; each kind of layer knows its own names. */
export type LayerStyle = Readonly<Record<string, string | number | boolean>>;

export interface LayerState {
  readonly visible: boolean;
  /** 0 to 1; absent: 1. */
  readonly opacity?: number;
  /** Absent: the scene's style. */
  readonly style?: LayerStyle;
}

/** Both ends belong to it. */
export type Range = readonly [min: number, max: number];

/** What a layer shows: features that meet every part of it. */
export interface Filter {
  readonly use?: readonly string[];
  /** m above ground. */
  readonly height?: Range;
  /** Year built or installed. */
  readonly year?: Range;
  /** Of components: classes by key, e.g. `cjt214:0118`. */
  readonly class?: readonly string[];
  /** Of components, as the inventory has it: `intact`, `damaged`, `lost`, `scrapped`. */
  readonly condition?: readonly string[];
  /** Of components. */
  readonly owner?: readonly string[];
  /** Of components: codes of grids, or what they begin with (a district, a street, a community). */
  readonly grid?: readonly string[];
}

export const COLOUR_ATTRIBUTES = ['use', 'height', 'year', 'storeys', 'estimated'] as const;
export const PALETTES = ['auto', 'viridis', 'cividis', 'magma'] as const;

/** Buildings coloured by an attribute; palette `auto` is the attribute's own. */
export interface Colouring {
  readonly attribute: (typeof COLOUR_ATTRIBUTES)[number];
  readonly palette: (typeof PALETTES)[number];
}

export const MEASUREMENT_KINDS = ['distance', 'area', 'height'] as const;

export interface Measurement {
  readonly id: string;
  readonly kind: (typeof MEASUREMENT_KINDS)[number];
  readonly points: readonly LonLatHeight[];
}

/** Ground taken away: along a line with a width, or inside a ring. */
export interface Cut {
  readonly kind: 'trench' | 'box';
  readonly points: readonly LonLatHeight[];
  /** Of a trench, m. */
  readonly width: number;
  /** Below the ground, m. */
  readonly depth: number;
}

export const TOOLS = ['distance', 'area', 'height', 'cut'] as const;
export const LANGUAGES = ['zh', 'en'] as const;
export const QUALITIES = ['auto', 'low', 'medium', 'high'] as const;
export const PRESET_SLOTS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
export type PresetSlot = (typeof PRESET_SLOTS)[number];

export interface TwinState {
  /** Name of the scene document, or null without one. */
  readonly scene: string | null;
  /** Name of the city that is open, or null for the first one that the server lists. */
  readonly city: string | null;
  /** null: the home view. */
  readonly camera: CameraPose | null;
  /** One, or two to compare. */
  readonly moments: readonly [Moment] | readonly [Moment, Moment];
  readonly levels: { readonly mode: LevelChoice };
  /** By id of the scene's layer. */
  readonly layers: Readonly<Record<string, LayerState>>;
  /** By id of the scene's layer; a layer without one shows everything. */
  readonly filters: Readonly<Record<string, Filter>>;
  readonly colouring: Colouring | null;
  /** Ids of the selected features; the last one is the one that is read. */
  readonly selection: readonly string[];
  /** Ids of the only features that show, or null for all. */
  readonly isolated: readonly string[] | null;
  /** Ids of features that do not show. */
  readonly hidden: readonly string[];
  readonly measurements: readonly Measurement[];
  readonly cut: Cut | null;
  /** The one tool in hand. */
  readonly tool: (typeof TOOLS)[number] | null;
  /** null: the browser's. */
  readonly language: (typeof LANGUAGES)[number] | null;
  readonly quality: (typeof QUALITIES)[number];
  /** Views kept under the keys 1 to 9. */
  readonly presets: Readonly<Partial<Record<PresetSlot, CameraPose>>>;
}

export const DEFAULT_MOMENT: Moment = {
  clock: { mode: 'paused', instant: null, rate: 1, anchor: null },
  year: null,
  weather: 'feed',
};

/** The state before any scene has said something. */
export const DEFAULT_STATE: TwinState = {
  scene: null,
  city: null,
  camera: null,
  moments: [DEFAULT_MOMENT],
  levels: { mode: 'auto' },
  layers: {},
  filters: {},
  colouring: null,
  selection: [],
  isolated: null,
  hidden: [],
  measurements: [],
  cut: null,
  tool: null,
  language: null,
  quality: 'auto',
  presets: {},
};
