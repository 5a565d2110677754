/** Sorts loose rings into polygons with holes. */
import type { Position } from 'geojson';

/** Twice the signed area; positive counter-clockwise. */
export function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  const [ox, oy] = (ring[0] ?? [0, 0]) as [number, number];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j]!;
    const b = ring[i]!;
    sum += (a[0]! - ox) * (b[1]! - oy) - (b[0]! - ox) * (a[1]! - oy);
  }
  return sum;
}

function contains(ring: readonly Position[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a[1]! > y !== b[1]! > y && x < ((b[0]! - a[0]!) * (y - a[1]!)) / (b[1]! - a[1]!) + a[0]!)
      inside = !inside;
  }
  return inside;
}

/** Whether most of a ring's points lie in another: single ones may lie on its edge. */
function mostlyInside(inner: readonly Position[], outer: readonly Position[]): boolean {
  let inside = 0;
  for (const [x, y] of inner) if (contains(outer, x!, y!)) inside++;
  return inside * 2 > inner.length;
}

/**
 * Groups the rings of a Shapefile's polygon: outer ones run clockwise, holes the other way.
 *
 * A hole goes to the smallest outer ring around it; one without any becomes a polygon itself, since some writers turn their
 * rings wrongly.
 *
 * @returns polygons: the outer ring, then its holes.
 */
export function nestRings(rings: Position[][]): Position[][][] {
  if (rings.length === 1) return [rings];
  const areas = rings.map(ringArea);
  // Some writers turn every ring the other way round: the largest is an outer one in any case.
  let largest = 0;
  for (let i = 1; i < rings.length; i++) if (Math.abs(areas[i]!) > Math.abs(areas[largest]!)) largest = i;
  const clockwise = areas[largest]! < 0;
  const polygons: { rings: Position[][]; area: number }[] = [];
  const holes: number[] = [];
  rings.forEach((ring, i) => {
    if (areas[i]! < 0 === clockwise) polygons.push({ rings: [ring], area: Math.abs(areas[i]!) });
    else holes.push(i);
  });
  polygons.sort((a, b) => a.area - b.area);
  for (const i of holes) {
    const ring = rings[i]!;
    const size = Math.abs(areas[i]!);
    const owner = polygons.find(({ area, rings: [outer] }) => area >= size && mostlyInside(ring, outer!));
    if (owner) owner.rings.push(ring);
    else polygons.push({ rings: [ring], area: size });
  }
  return polygons.map((polygon) => polygon.rings);
}
