import { Cells } from './cells.ts';
import type { Survey } from './survey.ts';
import type { Thing } from './thing.ts';

/** Least distance of what stands from the edge of a carriageway, m. */
const KERB = 0.3;
/** Least distance of what stands from walls and banks, m. */
const WALL = 0.45;
/** Between the middle of a cover and that of a foot, m. */
const FOOT = 1;
/** Most room that a thing may ask for, m. */
const LARGEST_ROOM = 6;

interface Taken {
  x: number;
  y: number;
  room: number;
}

/** Gathers what stands in the city; nothing stands on a carriageway, in a house, in water or on another thing. */
export class Inventory {
  readonly survey: Survey;
  things: Thing[] = [];
  readonly #standing = new Cells<Taken>(LARGEST_ROOM * 2);
  readonly #flush = new Cells<Taken>(LARGEST_ROOM * 2);

  constructor(survey: Survey) {
    this.survey = survey;
  }

  /**
   * Sets a thing down, if the place is free; says whether it did.
   *
   * @param room - half of what it takes up, m.
   */
  stand(thing: Thing, room = 0.4): boolean {
    const [x, y] = thing.at;
    if (!this.isOpen(x, y, room)) return false;
    return this.#take(this.#standing, thing, room);
  }

  /** Says whether a standing thing could be here as far as ground and walls go. */
  isOpen(x: number, y: number, room: number): boolean {
    const { survey } = this;
    const margin = Math.max(WALL, Math.min(room, 2));
    return survey.fromKerb(x, y) >= KERB && !survey.isWater(x, y, WALL) && !survey.isBuilt(x, y, margin);
  }

  /** Takes things away again; their places stay taken. */
  remove(gone: ReadonlySet<Thing>): void {
    if (gone.size > 0) this.things = this.things.filter((thing) => !gone.has(thing));
  }

  /** Lays a cover or grating, flush with the ground: carriageways are no hindrance. */
  lay(thing: Thing, room = 0.5): boolean {
    const [x, y] = thing.at;
    if (this.survey.isWater(x, y, WALL) || this.survey.isBuilt(x, y, WALL)) return false;
    if (this.#standing.at(x, y).some((foot) => Math.hypot(foot.x - x, foot.y - y) < FOOT)) return false;
    return this.#take(this.#flush, thing, room);
  }

  #take(cells: Cells<Taken>, thing: Thing, room: number): boolean {
    const [x, y] = thing.at;
    if (this.survey.wardAt(x, y) === null) return false;
    if (cells.at(x, y).some((other) => Math.hypot(other.x - x, other.y - y) < other.room + room))
      return false;
    cells.add({ x, y, room }, { minX: x, minY: y, maxX: x, maxY: y }, LARGEST_ROOM * 2);
    this.things.push(thing);
    return true;
  }
}
