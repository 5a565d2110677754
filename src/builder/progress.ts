/** How a build tells what it is doing: a bar on a terminal, lines elsewhere, JSON lines on request. */

export type Stage =
  | 'read'
  | 'assemble'
  | 'terrain'
  | 'ground'
  | 'buildings'
  | 'components'
  | 'features'
  | 'check'
  | 'generate';

export interface Progress {
  /** Says how far a stage is; `total` null while unknown. */
  step(stage: Stage, done: number, total: number | null, note?: string): void;
  /** Says something once: a warning, a finding. */
  say(text: string): void;
  /** Ends the bar's line. */
  end(): void;
}

/** Tells nothing. */
export const silentProgress: Progress = { step() {}, say() {}, end() {} };

/** One JSON object a line: `{"event":"progress","stage":"read","done":3,"total":9}`. */
export function createJsonProgress(write: (text: string) => void): Progress {
  const limiter = createLimiter(200);
  return {
    step(stage, done, total, note) {
      if (!limiter(stage, done === total)) return;
      write(`${JSON.stringify({ event: 'progress', stage, done, total, ...(note ? { note } : {}) })}\n`);
    },
    say(text) {
      write(`${JSON.stringify({ event: 'message', text })}\n`);
    },
    end() {},
  };
}

const LABELS: Record<Stage, string> = {
  generate: 'generate',
  read: 'read',
  assemble: 'assemble',
  terrain: 'terrain',
  ground: 'ground map',
  buildings: 'buildings',
  components: 'components',
  features: 'features',
  check: 'check',
};

/** Stages that go on at the same time; the terminal shows one of them until it ends. */
const TOGETHER: ReadonlySet<Stage> = new Set(['terrain', 'ground', 'buildings', 'components', 'features']);

/** A bar with counts and time left; without a terminal, one line a stage. */
export function createTerminalProgress(stream: {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}): Progress {
  const limiter = createLimiter(100);
  let open: Stage | null = null;
  let ended = false;
  let started = 0;
  const close = (): void => {
    if (open && stream.isTTY) stream.write('\n');
    open = null;
  };
  return {
    step(stage, done, total, note) {
      if (open !== stage) {
        if (open && !ended && TOGETHER.has(open) && TOGETHER.has(stage)) return;
        close();
        open = stage;
        started = performance.now();
        if (!stream.isTTY) stream.write(`${LABELS[stage]} …\n`);
      }
      ended = done === total;
      if (!stream.isTTY || !limiter(stage, done === total)) return;
      const text = line(stage, done, total, note, performance.now() - started);
      stream.write(`\r\u001b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    say(text) {
      close();
      stream.write(`${text}\n`);
    },
    end: close,
  };
}

function line(
  stage: Stage,
  done: number,
  total: number | null,
  note: string | undefined,
  ms: number,
): string {
  const label = LABELS[stage].padEnd(11);
  const tail = note ? `  ${note}` : '';
  if (total === null || total <= 0) return `${label} ${done.toLocaleString('en')}${tail}`;
  const share = Math.min(1, done / total);
  const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░');
  const left = share > 0.02 && share < 1 ? `  ${Math.ceil(((ms / share) * (1 - share)) / 1000)} s left` : '';
  return `${label} ${bar} ${done.toLocaleString('en')}/${total.toLocaleString('en')}${left}${tail}`;
}

function createLimiter(everyMs: number): (stage: Stage, last: boolean) => boolean {
  const told = new Map<Stage, number>();
  return (stage, last) => {
    const now = performance.now();
    const before = told.get(stage);
    if (before !== undefined && !last && now - before < everyMs) return false;
    told.set(stage, now);
    return true;
  };
}
