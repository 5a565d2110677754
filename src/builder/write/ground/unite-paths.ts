/** Union of overlapping paths by clipper-lib, whose types are narrowed here to what is used. */
import ClipperLib from 'clipper-lib';

/** A closed path in whole units; the first point is not repeated. */
export type Path = { X: number; Y: number }[];

interface Library {
  Clipper: {
    new (): {
      AddPaths(paths: Path[], type: number, closed: boolean): boolean;
      Execute(operation: number, solution: Path[], subjectFill: number, clipFill: number): boolean;
    };
    Area(path: Path): number;
  };
  ClipType: { ctUnion: number };
  PolyType: { ptSubject: number };
  PolyFillType: { pftPositive: number };
}

const { Clipper, ClipType, PolyFillType, PolyType } = ClipperLib as unknown as Library;

/** Gives the outlines of the union of paths of positive area: outer ones positive, holes negative. */
export function unitePaths(paths: Path[]): Path[] {
  const clipper = new Clipper();
  clipper.AddPaths(paths, PolyType.ptSubject, true);
  const solution: Path[] = [];
  clipper.Execute(ClipType.ctUnion, solution, PolyFillType.pftPositive, PolyFillType.pftPositive);
  return solution;
}

/** Signed area of a path, square units. */
export function pathArea(path: Path): number {
  return Clipper.Area(path);
}
