/** The kinds of feeds that a scene may name, and how their payloads map to live columns. A new kind is one schema. */
import * as v from 'valibot';
import { THEMES, type Theme } from '../gid.ts';
import { LIVE_COLUMNS } from '../live/live-columns.ts';
import { topicFilterProblem } from '../live/topics.ts';
import { Address, hasLogin } from './scene-layers.ts';
import { between, list, Name, oneOf, type SchemaOf } from './state-schema.ts';

/** Where a value stands in a payload: `value.dim`, `readings.0.w`. */
export type PayloadPath = string;

/** A column's value in a payload; `scale` multiplies numbers, `values` turns texts and others into numbers. */
export type ColumnSource =
  | PayloadPath
  | {
      readonly path: PayloadPath;
      readonly scale?: number;
      readonly values?: Readonly<Record<string, number>>;
    };

/** How one thing's JSON is read; what is absent is that of our own messages (`wire.ts`). */
export interface PayloadMapping {
  readonly theme?: Theme;
  /** What names the thing: its id, its code, or its gid. Absent: id. */
  readonly key?: 'id' | 'code' | 'gid';
  /** Where that stands. Absent: `id`. */
  readonly id?: PayloadPath;
  /** Where the time of the observation stands, RFC 3339 or ms since 1970. Absent: `observedAt`. */
  readonly time?: PayloadPath;
  /** By live column. Absent: `value`, by name of column or FIWARE's. */
  readonly columns?: Readonly<Record<string, ColumnSource>>;
}

/** Topics of a feed; `{division}` and `{city}` stand for those of the city that is open. */
export interface FeedTopic extends PayloadMapping {
  readonly topic: string;
  /** Absent: json. */
  readonly format?: 'json' | 'cbor';
  /** Absent: state. */
  readonly kind?: 'state' | 'case' | 'vehicle' | 'clock' | 'availability';
}

interface FeedBase {
  readonly name: string;
  /** City seconds until the next value of a thing is due, where its messages do not say. Absent: 300. */
  readonly interval?: number;
}

export interface MqttFeed extends FeedBase {
  readonly kind: 'mqtt';
  /** Of ws or wss, or relative: `/mqtt`. */
  readonly url: string;
  readonly topics: readonly FeedTopic[];
  /** Where a client that joins gets all states at once. */
  readonly snapshot?: string;
  /** Lamp commands go this way. Absent: false. */
  readonly commands?: boolean;
}

/** GeoJSON that is asked for again and again. */
export interface GeojsonFeed extends FeedBase, PayloadMapping {
  readonly kind: 'geojson';
  readonly url: string;
  /** Seconds between questions. Absent: 30. */
  readonly every?: number;
}

/** Recorded messages, a line each (`{"t", "topic", "payload"}`), played back on the city's clock. */
export interface RecordFeed extends FeedBase {
  readonly kind: 'record';
  readonly url: string;
  readonly topics: readonly FeedTopic[];
}

export type SceneFeed = MqttFeed | GeojsonFeed | RecordFeed;
export type FeedKind = SceneFeed['kind'];

const BROKER = 'an address of ws or wss, or a relative one, without a name and password';
const isBroker = (url: string): boolean => {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  return (scheme === undefined || scheme === 'ws' || scheme === 'wss') && !hasLogin(url);
};
const BrokerAddress = v.pipe(
  v.string(BROKER),
  v.minLength(1, BROKER),
  v.maxLength(2_048, BROKER),
  v.check(isBroker, BROKER),
);

const PATH = 'a path such as value.dim';
const Path = v.pipe(v.string(PATH), v.regex(/^[^.\s]{1,64}(\.[^.\s]{1,64}){0,7}$/, PATH));
const Source: SchemaOf<ColumnSource> = v.union(
  [
    Path,
    v.strictObject(
      {
        path: Path,
        scale: v.exactOptional(between(-1e9, 1e9)),
        values: v.exactOptional(v.record(v.string(), between(-1e9, 1e9), 'numbers by value')),
      },
      '{path, scale?, values?}',
    ),
  ],
  'a path, or {path, scale?, values?}',
);
const COLUMN_NAMES = [...new Set(THEMES.flatMap((theme) => Object.keys(LIVE_COLUMNS[theme])))];
const MAPPING = {
  theme: v.exactOptional(oneOf(THEMES)),
  key: v.exactOptional(oneOf(['id', 'code', 'gid'])),
  id: v.exactOptional(Path),
  time: v.exactOptional(Path),
  columns: v.exactOptional(
    v.strictObject(
      Object.fromEntries(COLUMN_NAMES.map((name) => [name, v.exactOptional(Source)])),
      'paths by live column',
    ),
  ),
};
/** Columns have to be those of the theme. */
const belong = ({ theme = 'components', columns = {} }: PayloadMapping): boolean =>
  Object.keys(columns).every((name) => Object.hasOwn(LIVE_COLUMNS[theme], name));
const BELONG = 'columns of its own theme';

const TOPIC = 'a topic with + alone in a level and # alone at the end';
const TopicFilter = v.pipe(
  v.string(TOPIC),
  v.check((topic) => topicFilterProblem(topic) === null, TOPIC),
);
const Topic: SchemaOf<FeedTopic> = v.pipe(
  v.strictObject(
    {
      topic: TopicFilter,
      format: v.exactOptional(oneOf(['json', 'cbor'])),
      kind: v.exactOptional(oneOf(['state', 'case', 'vehicle', 'clock', 'availability'])),
      ...MAPPING,
    },
    '{topic, format?, kind?, theme?, key?, id?, time?, columns?}',
  ),
  v.check((topic) => belong(topic as PayloadMapping), BELONG),
) as v.GenericSchema as SchemaOf<FeedTopic>;
const Topics = v.pipe(list(Topic, 100, 'topics'), v.minLength(1, 'a topic or more'));
const Interval = v.exactOptional(between(0.1, 31_536_000, 'seconds'));

const SCHEMAS: { readonly [K in FeedKind]: v.GenericSchema } = {
  mqtt: v.strictObject({
    name: Name,
    kind: v.literal('mqtt'),
    url: BrokerAddress,
    topics: Topics,
    snapshot: v.exactOptional(Address),
    interval: Interval,
    commands: v.exactOptional(v.boolean('true or false')),
  }),
  geojson: v.pipe(
    v.strictObject({
      name: Name,
      kind: v.literal('geojson'),
      url: Address,
      every: v.exactOptional(between(1, 86_400, 'seconds')),
      interval: Interval,
      ...MAPPING,
    }),
    v.check((feed) => belong(feed as PayloadMapping), BELONG),
  ),
  record: v.strictObject({
    name: Name,
    kind: v.literal('record'),
    url: Address,
    topics: Topics,
    interval: Interval,
  }),
};

export const FEED_KINDS = Object.keys(SCHEMAS) as readonly FeedKind[];

/** Gives the schema of a kind of feed. */
export function feedSchema(kind: FeedKind): SchemaOf<SceneFeed> {
  return SCHEMAS[kind] as SchemaOf<SceneFeed>;
}

/** Any feed, for the whole document. */
export const Feed: SchemaOf<SceneFeed> = v.variant(
  'kind',
  [SCHEMAS.mqtt, SCHEMAS.geojson, SCHEMAS.record] as never,
  `a feed of kind ${FEED_KINDS.map((kind) => `"${kind}"`).join(', ')}`,
) as v.GenericSchema as SchemaOf<SceneFeed>;
