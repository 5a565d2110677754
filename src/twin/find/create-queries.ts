import type { CaseRecord } from '#base/cases/case.ts';
import { measure } from '#base/geo/measure.ts';
import type { CaseCounts } from '#base/live/live-status.ts';
import type { LegendEntry, TwinQueries } from '#base/twin-queries.ts';
import type { FeatureSource } from '../city/feature-source.ts';
import { type City, loadJson } from '../city/load-city.ts';
import type { FindClient } from './find-client.ts';
import type { StyledTheme } from './style-engine.ts';

export interface QuerySources {
  city: City;
  features: FeatureSource;
  finder: FindClient;
  /** Legend of the colouring in force, once it is in force; [] without one. */
  legend(): Promise<LegendEntry[]>;
  /** Buildings, or components, that the filter leaves, once it is in force; null without one. */
  shown(theme: StyledTheme): Promise<number | null>;
  /** What feeds tell of a feature. */
  live: TwinQueries['live'];
  /** A case that feeds tell of. */
  caseOf(id: string): CaseRecord | null;
  caseCounts(): CaseCounts | null;
  lampCounts: TwinQueries['lampCounts'];
  get: typeof fetch;
  signal: AbortSignal;
}

/** Answers what the frame asks of an open city. */
export function createQueries({
  city,
  features,
  finder,
  legend,
  shown,
  live,
  caseOf,
  caseCounts,
  lampCounts,
  get,
  signal,
}: QuerySources): TwinQueries {
  const { counts, levels } = city.manifest;
  return {
    search: (text, limit, given) =>
      finder.ask({ kind: 'search', text, limit }, AbortSignal.any([signal, given])),
    feature: (id) => features.byId(id, signal),
    histogram: (attribute, bins) => finder.ask({ kind: 'histogram', attribute, bins }, signal),
    legend,
    // Every level holds every building; the ground has its own things.
    async levelCounts() {
      const buildings = (await shown('buildings')) ?? counts.buildings ?? 0;
      return {
        L1: counts.ground ?? 0,
        L2: levels.L2 === null ? 0 : buildings,
        L3: levels.L3 === null ? 0 : buildings,
        L4: levels.L4 === null ? 0 : ((await shown('components')) ?? counts.components ?? 0),
      };
    },
    async componentClasses() {
      if (levels.L4 === null) return [];
      const path = new URL('classes.json', new URL(levels.L4, city.base)).href;
      const rows = (await loadJson(path, signal, get)) as { class: string; count: number }[];
      return rows.map(({ class: value, count }) => ({ value, count }));
    },
    componentValues: (attribute) => finder.ask({ kind: 'values', attribute }, signal),
    live,
    caseOf: async (id) => caseOf(id),
    caseCounts: async () => caseCounts(),
    lampCounts,
    measure,
  };
}
