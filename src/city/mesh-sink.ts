/**
 * Where meshers put their corners and faces. Frame: local east-north-up metres; faces run counter-clockwise seen
 * from outside.
 */
export interface MeshSink {
  /** Adds a corner and gives its index. */
  vertex(east: number, north: number, up: number): number;
  triangle(a: number, b: number, c: number): void;
}
