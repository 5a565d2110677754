/** The part of clipper-lib that is used here, which brings no types; coordinates are whole numbers. */
declare module 'clipper-lib' {
  interface IntPoint {
    X: number;
    Y: number;
  }
  /** A closed path does not repeat its first point. */
  type Path = IntPoint[];
  /** An outer ring whose children are its holes, or a hole whose children are outer rings within it. */
  class PolyNode {
    Contour(): Path;
    Childs(): PolyNode[];
  }
  class Clipper {
    /** Rings of the solution touch neither themselves nor others. */
    StrictlySimple: boolean;
    AddPaths(paths: readonly Path[], type: number, closed: boolean): boolean;
    Execute(operation: number, solution: Path[] | PolyNode, subjectFill: number, clipFill: number): boolean;
    static Area(path: Path): number;
    static CleanPolygons(paths: Path[], distance: number): Path[];
  }
  class ClipperOffset {
    constructor(miterLimit: number, arcTolerance: number);
    AddPath(path: Path, join: number, end: number): void;
    AddPaths(paths: Path[], join: number, end: number): void;
    Execute(solution: Path[], delta: number): void;
  }
  const library: {
    Clipper: typeof Clipper;
    ClipperOffset: typeof ClipperOffset;
    PolyTree: new () => PolyNode;
    ClipType: { ctIntersection: number; ctUnion: number; ctDifference: number };
    PolyType: { ptSubject: number; ptClip: number };
    PolyFillType: { pftEvenOdd: number; pftNonZero: number; pftPositive: number };
    JoinType: { jtRound: number; jtMiter: number };
    EndType: { etOpenSquare: number; etClosedPolygon: number };
  };

  export type { Path, PolyNode };
  export default library;
}
