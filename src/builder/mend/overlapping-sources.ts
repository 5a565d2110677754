/** Finds buildings that two sources have both: one stands in the other, and nothing but their places tells. */
import type { Extent } from '#city/building-store.ts';
import type { Problem } from '../problem.ts';

/** Side of the grid's cells, degrees; a building is looked for in the cells around its middle. */
const CELL = 0.0005;
const COLUMNS = 2 ** 20;
/** Boxes that share this much of what they cover together are taken for the same building. */
const SAME_SHARE = 0.5;

/** What is looked at; positions run from 0 to count. */
export interface SourcedExtents {
  count: number;
  extent: (at: number) => Extent;
  /** Name of the source, ascending in `at`. */
  file: (at: number) => string;
}

/** Gives a warning for every pair of sources, with the buildings of the later one that the earlier one has too. */
export function overlappingSources({ count, extent, file }: SourcedExtents): Problem[] {
  if (count === 0 || file(0) === file(count - 1)) return [];
  const cells = new Map<number, number[]>();
  const files = Array.from({ length: count }, (_, at) => file(at));
  const pairs = new Map<string, { later: string; earlier: string; found: number }>();
  for (let at = 0; at < count; at++) {
    const box = extent(at);
    const column = Math.floor((box[0] + box[2]) / 2 / CELL);
    const row = Math.floor((box[1] + box[3]) / 2 / CELL);
    const earlier = sameBefore(at, box, column, row, { cells, files, extent });
    if (earlier !== null) {
      const later = files[at]!;
      const pair = pairs.get(`${earlier}\n${later}`);
      if (pair) pair.found++;
      else pairs.set(`${earlier}\n${later}`, { later, earlier, found: 1 });
    }
    const cell = cells.get(row * COLUMNS + column);
    if (cell) cell.push(at);
    else cells.set(row * COLUMNS + column, [at]);
  }
  return [...pairs.values()].map(({ later, earlier, found }) => ({
    action: 'warning',
    reason: 'overlapping-sources',
    file: later,
    place: earlier,
    detail: `expected each building in one source, got ${found} where "${earlier}" has one too: both are kept`,
  }));
}

interface Seen {
  cells: Map<number, number[]>;
  files: string[];
  extent: (at: number) => Extent;
}

function sameBefore(at: number, box: Extent, column: number, row: number, seen: Seen): string | null {
  for (let y = row - 1; y <= row + 1; y++) {
    for (let x = column - 1; x <= column + 1; x++) {
      for (const other of seen.cells.get(y * COLUMNS + x) ?? []) {
        if (seen.files[other] === seen.files[at]) continue;
        if (shared(box, seen.extent(other)) >= SAME_SHARE) return seen.files[other]!;
      }
    }
  }
  return null;
}

/** Share of two boxes' union that is in both. */
function shared(a: Extent, b: Extent): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (!(width > 0 && height > 0)) return 0;
  const both = width * height;
  const areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]);
  return both / (areas - both);
}
