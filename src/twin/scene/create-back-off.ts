const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 300_000;

/** Tries again what fails, more and more seldom. */
export interface BackOff {
  /** Something failed: it is tried again after the next delay, with all that fails until then. */
  failed(): void;
  /** True once it was tried again and nothing has failed since; then the delays begin anew. */
  recovered(): boolean;
  dispose(): void;
}

/** Makes a back-off that runs after 2, 4, 8 … 300 s. */
export function createBackOff(run: () => void): BackOff {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let delayMs = FIRST_DELAY_MS;
  let tried = false;
  return {
    failed() {
      tried = false;
      if (timer !== null) return;
      timer = setTimeout(() => {
        timer = null;
        tried = true;
        run();
      }, delayMs);
      delayMs = Math.min(2 * delayMs, LONGEST_DELAY_MS);
    },
    recovered() {
      if (!tried) return false;
      tried = false;
      delayMs = FIRST_DELAY_MS;
      return true;
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
