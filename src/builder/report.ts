/** `report.json`: counts in and out, what was dropped or mended and why, sizes, timings. */
import type { Problem } from './problem.ts';

/** Mended features and warnings listed one by one for each reason; beyond, they are counted. Dropped ones are all listed. */
const LISTED_A_REASON = 10_000;

export interface SourceReport {
  file: string;
  format: string;
  crs: string;
  heights: string;
  notes: string[];
  /** Features read; each is one of the following. */
  read: number;
  buildings: number;
  parts: number;
  ground: number;
  components: number;
  dropped: number;
  passed: number;
}

export interface Report {
  spar: number;
  name: string;
  sources: SourceReport[];
  elevation: string;
  counts: Record<string, number>;
  /** Features by action and reason. */
  reasons: Record<Problem['action'], Record<string, number>>;
  problems: Problem[];
  sizes: Record<string, { files: number; bytes: number; bytesGz: number }>;
  timings: Record<string, number>;
}

export interface ProblemLog {
  add(problems: readonly Problem[]): void;
  count(action: Problem['action'], file?: string): number;
  reasons(): Report['reasons'];
  list(): Problem[];
}

/** Collects problems: all are counted, those that would flood the report are listed up to a limit. */
export function createProblemLog(): ProblemLog {
  const counts = new Map<string, number>();
  const byFile = new Map<string, number>();
  const listed: Problem[] = [];
  const bump = (map: Map<string, number>, key: string): number => {
    const next = (map.get(key) ?? 0) + 1;
    map.set(key, next);
    return next;
  };
  return {
    add(problems) {
      for (const problem of problems) {
        const nth = bump(counts, `${problem.action}\n${problem.reason}`);
        bump(byFile, `${problem.action}\n${problem.file}`);
        const always = problem.action === 'dropped';
        if (problem.action !== 'passed' && (always || nth <= LISTED_A_REASON)) listed.push(problem);
      }
    },
    count(action, file) {
      if (file !== undefined) return byFile.get(`${action}\n${file}`) ?? 0;
      let total = 0;
      for (const [key, count] of counts) if (key.startsWith(`${action}\n`)) total += count;
      return total;
    },
    reasons() {
      const result: Report['reasons'] = { dropped: {}, mended: {}, warning: {}, passed: {} };
      for (const key of [...counts.keys()].sort()) {
        const [action, reason] = key.split('\n') as [Problem['action'], string];
        result[action][reason] = counts.get(key)!;
      }
      return result;
    },
    list() {
      const key = (p: Problem): string => `${p.file}\n${p.action}\n${p.reason}\n${p.place}\n${p.detail}`;
      return listed
        .map((problem) => ({ key: key(problem), problem }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ problem }) => problem);
    },
  };
}
