/**
 * Keeps what was loaded last.
 *
 * Two askers at once wait for one load, which neither can take from the other: who gives up hears so, the load goes
 * on. What failed is asked for again.
 */
export function createShardCache<T>(
  most: number,
  load: (url: string) => Promise<T>,
): (url: string, signal: AbortSignal) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return async (url, signal) => {
    const before = kept.get(url);
    const mine = before ?? load(url);
    kept.delete(url);
    kept.set(url, mine);
    if (!before) mine.catch(() => kept.get(url) === mine && kept.delete(url));
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    const value = await mine;
    signal.throwIfAborted();
    return value;
  };
}
