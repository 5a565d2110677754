import type { Random } from '../random.ts';
import type { ZoneKind } from '../zones.ts';
import type { Inventory } from './inventory.ts';
import { rankOf } from './junctions.ts';
import { SIDES, type Side, type Track } from './track.ts';

/** A line of covers along streets. */
interface CoverLine {
  kind: string;
  /** m */
  spacing: number;
  /** Part of the way from the middle (0) to the kerb (1); above 1: metres behind the kerb are what is over 1. */
  across: number;
  side: Side;
  /** Largest rank of road that has it: 0 trunk to 3 residential. */
  upTo: number;
  zones?: readonly ZoneKind[];
  size: string;
}

const LINES: readonly CoverLine[] = [
  { kind: '0103', spacing: 105, across: 0.3, side: -1, upTo: 3, size: 'Φ700' },
  { kind: '0102', spacing: 120, across: 0.3, side: 1, upTo: 3, size: 'Φ700' },
  { kind: '0101', spacing: 160, across: 0.68, side: 1, upTo: 3, size: 'Φ600' },
  { kind: '0107', spacing: 170, across: 2.7, side: -1, upTo: 3, size: '900×700' },
  { kind: '0105', spacing: 190, across: 2.8, side: 1, upTo: 3, size: '1000×800' },
  { kind: '0111', spacing: 300, across: 0.7, side: -1, upTo: 3, size: 'Φ500' },
  { kind: '0108', spacing: 420, across: 3.4, side: -1, upTo: 2, size: '700×500' },
  { kind: '0109', spacing: 400, across: 3.5, side: 1, upTo: 2, size: '700×500' },
  { kind: '0112', spacing: 420, across: 2.3, side: 1, upTo: 1, size: '600×600' },
  {
    kind: '0110',
    spacing: 200,
    across: 0.5,
    side: 1,
    upTo: 2,
    size: 'Φ800',
    zones: ['slab', 'campus', 'hospital'],
  },
  {
    kind: '0127',
    spacing: 190,
    across: 2.2,
    side: -1,
    upTo: 2,
    size: 'Φ600',
    zones: ['lake-park', 'park', 'new-town', 'cbd', 'axis'],
  },
  { kind: '0129', spacing: 160, across: 2.4, side: 1, upTo: 3, size: 'Φ800', zones: ['port', 'industrial'] },
];
/** How far covers give way along the street, m. */
const SHIFTS = [0, 1.7, -1.7, 3.4, -3.4];
/** Gratings of gutters, m. */
const GRATES = [62, 64, 70, 140] as const;
/** Middle of a grating from the kerb, on the carriageway, m. */
const GUTTER = 0.3;

/** Lays manhole covers along every line of pipes and cables, and gratings along the kerbs. */
export function layCovers(inventory: Inventory, tracks: readonly Track[], random: Random): void {
  for (const track of tracks) {
    const rank = rankOf(track);
    const road = track.name ? { road: track.name } : {};
    for (const line of LINES) {
      if (rank > line.upTo || (track.half < 3 && line.across > 3)) continue;
      const shift = random.range(-0.3, 0.3) * line.spacing;
      for (const station of track.stations(line.spacing, shift)) {
        if (station < 0) continue;
        const onPavement = line.across > 1;
        const off = onPavement ? track.half + line.across - 1 : track.half * line.across;
        const middle = track.place(station, line.side * off).at;
        const zone = inventory.survey.wardAt(middle[0], middle[1])?.zone ?? 'hill';
        if (line.zones && !line.zones.includes(zone)) continue;
        // Nobody knows whose some of them are.
        const kind = random.chance(0.006) ? '0114' : line.kind;
        const attributes = { size: line.size, material: onPavement ? '复合材料' : '球墨铸铁' };
        // On pavements they keep away from poles and trunks.
        for (const shift of onPavement ? SHIFTS : [0]) {
          const along = station + shift;
          if (along < 0 || along > track.length) continue;
          const { at } = track.place(along, line.side * off);
          if (onPavement && inventory.survey.fromKerb(at[0], at[1]) < 0.5) continue;
          if (inventory.lay({ kind, at, ...road, attributes })) break;
        }
      }
    }
    for (const side of SIDES) {
      if (rank === 3 && side === -1 && track.half < 3) continue;
      for (const station of track.stations(GRATES[rank] ?? 140, side * 9)) {
        if (station < 0 || station > track.length) continue;
        const { at, facing } = track.stop(station, side, -GUTTER);
        // Where another road joins there is no gutter.
        if (Math.abs(inventory.survey.fromKerb(at[0], at[1]) + GUTTER) > 0.12) continue;
        inventory.lay({
          kind: '0104',
          at,
          azimuthDeg: facing,
          ...road,
          attributes: { size: '750×450', material: '球墨铸铁' },
        });
      }
    }
  }
}
