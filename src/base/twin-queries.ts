/** What the frame may ask of the twin beside its state: questions with an answer that is no state. */
import type { CaseRecord } from './cases/case.ts';
import type { Feature } from './feature.ts';
import type { CaseCounts, LampCounts, LiveReading } from './live/live-status.ts';
import type { LampTarget } from './state/commands.ts';
import type { LonLatHeight } from './state/twin-state.ts';

/** One thing found by words or by id. */
export interface SearchHit {
  id: string;
  /** 0 for places, which have no feature of their own. */
  gid: number;
  /** `building`, `road`, `subdistrict` … */
  kind: string;
  name: string;
  /** What tells it apart from others of that name: address, other names, id. */
  detail: string;
  lon: number;
  lat: number;
}

/** Attributes that filters, histograms and colours go by. */
export const COUNTED = ['use', 'height', 'year', 'storeys'] as const;
export type Counted = (typeof COUNTED)[number];

/** How many buildings have which value. Uses: one bin a use; numbers: equal bins from `min` to `max`. */
export interface Histogram {
  attribute: Counted;
  /** Of numbers; NaN for uses. */
  min: number;
  max: number;
  /** Names of uses, or the lower ends of the bins. */
  bins: (string | number)[];
  counts: number[];
  /** Buildings without a value. */
  unknown: number;
}

/** A colour and what it stands for. */
export interface LegendEntry {
  /** `#rrggbb` */
  colour: string;
  /** A use, or the lower and upper end of a class; null: unknown. */
  value: string | readonly [number, number] | null;
  count: number;
}

/** A value and how many things have it. */
export interface CountedValue {
  value: string;
  count: number;
}

/** Attributes by which components are chosen from a list. */
export type ListedAttribute = 'condition' | 'owner';

export interface TwinQueries {
  /** Finds by name, address, code, id; best first. [] for an empty text. */
  search(text: string, limit: number, signal: AbortSignal): Promise<SearchHit[]>;
  feature(id: string): Promise<Feature | null>;
  histogram(attribute: Counted, bins: number): Promise<Histogram>;
  /** Of the colouring in force; [] without one. */
  legend(): Promise<LegendEntry[]>;
  /** How many things each level shows of, by level: L4 are the components. */
  levelCounts(): Promise<Record<'L1' | 'L2' | 'L3' | 'L4', number>>;
  /** Classes of components by key, most frequent first; [] in a city without. */
  componentClasses(): Promise<CountedValue[]>;
  /** Values that components have, most frequent first. Reads the attributes of all of them. */
  componentValues(attribute: ListedAttribute): Promise<CountedValue[]>;
  /** What is known of a feature at this moment; null: nothing. Asked again and again, it keeps a short history. */
  live(id: string): Promise<LiveReading | null>;
  /** A case as it stands, by its own id; null: none that is known. */
  caseOf(id: string): Promise<CaseRecord | null>;
  /** null: without feeds. */
  caseCounts(): Promise<CaseCounts | null>;
  /** Of lamps of a target, or of all; null: without feeds. */
  lampCounts(target: LampTarget | null): Promise<LampCounts | null>;
  /** Length (m), area (m²) or height (m) of points. */
  measure(kind: 'distance' | 'area' | 'height', points: readonly LonLatHeight[]): number;
}
