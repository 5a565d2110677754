/**
 * A scheme of classes: one table of city components or of events, as a standard or a city orders them.
 *
 * Tables differ from city to city and from edition to edition, so a class is always named by scheme and code. A scheme
 * is data: a new one is a file in `schemes/` and one line in `catalogue.ts`.
 */

/** Code, Chinese and English name; the major where the code does not begin with it. */
export type NamedCode = readonly [code: string, zh: string, en: string, major?: string];

export interface ClassScheme {
  /** First part of class keys: `cjt214` in `cjt214:0118`. */
  readonly id: string;
  readonly kind: 'component' | 'event';
  readonly zh: string;
  readonly en: string;
  /** Edition of the table. */
  readonly version: string;
  /** Scheme whose classes hold here, too, under their own codes; null: stands alone. */
  readonly base: string | null;
  /**
   * Digits of a minor class and of the sequence within a 16-digit identification code, where the major has two;
   * `extension`: the first minor that a city may give as it likes. Null: nothing is coded by this scheme.
   */
  readonly digits: { readonly minor: number; readonly sequence: number; readonly extension: number } | null;
  /** Two digits each. */
  readonly majors: readonly NamedCode[];
  /** Major and minor together. */
  readonly classes: readonly NamedCode[];
  /** What is not sure about the table. */
  readonly note: string;
}
