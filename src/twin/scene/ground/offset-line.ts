/**
 * Moves a line to its left (y down: to its right when positive) by a distance in its own units.
 * Corners are mitred, at most to twice the distance.
 */
export function offsetLine(line: Float32Array, distance: number): Float32Array {
  const count = line.length / 2;
  const moved = new Float32Array(line.length);
  /** Normal of the next stretch that has a length, from a point on (step 1) or up to it (-1). */
  const normal = (at: number, step: 1 | -1): [number, number] | null => {
    for (let to = at + step; to >= 0 && to < count; to += step) {
      const dx = step * (line[to * 2]! - line[at * 2]!);
      const dy = step * (line[to * 2 + 1]! - line[at * 2 + 1]!);
      const length = Math.hypot(dx, dy);
      if (length > 0) return [-dy / length, dx / length];
    }
    return null;
  };
  for (let at = 0; at < count; at++) {
    const before = normal(at, -1);
    const after = normal(at, 1);
    const [ax, ay] = before ?? after ?? [0, 0];
    const [bx, by] = after ?? before ?? [0, 0];
    const mx = ax + bx;
    const my = ay + by;
    // |a + b|² = 2 + 2 cos: the mitre is 2 / that, of the sum.
    const scale = 2 / Math.max(1, mx * mx + my * my);
    moved[at * 2] = line[at * 2]! + mx * scale * distance;
    moved[at * 2 + 1] = line[at * 2 + 1]! + my * scale * distance;
  }
  return moved;
}
