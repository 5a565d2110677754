/** `manifest.json` of a city folder: the one file that is read first; paths are relative to the folder. */
import * as v from 'valibot';
import { describeIssue } from './state/describe-issue.ts';

/** Version of the city folder's layout; a reader refuses others with a message. */
export const CITY_FOLDER_VERSION = 1;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const ManifestSchema = v.object({
  spar: v.literal(CITY_FOLDER_VERSION),
  name: v.string(),
  /** Display names by language, e.g. {zh: '澜湾', en: 'Lanwan'}. */
  title: v.record(v.string(), v.string()),
  /** Centre of the city: degrees, degrees, m ellipsoidal on the ground. */
  origin: v.tuple([v.number(), v.number(), v.number()]),
  /** West, south, east, north; degrees. */
  extent: v.tuple([v.number(), v.number(), v.number(), v.number()]),
  /** Lowest and highest of the city's ground and roofs, m ellipsoidal. */
  heights: v.tuple([v.number(), v.number()]),
  sources: v.array(
    v.object({
      file: v.string(),
      format: v.string(),
      crs: v.string(),
      heights: v.string(),
      sha256: v.string(),
    }),
  ),
  /** The geoid that turned orthometric heights into ellipsoidal ones, or null when none was needed. */
  geoid: v.nullable(v.string()),
  counts: v.record(v.string(), Count),
  gids: v.record(
    v.string(),
    /** start: first gid of the theme's block; count: gids given so far, holes included. */
    v.object({ start: Count, count: Count }),
  ),
  levels: v.object({
    L1: v.object({ terrain: v.nullable(v.string()), ground: v.nullable(v.string()) }),
    L2: v.nullable(v.string()),
    L3: v.nullable(v.string()),
    /** Components; absent in folders of older builders. */
    L4: v.optional(v.nullable(v.string()), null),
  }),
  /** Ribbons and graph of the managed roads; null without. */
  roads: v.optional(v.nullable(v.object({ tileset: v.string(), network: v.string() })), null),
  /** Six digits of the city's administrative division; null where none is known. */
  division: v.optional(v.nullable(v.string()), null),
  /** IANA name of the time zone; null: that of the longitude. */
  timeZone: v.optional(v.nullable(v.string()), null),
  features: v.record(v.string(), v.string()),
  search: v.nullable(v.string()),
  /** First and last year that any feature was built, changed or demolished; null when none is known. */
  years: v.nullable(v.tuple([v.number(), v.number()])),
  attribution: v.array(v.string()),
  /** SHA-256 of the ledger that this folder was built with. */
  ledger: v.string(),
});

export type Manifest = v.InferOutput<typeof ManifestSchema>;

/**
 * Validates a parsed `manifest.json`.
 *
 * @throws Error naming the path inside the document, what was expected and what was found.
 */
export function parseManifest(json: unknown, scope: string): Manifest {
  const found = (json as { spar?: unknown } | null)?.spar;
  if (found !== CITY_FOLDER_VERSION) {
    throw new Error(
      `${scope}: spar: expected city folder version ${CITY_FOLDER_VERSION}, got ${JSON.stringify(found)}`,
    );
  }
  const result = v.safeParse(ManifestSchema, json);
  if (result.success) return result.output;
  throw new Error(`${scope}: ${describeIssue(result.issues[0])}`);
}
