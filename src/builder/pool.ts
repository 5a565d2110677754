/** Where heavy tasks run: worker threads when the built worker is there, this thread otherwise (tests, tiny machines). */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';

export interface TaskPool {
  /** How many tasks run at once; callers keep about twice as many under way. */
  readonly size: number;
  /** Runs the task of that name; buffers in `transfer` are moved, not copied. */
  run(task: string, input: unknown, transfer?: ArrayBuffer[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A chunk of features is some 15 MB of short-lived objects: with room for several they die before they are copied. */
const YOUNG_GENERATION_MB = 96;

export type TaskTable = Readonly<Record<string, (input: never) => unknown>>;

/** Creates a pool that runs every task at once in this thread. */
export function createInlinePool(tasks: TaskTable): TaskPool {
  return {
    size: 1,
    async run(task, input) {
      const work = tasks[task];
      if (!work) throw new Error(`task "${task}": expected one of ${Object.keys(tasks).join(', ')}`);
      return work(input as never);
    },
    async close() {},
  };
}

/** The built worker beside the built command line; absent when the sources run unbuilt. */
function builtWorker(): string | null {
  const path = fileURLToPath(new URL('./worker.js', import.meta.url));
  return existsSync(path) ? path : null;
}

/**
 * Creates a pool of worker threads, one a core (`threads` overrides), or an inline pool when `threads` is 0 or the
 * worker was not built.
 *
 * @param inlineTasks - loads the task table for the inline case.
 */
export async function createPool(
  threads: number | undefined,
  inlineTasks: () => Promise<TaskTable>,
): Promise<TaskPool> {
  const filename = builtWorker();
  const size = threads ?? Math.max(1, availableParallelism());
  if (!filename || size === 0) return createInlinePool(await inlineTasks());
  const pool = new Piscina({
    filename,
    minThreads: size,
    maxThreads: size,
    atomics: 'disabled',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  return {
    size,
    run: (task, input, transfer) =>
      pool.run(input, transfer ? { name: task, transferList: transfer } : { name: task }),
    close: () => pool.destroy(),
  };
}

/**
 * Maps items through an async function with at most `limit` under way; results come in the order of the items.
 * The first failure stops the taking of new items and is thrown once those under way have ended.
 */
export async function mapLimited<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  let index = 0;
  try {
    for await (const item of items) {
      if (failure) break;
      const at = index++;
      const task: Promise<void> = work(item, at)
        .then(
          (result) => {
            results[at] = result;
          },
          (error: unknown) => {
            failure ??= { error };
          },
        )
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= limit) await Promise.race(running);
    }
  } finally {
    await Promise.all(running);
  }
  if (failure) throw (failure as { error: unknown }).error;
  return results;
}
