import type { Boundaries } from '../boundaries.ts';
import type { Point, Ring } from '../plane.ts';
import { boundsOf, contains, segmentDistance } from '../plane.ts';
import type { Road } from '../roads.ts';
import type { Shore } from '../shore.ts';
import type { Site } from '../site.ts';
import type { ZoneKind } from '../zones.ts';
import { Cells } from './cells.ts';

/** How far from a carriageway `fromKerb` still measures, m. */
const KERB_REACH = 12;
/** Margin about buildings and water that can be asked for at most, m. */
const LARGEST_MARGIN = 8;

/** Where a place lies: its unit grid, and what its quarter is. */
interface Ward {
  grid: string;
  zone: ZoneKind;
  /** First and last year of the quarter's buildings. */
  years: readonly [number, number];
}

interface Strip {
  a: Point;
  b: Point;
  half: number;
  tram: boolean;
}

interface Area {
  ring: Ring;
  holes: readonly Ring[];
}

interface SurveyInput {
  roads: readonly Road[];
  /** Tracks on streets: their middle line and half their bed, m. */
  trams: readonly { points: readonly Point[]; half: number }[];
  site: Site;
  shore: Shore;
  waters: readonly Area[];
  boundaries: Boundaries;
  zoneOfFace: readonly { kind: ZoneKind; years: readonly [number, number] }[];
}

/** What is where in the finished city: carriageways, buildings, water, unit grids. */
export class Survey {
  readonly #strips = new Cells<Strip>(24);
  readonly #buildings = new Cells<Area>(32);
  readonly #waters = new Cells<Area>(48);
  readonly #banks = new Cells<readonly [Point, Point]>(48);
  readonly #wards = new Cells<{ ring: Ring; ward: Ward }>(64);
  readonly #shore: Shore;

  constructor(input: SurveyInput) {
    this.#shore = input.shore;
    for (const { points, width, class: kind, tunnel } of input.roads) {
      if (kind !== 'path' && !tunnel) this.#addStrip(points, width / 2, false);
    }
    for (const { points, half } of input.trams) this.#addStrip(points, half, true);
    for (const { outline, holes } of input.site.structures) {
      this.#buildings.add({ ring: outline, holes: holes ?? [] }, boundsOf(outline), LARGEST_MARGIN);
    }
    for (const area of input.waters) {
      this.#waters.add(area, boundsOf(area.ring));
      for (const ring of [area.ring, ...area.holes]) this.#addBank(ring);
    }
    this.#addBank(input.shore.ring);
    for (const { code, face, ring } of input.boundaries.grids) {
      const zone = input.zoneOfFace[face]!;
      this.#wards.add({ ring, ward: { grid: code, zone: zone.kind, years: zone.years } }, boundsOf(ring));
    }
  }

  #addStrip(points: readonly Point[], half: number, tram: boolean): void {
    for (let i = 0; i + 1 < points.length; i++) {
      const [a, b] = [points[i]!, points[i + 1]!];
      this.#strips.add({ a, b, half, tram }, boundsOf([a, b]), half + KERB_REACH);
    }
  }

  #addBank(ring: Ring): void {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const edge = [ring[j]!, ring[i]!] as const;
      this.#banks.add(edge, boundsOf(edge), LARGEST_MARGIN);
    }
  }

  /** Metres from the nearest edge of a carriageway or track, negative on it; 12 where none is nearer. */
  fromKerb(x: number, y: number): number {
    let least = KERB_REACH;
    for (const { a, b, half } of this.#strips.at(x, y)) {
      least = Math.min(least, segmentDistance(x, y, a, b) - half);
    }
    return least;
  }

  /** Says whether a place is on the bed of a tram. */
  isTrack(x: number, y: number): boolean {
    return this.#strips.at(x, y).some(({ a, b, half, tram }) => tram && segmentDistance(x, y, a, b) < half);
  }

  /** Says whether a place is in a building or nearer to one than `margin` (8 m at most). */
  isBuilt(x: number, y: number, margin: number): boolean {
    return this.#buildings.at(x, y).some(({ ring, holes }) => {
      if (contains(ring, x, y) && !holes.some((hole) => contains(hole, x, y))) return true;
      return margin > 0 && [ring, ...holes].some((edges) => isNear(edges, x, y, margin));
    });
  }

  /** Says whether a place is in the sea, a river or a lake, or nearer to its bank than `margin` (8 m at most). */
  isWater(x: number, y: number, margin: number): boolean {
    if (!this.#shore.isLand(x, y)) return true;
    for (const { ring, holes } of this.#waters.at(x, y)) {
      if (contains(ring, x, y) && !holes.some((hole) => contains(hole, x, y))) return true;
    }
    return margin > 0 && this.#banks.at(x, y).some(([a, b]) => segmentDistance(x, y, a, b) < margin);
  }

  /** Unit grid and quarter of a place; null at sea. */
  wardAt(x: number, y: number): Ward | null {
    return this.#wards.at(x, y).find(({ ring }) => contains(ring, x, y))?.ward ?? null;
  }
}

function isNear(ring: Ring, x: number, y: number, distance: number): boolean {
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    if (segmentDistance(x, y, ring[j]!, ring[i]!) < distance) return true;
  }
  return false;
}
