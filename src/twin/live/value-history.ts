import type { LiveTable } from './live-table.ts';

const KEPT = 240;
/** Features that are watched at once, at most. */
const WATCHED = 200;
/** Nobody looks any more after this. */
const FORGET_MS = 60_000;

type Points = (readonly [number, number])[];

/** Keeps earlier values of the features that somebody asks for again and again. */
export interface ValueHistory {
  /** Somebody asks: keeps from now on. @returns [t, value] pairs by column, oldest first. */
  of(table: LiveTable, gid: number, wall: number): Record<string, Points>;
  /** Lets go of what nobody asks for any more. */
  sweep(wall: number): void;
}

interface Entry {
  readonly table: LiveTable;
  readonly columns: Record<string, Points>;
  askedAt: number;
}

/** Makes a history that begins when somebody looks. */
export function createValueHistory(): ValueHistory {
  const kept = new Map<number, Entry>();

  function note(gid: number, { table, columns }: Entry): void {
    const reading = table.read(gid);
    for (const [name, value] of Object.entries(reading?.values ?? {})) {
      const points = columns[name] ?? [];
      columns[name] = points;
      if (points.at(-1)?.[0] === reading!.observedAt) continue;
      points.push([reading!.observedAt, value]);
      if (points.length > KEPT) points.shift();
    }
  }
  function forget(gid: number): void {
    kept.get(gid)?.table.watch(gid, null);
    kept.delete(gid);
  }
  return {
    of(table, gid, wall) {
      let entry = kept.get(gid);
      if (!entry) {
        if (kept.size >= WATCHED) forget(kept.keys().next().value!);
        const made: Entry = { table, columns: {}, askedAt: wall };
        kept.set(gid, made);
        note(gid, made);
        table.watch(gid, () => note(gid, made));
        entry = made;
      }
      entry.askedAt = wall;
      return entry.columns;
    },
    sweep(wall) {
      for (const [gid, { askedAt }] of kept) if (wall - askedAt > FORGET_MS) forget(gid);
    },
  };
}
