/** The triangles of one tile while they grow: corners in the tile's frame, each with its feature's row. */
import { WGS84_A, WGS84_E2 } from '#base/geo/ellipsoid.ts';
import type { MeshSink } from '#city/mesh-sink.ts';

/**
 * A mesh sink for plane coordinates: east and north of a place *on the tile's reference height*, up as height above
 * it. Corners are bent onto the ellipsoid as they come in, so that meshers can work in the plane:
 *
 *     e = E (1 + U/ν)   n = N (1 + U/ρ)   u = U − E²/2ν − N²/2ρ
 *
 * with ν and ρ the radii of curvature across and along the meridian. Within 700 m and 350 m up this is right to 2 mm
 * (test).
 */
export class TileMesh implements MeshSink {
  /** Flat [east, north, up, …], m. */
  positions = new Float64Array(3 * 4096);
  /** Row of the property table of every corner. */
  features = new Uint32Array(4096);
  indices = new Uint32Array(4 * 4096);
  vertexCount = 0;
  indexCount = 0;
  /** Row that new corners get. */
  feature = 0;
  readonly #perNu: number;
  readonly #perRho: number;

  constructor(latDeg: number) {
    const sinLat = Math.sin((latDeg * Math.PI) / 180);
    const w2 = 1 - WGS84_E2 * sinLat * sinLat;
    const nu = WGS84_A / Math.sqrt(w2);
    this.#perNu = 1 / nu;
    this.#perRho = w2 / (nu * (1 - WGS84_E2));
  }

  vertex(east: number, north: number, up: number): number {
    return this.place(
      east * (1 + up * this.#perNu),
      north * (1 + up * this.#perRho),
      up - (east * east * this.#perNu + north * north * this.#perRho) / 2,
    );
  }

  /** Adds a corner that is already in the tile's frame. */
  place(east: number, north: number, up: number): number {
    const index = this.vertexCount++;
    const at = index * 3;
    if (at + 3 > this.positions.length) this.#growVertices();
    this.positions[at] = east;
    this.positions[at + 1] = north;
    this.positions[at + 2] = up;
    this.features[index] = this.feature;
    return index;
  }

  triangle(a: number, b: number, c: number): void {
    const at = this.indexCount;
    if (at + 3 > this.indices.length) {
      const larger = new Uint32Array(this.indices.length * 2);
      larger.set(this.indices);
      this.indices = larger;
    }
    this.indices[at] = a;
    this.indices[at + 1] = b;
    this.indices[at + 2] = c;
    this.indexCount = at + 3;
  }

  #growVertices(): void {
    const positions = new Float64Array(this.positions.length * 2);
    positions.set(this.positions);
    this.positions = positions;
    const features = new Uint32Array(this.features.length * 2);
    features.set(this.features);
    this.features = features;
  }
}
