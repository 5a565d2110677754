/**
 * All buildings of a city in typed arrays: a million footprints in some hundred megabytes.
 *
 * Segments are kept as they come (no copying); replaced buildings are set aside and packed together when their
 * numbers are next wanted. Indices never move: a removed building leaves a hole.
 */
import { gatherBuildings } from './gather-buildings.ts';
import type { Building } from './model.ts';
import type { PackedBuildings } from './packed-buildings.ts';
import { packBuildings, transferList } from './packed-buildings.ts';
import { unpackBuilding, unpackText } from './unpack-building.ts';

export type { PackedBuildings };
export { packBuildings, transferList };

export type Extent = [west: number, south: number, east: number, north: number];

export class BuildingStore {
  readonly #segments: PackedBuildings[] = [];
  /** First index of each segment that came by `append`. */
  readonly #starts: number[] = [];
  /** Segments of the appended ones, in order; the others hold replacements. */
  readonly #appended: number[] = [];
  readonly #moved = new Map<number, { segment: number; local: number }>();
  readonly #pending = new Map<number, Building>();
  readonly #removed = new Set<number>();
  #count = 0;
  #last = 0;
  /** Set by #locate: segment and place in it. */
  #packed!: PackedBuildings;
  #segment = 0;
  #local = 0;

  /** How many indices there are, removed ones included. */
  get count(): number {
    return this.#count;
  }

  /** How many buildings there are, removed ones left out. */
  get size(): number {
    return this.#count - this.#removed.size;
  }

  /** Takes packed buildings (they become the store's) and gives the index of the first. */
  append(packed: PackedBuildings): number {
    const first = this.#count;
    if (packed.count === 0) return first;
    this.#appended.push(this.#segments.push(packed) - 1);
    this.#starts.push(first);
    this.#count += packed.count;
    return first;
  }

  /** Tells whether the index holds a building that was not removed. */
  has(i: number): boolean {
    return i >= 0 && i < this.#count && !this.#removed.has(i);
  }

  /** Leaves a hole; other indices stay. */
  remove(i: number): void {
    this.#check(i);
    this.#removed.add(i);
    this.#pending.delete(i);
  }

  /** Puts another building at an index (a removed one comes back). */
  replace(i: number, building: Building): void {
    this.#check(i);
    this.#removed.delete(i);
    this.#pending.set(i, building);
  }

  id(i: number): string {
    const pending = this.#pending.get(i);
    if (pending) return pending.id;
    this.#locate(i);
    return this.#packed.text?.ids[this.#local] ?? '';
  }

  /** Gives the building whole. Its rings are views of the store: do not write into them; `replace` instead. */
  get(i: number): Building {
    const pending = this.#pending.get(i);
    if (pending) return pending;
    this.#locate(i);
    return unpackBuilding(this.#packed, this.#local);
  }

  /** Gives name and attributes alone, cheaper than `get`. */
  text(i: number): Pick<Building, 'name' | 'attributes'> {
    const pending = this.#pending.get(i);
    if (pending) return { name: pending.name, attributes: pending.attributes };
    this.#locate(i);
    return unpackText(this.#packed, this.#local);
  }

  /** Gives west, south, east, north of the outline, degrees. A new array. */
  extent(i: number): Extent {
    this.#locate(i);
    const { extents } = this.#packed;
    const at = this.#local * 4;
    return [extents[at]!, extents[at + 1]!, extents[at + 2]!, extents[at + 3]!];
  }

  /** Top above ground, roof included, m. */
  height(i: number): number {
    this.#locate(i);
    return this.#packed.volumes.height[this.#local]!;
  }

  /** Underside above ground, m. */
  minHeight(i: number): number {
    this.#locate(i);
    return this.#packed.volumes.minHeight[this.#local]!;
  }

  /** Ellipsoidal height of the lowest ground, m, from the source; NaN when it does not say. */
  ground(i: number): number {
    this.#locate(i);
    return this.#packed.ground[this.#local]!;
  }

  /** How many corners the outline's rings have. */
  outlineVertexCount(i: number): number {
    this.#locate(i);
    const { outlines, outlineStart } = this.#packed;
    const from = outlines.polygonStart[outlineStart[this.#local]!]!;
    const to = outlines.polygonStart[outlineStart[this.#local + 1]!]!;
    return outlines.ringStart[to]! - outlines.ringStart[from]!;
  }

  /** How many corners parts and surfaces have together; 0 for a building that is its outline. */
  detailVertexCount(i: number): number {
    this.#locate(i);
    const { partStart, partOutlines, surfaceStart, surfaces } = this.#packed;
    const k = this.#local;
    const corners = (rings: Uint32Array, owners: Uint32Array, from: number, to: number): number =>
      to > from ? rings[owners[to]!]! - rings[owners[from]!]! : 0;
    return (
      corners(partOutlines.ringStart, partOutlines.polygonStart, partStart[k]!, partStart[k + 1]!) +
      corners(surfaces.ringStart, surfaces.ringsStart, surfaceStart[k]!, surfaceStart[k + 1]!)
    );
  }

  /** Calls back with lon and lat (degrees) of every corner of the outline, all rings. Allocates nothing. */
  forEachOutlineVertex(i: number, visit: (lonDeg: number, latDeg: number) => void): void {
    this.#locate(i);
    const { outlines, outlineStart } = this.#packed;
    const from = outlines.ringStart[outlines.polygonStart[outlineStart[this.#local]!]!]! * 2;
    const to = outlines.ringStart[outlines.polygonStart[outlineStart[this.#local + 1]!]!]! * 2;
    for (let at = from; at < to; at += 2) visit(outlines.lonLat[at]!, outlines.lonLat[at + 1]!);
  }

  /** Gives the packed arrays that hold a building and its place in them, for reading in bulk. A new object. */
  place(i: number): { packed: PackedBuildings; local: number } {
    this.#locate(i);
    return { packed: this.#packed, local: this.#local };
  }

  /** Gives the indices of all buildings that were not removed, ascending. A new array. */
  indices(): Uint32Array {
    const result = new Uint32Array(this.size);
    let at = 0;
    for (let i = 0; i < this.#count; i++) if (!this.#removed.has(i)) result[at++] = i;
    return result;
  }

  /**
   * Copies some buildings, in the order given, into new packed arrays: ready to be transferred.
   *
   * @param text - false leaves ids, names and attributes behind.
   */
  subset(indices: ArrayLike<number>, { text = true }: { text?: boolean } = {}): PackedBuildings {
    this.#flush();
    const segment = new Uint32Array(indices.length);
    const local = new Uint32Array(indices.length);
    for (let k = 0; k < indices.length; k++) {
      this.#locate(indices[k]!);
      segment[k] = this.#segment;
      local[k] = this.#local;
    }
    // Only the segments that are picked from: there may be thousands.
    const used = new Map<number, number>();
    const segments: PackedBuildings[] = [];
    for (let k = 0; k < segment.length; k++) {
      const index = segment[k]!;
      let at = used.get(index);
      if (at === undefined) {
        at = segments.push(this.#segments[index]!) - 1;
        used.set(index, at);
      }
      segment[k] = at;
    }
    return gatherBuildings({ segments, segment, local }, text);
  }

  #check(i: number): void {
    if (!Number.isInteger(i) || i < 0 || i >= this.#count) {
      throw new RangeError(`building store: expected an index below ${this.#count}, got ${i}`);
    }
  }

  #flush(): void {
    if (this.#pending.size === 0) return;
    const segment = this.#segments.push(packBuildings([...this.#pending.values()])) - 1;
    let local = 0;
    for (const i of this.#pending.keys()) this.#moved.set(i, { segment, local: local++ });
    this.#pending.clear();
  }

  #locate(i: number): void {
    if (this.#pending.size > 0 && this.#pending.has(i)) this.#flush();
    const moved = this.#moved.size > 0 ? this.#moved.get(i) : undefined;
    if (moved) {
      this.#segment = moved.segment;
      this.#local = moved.local;
    } else {
      this.#check(i);
      const slot = this.#slotOf(i);
      this.#segment = this.#appended[slot]!;
      this.#local = i - this.#starts[slot]!;
    }
    this.#packed = this.#segments[this.#segment]!;
  }

  /** Finds which appended segment holds an index; neighbours are asked for one after another, so the last is tried first. */
  #slotOf(i: number): number {
    const starts = this.#starts;
    const last = this.#last;
    if (i >= starts[last]! && i < (starts[last + 1] ?? this.#count)) return last;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= i) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low;
  }
}

/** Creates an empty store. */
export function createBuildingStore(): BuildingStore {
  return new BuildingStore();
}
