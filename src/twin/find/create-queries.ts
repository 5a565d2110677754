import type { CaseRecord } from '#base/cases/case.ts';
import { measure } from '#base/geo/measure.ts';
import type { LegendEntry, TwinQueries } from '#base/twin-queries.ts';
import type { FeatureSource } from '../city/feature-source.ts';
import type { City } from '../city/load-city.ts';
import type { FindClient } from './find-client.ts';

export interface QuerySources {
  city: City;
  features: FeatureSource;
  finder: FindClient;
  /** Legend of the colouring in force, once it is in force; [] without one. */
  legend(): Promise<LegendEntry[]>;
  /** Buildings that the filter leaves, once it is in force; null without one. */
  shown(): Promise<number | null>;
  /** What feeds tell of a feature. */
  live: TwinQueries['live'];
  /** A case that feeds tell of. */
  caseOf(id: string): CaseRecord | null;
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
      const buildings = (await shown()) ?? counts.buildings ?? 0;
      return {
        L1: counts.ground ?? 0,
        L2: levels.L2 === null ? 0 : buildings,
        L3: levels.L3 === null ? 0 : buildings,
      };
    },
    live,
    caseOf: async (id) => caseOf(id),
    measure,
  };
}
