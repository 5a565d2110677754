import type { CaseRecord } from '#base/cases/case.ts';
import { compareCases } from '#base/live/case-message.ts';

/** Cases that are kept at most; the ones closed longest go first, then the oldest. */
const KEPT = 30_000;
/** Closed ones go this long after their closing, ms of the city's time. */
const CLOSED_KEPT_MS = 6 * 3_600_000;

export interface CaseStore {
  /** Takes a record over unless a newer one is there. */
  put(record: CaseRecord): 'change' | 'older' | 'duplicate';
  /** Lets go of what is closed and old. */
  sweep(cityMs: number): void;
  /** Gives what has changed since the last time, or null. */
  takeChanges(): { changed: CaseRecord[]; removed: string[] } | null;
  /** All, for who joins late or starts anew. */
  all(): CaseRecord[];
  clear(): void;
}

/** Keeps the newest record of every case, within bounds. */
export function createCaseStore(kept = KEPT): CaseStore {
  const records = new Map<string, CaseRecord>();
  const changed = new Set<string>();
  const removed = new Set<string>();

  function remove(id: string): void {
    records.delete(id);
    changed.delete(id);
    removed.add(id);
  }
  function shrink(): void {
    const age = ({ closedAt, reportedAt }: CaseRecord): number => closedAt ?? reportedAt + 1e14;
    const oldest = [...records.values()].sort((a, b) => age(a) - age(b));
    for (const { id } of oldest.slice(0, Math.ceil(kept / 10))) remove(id);
  }
  return {
    put(record) {
      const known = records.get(record.id);
      const order = known ? compareCases(record, known) : 1;
      if (order <= 0) return order < 0 ? 'older' : 'duplicate';
      records.set(record.id, record);
      changed.add(record.id);
      removed.delete(record.id);
      if (records.size > kept) shrink();
      return 'change';
    },
    sweep(cityMs) {
      for (const { id, closedAt } of records.values()) {
        if (closedAt !== null && cityMs - closedAt > CLOSED_KEPT_MS) remove(id);
      }
    },
    takeChanges() {
      if (changed.size === 0 && removed.size === 0) return null;
      const changes = { changed: [...changed].map((id) => records.get(id)!), removed: [...removed] };
      changed.clear();
      removed.clear();
      return changes;
    },
    all: () => [...records.values()],
    clear() {
      for (const id of [...records.keys()]) remove(id);
    },
  };
}
