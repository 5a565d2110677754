/** Rigid transforms of tile frames: 4 × 4, column-major, no scale. */

/**
 * Multiplies the inverse of a rigid transform with another: the second frame as seen from the first.
 *
 * @returns a new array of 16.
 */
export function relativeTransform(parent: Float64Array, child: Float64Array): Float64Array {
  const out = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    const at = column * 4;
    const shift = column === 3 ? 1 : 0;
    const x = child[at]! - shift * parent[12]!;
    const y = child[at + 1]! - shift * parent[13]!;
    const z = child[at + 2]! - shift * parent[14]!;
    out[at] = parent[0]! * x + parent[1]! * y + parent[2]! * z;
    out[at + 1] = parent[4]! * x + parent[5]! * y + parent[6]! * z;
    out[at + 2] = parent[8]! * x + parent[9]! * y + parent[10]! * z;
  }
  out[15] = 1;
  return out;
}

/** Widens bounds (least, then greatest) in one frame by bounds in another that `transform` brings there. */
export function addBounds(bounds: Float64Array, inner: Float64Array, transform: Float64Array): void {
  for (let k = 0; k < 8; k++) {
    const x = inner[k & 1 ? 3 : 0]!;
    const y = inner[k & 2 ? 4 : 1]!;
    const z = inner[k & 4 ? 5 : 2]!;
    for (let axis = 0; axis < 3; axis++) {
      const value =
        transform[axis]! * x + transform[4 + axis]! * y + transform[8 + axis]! * z + transform[12 + axis]!;
      bounds[axis] = Math.min(bounds[axis]!, value);
      bounds[axis + 3] = Math.max(bounds[axis + 3]!, value);
    }
  }
}

/** Bounds of nothing. */
export function emptyBounds(): Float64Array {
  return Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
}
