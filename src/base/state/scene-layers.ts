/** The kinds of layers that a scene may have. A new kind is one schema and one line in `LAYER_ENTRIES`. */
import * as v from 'valibot';
import { between, Lat, Lon, list, Name, Opacity, oneOf, type SchemaOf, Style, text } from './state-schema.ts';
import type { LayerStyle } from './twin-state.ts';

/** A text, or one for each language. */
export type Title = string | Readonly<Record<string, string>>;

interface LayerBase {
  /** Unique in the scene; the state speaks of the layer by it. */
  readonly id: string;
  readonly title?: Title;
  /** Absent: true. */
  readonly visible?: boolean;
  readonly opacity?: number;
  readonly style?: LayerStyle;
  /** Name of a feed of the scene that the layer shows. */
  readonly feed?: string;
  /** Who made it, as its licence wants it said. */
  readonly attribution?: string;
}

/** The city's own parts. */
export interface CityLayer extends LayerBase {
  readonly kind: 'terrain' | 'ground';
}

/** The city's buildings. */
export interface BuildingsSceneLayer extends LayerBase {
  readonly kind: 'buildings';
  /** Pixels of error at which a finer tile is taken; absent: 8. */
  readonly maximumScreenSpaceError?: number;
}

/**
 * The city's components; style `colourBy`: `own`, `state` or `class`, `only`: `faults` leaves out what is well.
 */
export interface ComponentsSceneLayer extends LayerBase {
  readonly kind: 'components';
  /** Pixels of error at which a finer tile is taken; absent: 16. */
  readonly maximumScreenSpaceError?: number;
}

/** 3D Tiles made by others, e.g. photogrammetry. */
export interface Tiles3dLayer extends LayerBase {
  readonly kind: 'tiles3d';
  readonly url: string;
  /** Added to every height, m. */
  readonly heightOffset?: number;
  /** Pixels of error at which a finer tile is taken. */
  readonly maximumScreenSpaceError?: number;
}

/** Pictures draped on the ground. */
export interface ImageryLayer extends LayerBase {
  readonly kind: 'imagery';
  /** With {z}, {x} and {y} (or {-y}); of `wmts` the service's address, or a template with {TileMatrix}, {TileRow}, {TileCol}. */
  readonly url: string;
  /** Absent: xyz. */
  readonly service?: 'xyz' | 'wmts';
  readonly minimumLevel?: number;
  readonly maximumLevel?: number;
  /** West, south, east, north; degrees. */
  readonly extent?: readonly [number, number, number, number];
  /** What a WMTS is asked for. */
  readonly wmts?: {
    readonly layer: string;
    readonly style?: string;
    readonly tileMatrixSet: string;
    readonly format?: string;
  };
}

export interface GeojsonLayer extends LayerBase {
  readonly kind: 'geojson';
  readonly url: string;
  /** Lies on the ground; absent: true. */
  readonly clamp?: boolean;
}

/** What comes over feeds: cases as markers, vehicles, speeds on the managed roads. */
export interface LiveSceneLayer extends LayerBase {
  readonly kind: 'events' | 'vehicles' | 'roads';
}

/** Cases of the whole city at a glance; style `as`: `hexagons` or `heat`, `radius` in m, `extruded`. */
export interface AggregateLayer extends LayerBase {
  readonly kind: 'aggregate';
}

/** The city's street lamps; style `faults`: marks faulty ones, `circuit`: name of one that stands out. */
export interface LampsSceneLayer extends LayerBase {
  readonly kind: 'streetlights';
}

export type SceneLayer =
  | LampsSceneLayer
  | LiveSceneLayer
  | AggregateLayer
  | CityLayer
  | BuildingsSceneLayer
  | ComponentsSceneLayer
  | Tiles3dLayer
  | ImageryLayer
  | GeojsonLayer;
export type LayerKind = SceneLayer['kind'];

const TITLE = 'a text, or texts by language';
export const TitleSchema: SchemaOf<Title> = v.union(
  [text('a text'), v.record(v.string(), text('a text'))],
  TITLE,
);

const URL_MESSAGE = 'an address, relative or of http or https, without a name and password';

/** Whether a name and password stand before the host. */
export function hasLogin(url: string): boolean {
  return /^([a-z]+:)?[\\/]{2}[^/?#\\]*@/i.test(url.trim());
}

/** Whether an address may stand in a scene: no script, no data, nothing secret before an @. */
function isAddress(url: string): boolean {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  return (scheme === undefined || scheme === 'http' || scheme === 'https') && !hasLogin(url);
}

export const Address = v.pipe(
  v.string(URL_MESSAGE),
  v.minLength(1, URL_MESSAGE),
  v.maxLength(2_048, URL_MESSAGE),
  v.check(isAddress, URL_MESSAGE),
);

const COMMON = {
  id: Name,
  title: v.exactOptional(TitleSchema),
  visible: v.exactOptional(v.boolean('true or false')),
  opacity: v.exactOptional(Opacity),
  style: v.exactOptional(Style),
  feed: v.exactOptional(Name),
  attribution: v.exactOptional(text('a text', 1_000)),
};
const ZoomLevel = v.pipe(between(0, 30, 'a zoom level'), v.integer('a zoom level from 0 to 30'));

const PixelError = v.exactOptional(between(0.5, 1_000, 'pixels'));

export const LAYER_ENTRIES: { readonly [K in LayerKind]: v.ObjectEntries } = {
  terrain: COMMON,
  ground: COMMON,
  buildings: { ...COMMON, maximumScreenSpaceError: PixelError },
  components: { ...COMMON, maximumScreenSpaceError: PixelError },
  tiles3d: {
    ...COMMON,
    url: Address,
    heightOffset: v.exactOptional(between(-10_000, 10_000, 'metres')),
    maximumScreenSpaceError: PixelError,
  },
  imagery: {
    ...COMMON,
    url: Address,
    service: v.exactOptional(oneOf(['xyz', 'wmts'])),
    minimumLevel: v.exactOptional(ZoomLevel),
    maximumLevel: v.exactOptional(ZoomLevel),
    extent: v.exactOptional(
      v.pipe(
        v.strictTuple([Lon, Lat, Lon, Lat], '[west, south, east, north]'),
        v.check(([, south, , north]) => south < north, '[west, south, east, north], south below north'),
      ),
    ),
    wmts: v.exactOptional(
      v.strictObject(
        {
          layer: text('a text'),
          style: v.exactOptional(text('a text')),
          tileMatrixSet: text('a text'),
          format: v.exactOptional(text('a text')),
        },
        '{layer, style?, tileMatrixSet, format?}',
      ),
    ),
  },
  events: COMMON,
  vehicles: COMMON,
  roads: COMMON,
  aggregate: COMMON,
  streetlights: COMMON,
  geojson: { ...COMMON, url: Address, clamp: v.exactOptional(v.boolean('true or false')) },
};

export const LAYER_KINDS = Object.keys(LAYER_ENTRIES) as readonly LayerKind[];

/** Gives the schema of a kind of layer. */
export function layerSchema(kind: LayerKind): SchemaOf<SceneLayer> {
  return v.strictObject({
    ...LAYER_ENTRIES[kind],
    kind: v.literal(kind),
  }) as v.GenericSchema as SchemaOf<SceneLayer>;
}

export const Layers = list(v.union(LAYER_KINDS.map(layerSchema)), 1_000, 'layers');
