import type { Roof } from '../model.ts';
import { boxAlong, type OrientedBox, orientedBox } from '../oriented-box.ts';

/** A mapped direction this near to a side of the footprint's box is taken to mean that side. */
const SNAP = Math.sin((22.5 * Math.PI) / 180);

/**
 * Finds the box that a roof is laid over: u along the ridge, v down the slope.
 *
 * The ridge runs along the longer side, or across it when `orientation` says so; `directionDeg` (azimuth of a slope)
 * takes precedence and is snapped to a side of the box when within 22.5° of it, as mapped directions are rough.
 *
 * @param ring - outer ring, local east/north m.
 */
export function ridgeFrame(ring: Float64Array, roof: Roof): OrientedBox {
  const box = orientedBox(ring);
  if (roof.directionDeg === null) {
    return roof.orientation === 'across' ? boxAlong(ring, -box.uy, box.ux) : box;
  }
  const azimuth = (roof.directionDeg * Math.PI) / 180;
  const downX = Math.sin(azimuth);
  const downY = Math.cos(azimuth);
  // The ridge is square to the slope; of its two senses the one whose v axis points down the slope.
  const alongU = downX * box.ux + downY * box.uy;
  const alongV = downY * box.ux - downX * box.uy;
  if (Math.abs(alongU) <= SNAP) {
    const sign = alongV < 0 ? -1 : 1;
    return boxAlong(ring, sign * box.ux, sign * box.uy);
  }
  if (Math.abs(alongV) <= SNAP) {
    const sign = alongU < 0 ? 1 : -1;
    return boxAlong(ring, -box.uy * sign, box.ux * sign);
  }
  return boxAlong(ring, downY, -downX);
}
