/** Places rectangles on pages, row by row. */

export interface Box {
  width: number;
  height: number;
}

export interface Spot {
  page: number;
  x: number;
  y: number;
}

export interface Packing {
  spots: Spot[];
  /** Sizes of the pages, powers of two. */
  pages: Box[];
}

/**
 * Packs boxes on as few pages as rows of falling height allow.
 *
 * @param boxes - none larger than `size` either way.
 * @param size - edge of the largest page, a power of two.
 * @returns a spot a box, in the order given, and pages cut to the smallest power of two that holds them.
 * Deterministic: of boxes of one size the earlier comes first.
 */
export function packShelves(boxes: readonly Box[], size: number): Packing {
  const order = boxes
    .map((_, i) => i)
    .sort((a, b) => boxes[b]!.height - boxes[a]!.height || boxes[b]!.width - boxes[a]!.width || a - b);
  const spots: Spot[] = new Array<Spot>(boxes.length);
  const groups: number[][] = [];
  let left = order;
  while (left.length > 0) {
    const { placed, rest } = fill(boxes, left, size, size);
    if (placed.length === 0) throw new Error(`atlas: expected boxes of at most ${size} px, got a larger one`);
    groups.push(placed.map(({ box }) => box));
    left = rest;
  }
  const pages = groups.map((group, page) => {
    for (const candidate of pageSizes(size)) {
      const { placed, rest } = fill(boxes, group, candidate.width, candidate.height);
      if (rest.length > 0) continue;
      for (const { box, x, y } of placed) spots[box] = { page, x, y };
      return candidate;
    }
    throw new Error('atlas: expected a group to fit the page it was filled on');
  });
  return { spots, pages };
}

/** Page sizes by area, the wider first. */
function pageSizes(size: number): Box[] {
  const sizes: Box[] = [];
  for (let height = 4; height <= size; height *= 2)
    for (const width of [height, height * 2]) if (width <= size) sizes.push({ width, height });
  return sizes.sort((a, b) => a.width * a.height - b.width * b.height);
}

interface Placed {
  box: number;
  x: number;
  y: number;
}

/** Fills one page from the highest box down, each on the first row that has room. */
function fill(
  boxes: readonly Box[],
  order: readonly number[],
  width: number,
  height: number,
): { placed: Placed[]; rest: number[] } {
  const rows: { y: number; height: number; x: number }[] = [];
  const placed: Placed[] = [];
  const rest: number[] = [];
  let top = 0;
  for (const box of order) {
    const { width: w, height: h } = boxes[box]!;
    let row = rows.find((candidate) => candidate.height >= h && candidate.x + w <= width);
    if (!row && top + h <= height && w <= width) {
      row = { y: top, height: h, x: 0 };
      rows.push(row);
      top += h;
    }
    if (!row) {
      rest.push(box);
      continue;
    }
    placed.push({ box, x: row.x, y: row.y });
    row.x += w;
  }
  return { placed, rest };
}
