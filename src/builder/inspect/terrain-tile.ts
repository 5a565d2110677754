/** Checks of one decoded terrain tile. */
import { ecefToLonLatHeight, lonLatHeightToEcef, WGS84_A, WGS84_B } from '#base/geo/ellipsoid.ts';
import type { QuantizedMesh } from './decode-tile.ts';

const QUANTUM = 32767;

/** A tile's rim as its neighbours must have it: position along the edge → height, m. */
export interface TileEdges {
  west: Map<number, number>;
  south: Map<number, number>;
  east: Map<number, number>;
  north: Map<number, number>;
  /** Step of the quantised heights, m. */
  quantum: number;
}

/** West, south, east, north; degrees. */
type Rectangle = [number, number, number, number];

/**
 * Checks a tile: indices, coverage of its square, edge lists, header, horizon point, normals.
 *
 * @returns what is wrong, in words that stand behind the tile's name.
 */
export function checkTile(mesh: QuantizedMesh, rectangle: Rectangle): string[] {
  const count = mesh.vertexData.length / 3;
  const findings: string[] = [];
  const over = mesh.vertexData.findIndex((value) => value > QUANTUM);
  if (over >= 0)
    findings.push(`vertex ${over % count}: expected at most ${QUANTUM}, got ${mesh.vertexData[over]}`);
  const stray = mesh.triangleIndices.findIndex((vertex) => vertex >= count);
  if (stray >= 0) {
    findings.push(`index ${stray}: expected a vertex below ${count}, got ${mesh.triangleIndices[stray]}`);
    return findings;
  }
  const { minHeight, maxHeight } = mesh.header;
  if (!(minHeight <= maxHeight)) {
    findings.push(`header: expected heights from low to high, got ${minHeight} to ${maxHeight}`);
    return findings;
  }
  const ecef = vertexPositions(mesh, rectangle);
  return findings.concat(
    checkArea(mesh, count),
    checkEdgeLists(mesh, count),
    checkHeader(mesh, ecef, rectangle),
    checkHorizon(mesh, ecef),
    checkNormals(mesh, ecef, count),
  );
}

/** Places of the vertices as a reader shows them: ECEF, flat. */
function vertexPositions(mesh: QuantizedMesh, [west, south, east, north]: Rectangle): Float64Array {
  const { vertexData } = mesh;
  const count = vertexData.length / 3;
  const out = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const lon = west + ((east - west) * vertexData[i]!) / QUANTUM;
    const lat = south + ((north - south) * vertexData[count + i]!) / QUANTUM;
    lonLatHeightToEcef(lon, lat, heightOf(mesh, count, i), out, 3 * i);
  }
  return out;
}

function heightOf({ vertexData, header }: QuantizedMesh, count: number, i: number): number {
  return header.minHeight + ((header.maxHeight - header.minHeight) * vertexData[2 * count + i]!) / QUANTUM;
}

/** Triangles, all counter-clockwise, must fill the tile's square once. */
function checkArea({ vertexData: data, triangleIndices }: QuantizedMesh, count: number): string[] {
  let sum = 0;
  let turned = 0;
  for (let t = 0; t < triangleIndices.length; t += 3) {
    const [a, b, c] = [triangleIndices[t]!, triangleIndices[t + 1]!, triangleIndices[t + 2]!];
    const abx = data[b]! - data[a]!;
    const aby = data[count + b]! - data[count + a]!;
    const acx = data[c]! - data[a]!;
    const acy = data[count + c]! - data[count + a]!;
    const area = (abx * acy - aby * acx) / 2;
    if (area <= 0) turned++;
    sum += Math.abs(area);
  }
  const findings: string[] = [];
  if (turned > 0) findings.push(`expected counter-clockwise triangles, got ${turned} that are not`);
  const share = sum / (QUANTUM * QUANTUM);
  if (Math.abs(share - 1) > 1e-9)
    findings.push(`expected triangles that fill the tile once, got ${share} of it`);
  return findings;
}

function checkEdgeLists(mesh: QuantizedMesh, count: number): string[] {
  const { vertexData: data } = mesh;
  const lists = [
    ['west', mesh.westIndices, 0, 0],
    ['south', mesh.southIndices, count, 0],
    ['east', mesh.eastIndices, 0, QUANTUM],
    ['north', mesh.northIndices, count, QUANTUM],
  ] as const;
  return lists.flatMap(([name, list, offset, side]) => {
    const onSide = (i: number): boolean => data[offset + i] === side;
    const listed = new Set(list);
    let missing = 0;
    for (let i = 0; i < count; i++) if (onSide(i) && !listed.has(i)) missing++;
    const strays = [...listed].filter((i) => !onSide(i)).length;
    return missing + strays + (list.length - listed.size) > 0
      ? [`${name} edge: expected its vertices, got ${missing} missing and ${strays} that lie elsewhere`]
      : [];
  });
}

function checkHeader({ header }: QuantizedMesh, ecef: Float64Array, rectangle: Rectangle): string[] {
  const findings: string[] = [];
  const { boundingSphereCenterX: x, boundingSphereCenterY: y, boundingSphereCenterZ: z } = header;
  let farthest = 0;
  for (let i = 0; i < ecef.length; i += 3) {
    farthest = Math.max(farthest, Math.hypot(ecef[i]! - x, ecef[i + 1]! - y, ecef[i + 2]! - z));
  }
  if (!(farthest <= header.boundingSphereRadius)) {
    findings.push(
      `bounding sphere: expected a radius of ${farthest} m at least, got ${header.boundingSphereRadius}`,
    );
  }
  const centre = ecefToLonLatHeight(header.centerX, header.centerY, header.centerZ, [0, 0, 0]);
  const [lon, lat] = centre as [number, number, number];
  const [west, south, east, north] = rectangle;
  if (!(lon >= west && lon <= east && lat >= south && lat <= north)) {
    findings.push(`centre: expected a place inside ${rectangle.join(', ')}, got ${lon}, ${lat}`);
  }
  return findings;
}

/** Lifts test cameras off the limb, in radii of the Earth: 0.6 m. */
const LIFT = 1e-7;

/**
 * From every camera that just sees a vertex over the horizon, on the limb and behind it, the occlusion point must be
 * seen too. A point that is not a number is never taken for hidden: right for tiles of half a globe.
 */
function checkHorizon({ header }: QuantizedMesh, ecef: Float64Array): string[] {
  const point = [
    header.horizonOcclusionPointX,
    header.horizonOcclusionPointY,
    header.horizonOcclusionPointZ,
  ] as const;
  if (point.every(Number.isNaN)) return [];
  const length = Math.hypot(...point);
  if (!(length >= 1 && Number.isFinite(length))) {
    return [`horizon occlusion point: expected a place outside the ellipsoid, got ${point.join(', ')}`];
  }
  const shrink = Math.min(0, header.minHeight);
  const radii = [WGS84_A + shrink, WGS84_A + shrink, WGS84_B + shrink];
  const towards = point.map((value) => value / length) as [number, number, number];
  for (let i = 0; i < ecef.length; i += 3) {
    const p = [ecef[i]! / radii[0]!, ecef[i + 1]! / radii[1]!, ecef[i + 2]! / radii[2]!] as const;
    const m = Math.max(1, Math.hypot(...p));
    const up = p.map((value) => value / Math.hypot(...p)) as [number, number, number];
    // Away from the point along the circle through both, as far as the vertex is seen.
    const cosine = dot(up, towards);
    const across = up.map((value, k) => value * cosine - towards[k]!) as [number, number, number];
    const acrossLength = Math.hypot(...across);
    if (acrossLength < 1e-12) continue;
    const beta = Math.acos(1 / m);
    const limb = up.map(
      (value, k) => value * Math.cos(beta) + (across[k]! / acrossLength) * Math.sin(beta),
    ) as [number, number, number];
    for (const far of [0, 0.01, 1]) {
      const tangent = up.map(
        (value, k) => -value * Math.sin(beta) + (across[k]! / acrossLength) * Math.cos(beta),
      );
      const camera = limb.map((value, k) => (value + far * tangent[k]!) * (1 + LIFT)) as [
        number,
        number,
        number,
      ];
      if (isHidden(point, camera)) {
        return [
          `horizon occlusion point: expected to be seen wherever vertex ${i / 3} is, got one that is hidden`,
        ];
      }
    }
  }
  return [];
}

function dot(a: readonly [number, number, number], b: readonly [number, number, number]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Whether the unit sphere hides a target from a camera: beyond the plane of its limb and within the cone over it. */
function isHidden(
  target: readonly [number, number, number],
  camera: readonly [number, number, number],
): boolean {
  const limb = dot(camera, camera) - 1;
  const toTarget = target.map((value, k) => value - camera[k]!) as [number, number, number];
  const inward = -dot(toTarget, camera);
  return inward > limb && (inward * inward) / dot(toTarget, toTarget) > limb;
}

function checkNormals({ extensions }: QuantizedMesh, ecef: Float64Array, count: number): string[] {
  const bytes = extensions.vertexNormals;
  if (!bytes || bytes.length !== 2 * count) {
    return [`normals: expected ${2 * count} bytes, got ${bytes?.length ?? 'none'}`];
  }
  for (let i = 0; i < count; i++) {
    let x = (bytes[2 * i]! / 255) * 2 - 1;
    let y = (bytes[2 * i + 1]! / 255) * 2 - 1;
    const z = 1 - Math.abs(x) - Math.abs(y);
    if (z < 0) {
      const folded = (1 - Math.abs(y)) * (x < 0 ? -1 : 1);
      y = (1 - Math.abs(x)) * (y < 0 ? -1 : 1);
      x = folded;
    }
    const up = x * ecef[3 * i]! + y * ecef[3 * i + 1]! + z * ecef[3 * i + 2]!;
    if (!(up > 0)) return [`normal ${i}: expected one that points out of the ground, got ${x}, ${y}, ${z}`];
  }
  return [];
}

/** Takes a tile's rim for comparison with its neighbours. */
export function tileEdges(mesh: QuantizedMesh): TileEdges {
  const { vertexData: data, header } = mesh;
  const count = data.length / 3;
  const rim = (list: ArrayLike<number>, offset: number): Map<number, number> => {
    const out = new Map<number, number>();
    for (let k = 0; k < list.length; k++) out.set(data[offset + list[k]!]!, heightOf(mesh, count, list[k]!));
    return out;
  };
  return {
    west: rim(mesh.westIndices, count),
    south: rim(mesh.southIndices, 0),
    east: rim(mesh.eastIndices, count),
    north: rim(mesh.northIndices, 0),
    quantum: (header.maxHeight - header.minHeight) / QUANTUM,
  };
}
