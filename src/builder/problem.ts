/**
 * What the builder says of a thing it could not take as it was.
 *
 * `dropped`: not in the city; `mended`: in it, changed; `warning`: in it, doubtful; `passed`: of a kind that the
 * levels built do not hold (trees before L4, say).
 */
export interface Problem {
  action: 'dropped' | 'mended' | 'warning' | 'passed';
  /** Short stable code: `too-few-points`, `self-crossing`, `bad-height` … */
  reason: string;
  /** File name as the person gave it. */
  file: string;
  /** Place in the file: `feature 12`, `line 40`, `way/123`, `bldg_787d…`. */
  place: string;
  /** What was expected and what was found, one sentence, with the value. */
  detail: string;
}

/** A source that cannot be used at all: unreadable, empty, of no known kind. Its message names file, place, expectation and value. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
