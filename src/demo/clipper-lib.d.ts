/** The part of clipper-lib that is used here; coordinates are whole numbers. */
declare module 'clipper-lib' {
  interface IntPoint {
    X: number;
    Y: number;
  }
  type Path = IntPoint[];
  class Clipper {
    AddPaths(paths: Path[], type: number, closed: boolean): boolean;
    Execute(operation: number, solution: Path[], subjectFill: number, clipFill: number): boolean;
    static CleanPolygons(paths: Path[], distance: number): Path[];
    static SimplifyPolygons(paths: Path[], fill: number): Path[];
  }
  class ClipperOffset {
    constructor(miterLimit: number, arcTolerance: number);
    AddPath(path: Path, join: number, end: number): void;
    AddPaths(paths: Path[], join: number, end: number): void;
    Execute(solution: Path[], delta: number): void;
  }
  const ClipType: { ctIntersection: number; ctUnion: number; ctDifference: number; ctXor: number };
  const PolyType: { ptSubject: number; ptClip: number };
  const PolyFillType: { pftEvenOdd: number; pftNonZero: number };
  const JoinType: { jtSquare: number; jtRound: number; jtMiter: number };
  const EndType: { etOpenSquare: number; etOpenRound: number; etOpenButt: number; etClosedPolygon: number };
  const library: {
    Clipper: typeof Clipper;
    ClipperOffset: typeof ClipperOffset;
    ClipType: typeof ClipType;
    PolyType: typeof PolyType;
    PolyFillType: typeof PolyFillType;
    JoinType: typeof JoinType;
    EndType: typeof EndType;
  };
  export default library;
}
