/** The recipe: what a person says of a city and its sources beyond what the files say themselves. */
import * as v from 'valibot';
import { SCHEMES } from '#base/catalogue/catalogue.ts';
import { describeIssue, show } from '#base/state/describe-issue.ts';
import type { SourceOptions } from './read/source.ts';

/** Schemes of component classes. */
const COMPONENT_SCHEMES = SCHEMES.filter(({ kind }) => kind === 'component').map(({ id }) => id);

const Crs = v.union([v.string(), v.number()]);

const LocalFrameSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('similarity'),
    target: Crs,
    dx: v.number(),
    dy: v.number(),
    rotationDeg: v.number(),
    scale: v.number(),
  }),
  v.strictObject({
    kind: v.literal('helmert'),
    source: v.string(),
    parameters: v.tuple([v.number(), v.number(), v.number(), v.number(), v.number(), v.number(), v.number()]),
  }),
]);

const SourceOptionsSchema = v.strictObject({
  crs: v.optional(Crs),
  shift: v.optional(v.picklist(['gcj02', 'bd09'])),
  local: v.optional(LocalFrameSchema),
  axes: v.optional(v.picklist(['auto', 'xy', 'yx'])),
  heights: v.optional(v.picklist(['ellipsoidal', 'orthometric'])),
  encoding: v.optional(v.string()),
  theme: v.optional(
    v.picklist([
      'building',
      'road',
      'rail',
      'water',
      'landuse',
      'boundary',
      'square',
      'pier',
      'coastline',
      'component',
    ]),
  ),
  scheme: v.optional(v.picklist(COMPONENT_SCHEMES)),
  columns: v.optional(v.record(v.string(), v.string())),
  layer: v.optional(v.string()),
  idPrefix: v.optional(v.string()),
});

const RecipeSchema = v.strictObject({
  $schema: v.optional(v.string()),
  name: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]+$/u, 'letters, digits, ".", "_" or "-"'))),
  title: v.optional(v.record(v.string(), v.string())),
  attribution: v.optional(v.array(v.string())),
  /** West, south, east, north, degrees: what lies outside is left out. */
  extent: v.optional(v.tuple([v.number(), v.number(), v.number(), v.number()])),
  /** Six digits of the city's administrative division. */
  division: v.optional(v.pipe(v.string(), v.regex(/^\d{6}$/u, 'six digits'))),
  /** IANA name of the city's time zone. */
  timeZone: v.optional(v.pipe(v.string(), v.check(isTimeZone, 'an IANA name of a time zone'))),
  /** By file name as given on the command line, or its last part. */
  sources: v.optional(v.record(v.string(), SourceOptionsSchema)),
});

export interface Recipe {
  name?: string;
  title?: Record<string, string>;
  attribution?: string[];
  extent?: [number, number, number, number];
  division?: string;
  timeZone?: string;
  sources?: Record<string, SourceOptions>;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * Parses the text of a recipe.
 *
 * @throws Error with the path inside the document, what was expected and what was found.
 */
export function parseRecipe(text: string, scope: string): Recipe {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${scope}: expected JSON, got a text that breaks: ${(cause as Error).message}`, {
      cause,
    });
  }
  // The schema's keys are all optional: a list would pass for a recipe that says nothing.
  if (Array.isArray(json)) throw new Error(`${scope}: expected an object, got ${show(json)}`);
  const result = v.safeParse(RecipeSchema, json);
  if (!result.success) {
    throw new Error(`${scope}: ${describeIssue(result.issues[0])}`);
  }
  const { extent } = result.output;
  if (extent && !(extent[0] < extent[2] && extent[1] < extent[3])) {
    throw new Error(`${scope}: extent: expected west < east and south < north, got ${show(extent)}`);
  }
  return result.output as Recipe;
}
