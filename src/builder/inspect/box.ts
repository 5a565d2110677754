/** Boxes of tiles: centre and three half axes, as 3D Tiles has them. */

type Matrix = ArrayLike<number>;

export const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The eight corners of a box, brought into the frame above. */
export function corners(box: ArrayLike<number>, m: Matrix): number[][] {
  const result: number[][] = [];
  for (let k = 0; k < 8; k++) {
    const point = [0, 1, 2].map(
      (axis) =>
        box[axis]! +
        (k & 1 ? 1 : -1) * box[3 + axis]! +
        (k & 2 ? 1 : -1) * box[6 + axis]! +
        (k & 4 ? 1 : -1) * box[9 + axis]!,
    );
    result.push(
      [0, 1, 2].map(
        (axis) => m[axis]! * point[0]! + m[4 + axis]! * point[1]! + m[8 + axis]! * point[2]! + m[12 + axis]!,
      ),
    );
  }
  return result;
}

/** The eight corners of bounds (least, then greatest). */
export function boundsCorners(bounds: Float64Array): number[][] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [
    bounds[k & 1 ? 3 : 0]!,
    bounds[k & 2 ? 4 : 1]!,
    bounds[k & 4 ? 5 : 2]!,
  ]);
}

/** How far (m) the farthest point lies outside an oriented box; 0 or less when all are inside. */
export function outside(box: ArrayLike<number>, points: number[][]): number {
  let worst = Number.NEGATIVE_INFINITY;
  for (let axis = 0; axis < 3; axis++) {
    const [ax, ay, az] = [box[3 + axis * 3]!, box[4 + axis * 3]!, box[5 + axis * 3]!];
    const half = Math.hypot(ax, ay, az);
    for (const [x, y, z] of points) {
      const along =
        half > 0
          ? Math.abs((x! - box[0]!) * ax + (y! - box[1]!) * ay + (z! - box[2]!) * az) / half
          : Math.hypot(x! - box[0]!, y! - box[1]!, z! - box[2]!);
      worst = Math.max(worst, along - half);
    }
  }
  return worst;
}
