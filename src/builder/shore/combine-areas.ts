/** Areas in degrees, put together on whole units of 1e-7° (1 cm) by clipper-lib. */
import ClipperLib, { type PolyNode, type Path as UnitPath } from 'clipper-lib';
import type { Position } from '#city/model.ts';

type Operation = 'ctUnion' | 'ctDifference' | 'ctIntersection';

const { Clipper, PolyTree, ClipType, PolyFillType, PolyType } = ClipperLib;

const UNITS = 1e7;

/** Whole units east and north of an origin, so that numbers stay small enough to be exact. */
export interface UnitFrame {
  x: number;
  y: number;
}

/** Makes the frame whose origin is a place in degrees. */
export function unitFrame(lonDeg: number, latDeg: number): UnitFrame {
  return { x: Math.round(lonDeg * UNITS), y: Math.round(latDeg * UNITS) };
}

/** Turns rings of positions into paths. */
export function toUnits(rings: readonly Position[][], frame: UnitFrame): UnitPath[] {
  return rings.map((ring) =>
    ring.slice(0, -1).map(([lon, lat]) => ({
      X: Math.round((lon as number) * UNITS) - frame.x,
      Y: Math.round((lat as number) * UNITS) - frame.y,
    })),
  );
}

/** Combines two areas; both are inside where they wind an odd number of times. */
export function combine(operation: Operation, first: UnitPath[], second: UnitPath[]): UnitPath[] {
  const solution: UnitPath[] = [];
  execute(operation, first, second, solution);
  return solution;
}

/**
 * Unites two areas into polygons, RFC 7946 nesting and winding.
 *
 * @param least - rings smaller than this, square units, are left out.
 */
export function uniteToPolygons(
  first: UnitPath[],
  second: UnitPath[],
  frame: UnitFrame,
  least: number,
): Position[][][] {
  const tree = new PolyTree();
  execute('ctUnion', first, second, tree);
  const polygons: Position[][][] = [];
  const visit = (node: PolyNode): void => {
    for (const outer of node.Childs()) {
      const rings = [outer, ...outer.Childs()].filter(
        (ring) => Math.abs(Clipper.Area(ring.Contour())) >= least,
      );
      if (rings[0] === outer) {
        polygons.push(rings.map((ring, i) => toPositions(ring.Contour(), i === 0, frame)));
      }
      for (const hole of outer.Childs()) visit(hole);
    }
  };
  visit(tree);
  return polygons;
}

function execute(
  operation: Operation,
  first: UnitPath[],
  second: UnitPath[],
  out: UnitPath[] | PolyNode,
): void {
  const clipper = new Clipper();
  clipper.AddPaths(first, PolyType.ptSubject, true);
  clipper.AddPaths(second, PolyType.ptClip, true);
  clipper.Execute(ClipType[operation], out, PolyFillType.pftEvenOdd, PolyFillType.pftEvenOdd);
}

function toPositions(path: UnitPath, counterClockwise: boolean, frame: UnitFrame): Position[] {
  const ring = path.map(({ X, Y }): Position => [(X + frame.x) / UNITS, (Y + frame.y) / UNITS]);
  if (Clipper.Area(path) > 0 !== counterClockwise) ring.reverse();
  ring.push([...(ring[0] as Position)]);
  return ring;
}
