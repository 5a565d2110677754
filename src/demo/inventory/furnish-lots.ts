import type { Lot } from '../lots.ts';
import type { Random } from '../random.ts';
import type { ZoneKind } from '../zones.ts';
import type { Inventory } from './inventory.ts';
import { alongEdge, somewhere } from './spots.ts';
import type { Thing } from './thing.ts';

/** What a block of a kind has. */
interface LotRow {
  kind: string;
  zones: readonly ZoneKind[];
  /** How many a block; below 1 the part of the blocks that have one. */
  count: number;
  room: number;
  /** At the block's edge, `inset` metres inside, front to the street; or somewhere between its houses. */
  where: 'edge' | 'inside' | 'flush';
  inset?: number;
  /** In a row so many, so far apart. */
  row?: readonly [count: number, step: number];
  /** Only where the quarter was built up until later than this. */
  after?: number;
  before?: number;
  height?: number;
  name?: string;
  variants?: readonly NonNullable<Thing['attributes']>[];
}

const HOMES: readonly ZoneKind[] = ['slab', 'new-town'];
const LIVED: readonly ZoneKind[] = ['slab', 'mixed', 'new-town'];

const ROWS: readonly LotRow[] = [
  { kind: '2110', zones: LIVED, count: 0.7, room: 1.8, where: 'edge', inset: 3 },
  {
    kind: '0134',
    zones: [...LIVED, 'cbd', 'campus', 'hospital', 'industrial'],
    count: 0.6,
    room: 1.4,
    where: 'edge',
    inset: 2.5,
  },
  { kind: '2104', zones: LIVED, count: 0.6, room: 1.2, where: 'edge', inset: 2 },
  { kind: '0501', zones: [...LIVED, 'campus'], count: 0.55, room: 1.2, where: 'edge', inset: 1.2 },
  { kind: '0135', zones: LIVED, count: 0.35, room: 1.2, where: 'edge', inset: 2 },
  {
    kind: '0138',
    zones: [...HOMES, 'campus', 'industrial', 'port'],
    count: 0.25,
    room: 1.3,
    where: 'edge',
    inset: 1.6,
  },
  {
    kind: '0136',
    zones: [...HOMES, 'campus', 'hospital', 'port', 'industrial', 'stadium'],
    count: 0.28,
    room: 0.5,
    where: 'edge',
    inset: 0.8,
    height: 4.5,
    variants: [{ type: '枪机', view: '出入口' }],
  },
  {
    kind: '2103',
    zones: ['slab', 'cbd', 'mixed', 'new-town', 'hospital', 'stadium'],
    count: 0.22,
    room: 0.6,
    where: 'edge',
    inset: 1.5,
    row: [5, 2.7],
    after: 1995,
    variants: [{ power: 7 }, { power: 60 }],
  },
  { kind: '0126', zones: HOMES, count: 0.3, room: 1.1, where: 'inside', row: [4, 3] },
  { kind: '2121', zones: HOMES, count: 0.15, room: 2.5, where: 'inside' },
  { kind: '0407', zones: [...HOMES, 'campus'], count: 0.6, room: 1, where: 'inside' },
  {
    kind: '0305',
    zones: [...HOMES, 'campus', 'hospital'],
    count: 0.6,
    room: 0.6,
    where: 'inside',
    variants: [{ type: '分类垃圾桶' }],
  },
  { kind: '0212', zones: ['slab', 'campus', 'mixed'], count: 0.4, room: 1.5, where: 'edge', inset: 2.2 },
  { kind: '0304', zones: LIVED, count: 0.06, room: 2.4, where: 'edge', inset: 3.5 },
  { kind: '0502', zones: LIVED, count: 0.05, room: 2, where: 'edge', inset: 3 },
  {
    kind: '0503',
    zones: ['slab', 'mixed', 'old-town'],
    count: 0.04,
    room: 1.5,
    where: 'edge',
    inset: 2.5,
    before: 1975,
  },
  { kind: '0302', zones: [...LIVED, 'old-town', 'villa'], count: 0.5, room: 1, where: 'flush' },
  { kind: '0131', zones: ['old-town'], count: 0.12, room: 0.8, where: 'inside' },
  {
    kind: '0201',
    zones: ['cbd', 'mixed', 'hospital', 'stadium', 'culture'],
    count: 0.3,
    room: 0.5,
    where: 'edge',
    inset: 0.8,
    height: 2.6,
  },
  { kind: '2119', zones: ['cbd'], count: 0.25, room: 1, where: 'edge', inset: 1.4 },
  { kind: '0301', zones: ['old-town', 'mixed'], count: 0.05, room: 4, where: 'edge', inset: 5 },
  {
    kind: '2115',
    zones: ['campus', 'hospital', 'industrial', 'stadium'],
    count: 0.2,
    room: 0.6,
    where: 'edge',
    inset: 4,
    height: 12,
  },
  { kind: '0601', zones: ['port', 'industrial'], count: 0.15, room: 1, where: 'edge', inset: 2 },
];

/** Sets down what stands between houses and at the gates of blocks. */
export function furnishLots(inventory: Inventory, lots: readonly Lot[], random: Random): void {
  for (const [i, row] of ROWS.entries()) {
    const own = random.fork(i);
    for (const lot of lots) {
      const { kind, years } = lot.zone;
      if (!row.zones.includes(kind) || lot.area < 900) continue;
      if ((row.after && years[1] < row.after) || (row.before && years[0] > row.before)) continue;
      if (own.chance(row.count)) setDown(inventory, lot, row, own);
    }
  }
}

function setDown(inventory: Inventory, lot: Lot, row: LotRow, random: Random): void {
  const base = {
    kind: row.kind,
    ...(row.height ? { height: row.height } : {}),
    ...(row.name ? { name: row.name } : {}),
    ...(row.variants ? { attributes: random.pick(row.variants) } : {}),
  };
  const [count, step] = row.row ?? [1, 0];
  if (row.where !== 'edge') {
    for (let attempt = 0; attempt < 8; attempt++) {
      const [x, y] = somewhere(lot.ring, random);
      let placed = false;
      for (let k = 0; k < count; k++) {
        const thing: Thing = {
          ...base,
          at: [
            x + step * (k % 2) * Math.cos(lot.angle),
            y + step * (k >> 1) + step * (k % 2) * Math.sin(lot.angle),
          ],
        };
        const done =
          row.where === 'flush' ? inventory.lay(thing, row.room) : inventory.stand(thing, row.room);
        placed ||= done;
      }
      if (placed) return;
    }
    return;
  }
  const spots = alongEdge(lot.ring, step > 0 ? step : 9, row.inset ?? 1);
  const start = random.int(0, Math.max(0, spots.length - 1));
  let placed = 0;
  for (let k = 0; k < spots.length && placed < count; k++) {
    const { at, outwards } = spots[(start + k) % spots.length]!;
    if (inventory.stand({ ...base, at, azimuthDeg: outwards }, row.room)) placed++;
  }
}
