/**
 * Puts a component's mesh together from three's simple bodies. Frame: metres, x right, y front, z up, foot at the origin.
 *
 *        z
 *        |   y (front)
 *        |  /
 *        | /
 *        o----- x
 */
import {
  BoxGeometry,
  type BufferGeometry,
  CylinderGeometry,
  Euler,
  ExtrudeGeometry,
  IcosahedronGeometry,
  Matrix4,
  QuadraticBezierCurve3,
  Quaternion,
  Shape,
  SphereGeometry,
  TorusGeometry,
  TubeGeometry,
  Vector3,
} from 'three';
import { CORNER_ROLE, type ComponentMesh } from '../component.ts';

export type Point3 = readonly [x: number, y: number, z: number];

/** Colour of a corner, 0xrrggbb in sRGB, by where it is and where it looks (unit normal). */
type Colouring = (at: Point3, look: Point3) => number;

interface Paint {
  colour: number | Colouring;
  role?: keyof typeof CORNER_ROLE;
}

/** Where a body stands: its foot's centre, turned about x, y and z (rad, in this order, anticlockwise) before. */
export interface Place {
  at?: Point3;
  /** About x: positive lets the top lean back, from the front. */
  tilt?: number;
  /** About y. */
  roll?: number;
  /** About z. */
  turn?: number;
}

/** Bodies of a model; those that stand on the ground have no face towards it. */
export interface Parts {
  /** Width (x), depth (y), height (z) over its foot's centre. */
  box(size: Point3, paint: number | Paint, place?: Place): void;
  /** Upright, of radius at foot and at top. `open`: without lids. */
  cylinder(
    radius: readonly [foot: number, top: number],
    height: number,
    sides: number,
    paint: number | Paint,
    place?: Place & { open?: boolean },
  ): void;
  /** From point to point, without lids. */
  rod(from: Point3, to: Point3, radius: number, sides: number, paint: number | Paint): void;
  /** Round bar bent along the curve from, by way of, to. */
  bow(
    from: Point3,
    by: Point3,
    to: Point3,
    radius: number,
    sides: number,
    steps: number,
    paint: number | Paint,
  ): void;
  /** Regular plate of so many sides that stands upright and looks to the front; `at` is its centre. */
  disc(radius: number, thickness: number, sides: number, paint: number | Paint, place?: Place): void;
  /** Ellipsoid around its centre `at`. */
  ball(
    radius: Point3,
    sides: readonly [around: number, up: number],
    paint: number | Paint,
    place?: Place,
  ): void;
  /** Lying ring around its centre. */
  ring(
    radius: number,
    bar: number,
    sides: readonly [around: number, bar: number],
    paint: number | Paint,
    place?: Place,
  ): void;
  /** Outline in x and z, counter-clockwise, drawn out by its depth along y, centred. */
  profile(
    outline: readonly (readonly [x: number, z: number])[],
    depth: number,
    paint: number | Paint,
    place?: Place,
  ): void;
  /**
   * Lump of foliage: an icosahedron around `at`, its corners moved by `reach` (a factor by direction).
   * Its corners look away from `heart`, so that a crown of several lumps is shaded as one.
   */
  lump(
    radius: Point3,
    fineness: number,
    reach: (direction: Point3) => number,
    heart: Point3,
    paint: Paint,
    at: Point3,
  ): void;
  /** Faces from a rim, anticlockwise seen from above, up to a tip; and up to `under` from below. */
  tent(rim: readonly Point3[], tip: Point3, under: Point3 | null, paint: Paint): void;
  /** Flat faces of three corners each, seen from both sides. */
  blades(corners: readonly Point3[], paint: number | Paint): void;
}

const _vertex = new Vector3();
const _normal = new Vector3();
const _edge = new Vector3();
const _face = new Vector3();
const Z = new Vector3(0, 0, 1);
/** From three's y up to ours. */
const UP = Math.PI / 2;

/** Makes a mesh of what `build` adds. The same calls give the same bytes. */
export function meshOfParts(build: (parts: Parts) => void): ComponentMesh {
  const position: number[] = [];
  const normal: number[] = [];
  const colour: number[] = [];
  const index: number[] = [];

  function corner(at: Vector3, look: Vector3, paint: Paint): number {
    const hex = typeof paint.colour === 'number' ? paint.colour : paint.colour(at.toArray(), look.toArray());
    position.push(at.x, at.y, at.z);
    normal.push(look.x, look.y, look.z);
    colour.push((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, CORNER_ROLE[paint.role ?? 'plain']);
    return position.length / 3 - 1;
  }

  function triangle(a: number, b: number, c: number): void {
    const [az, bz, cz] = [position[3 * a + 2]!, position[3 * b + 2]!, position[3 * c + 2]!];
    _vertex.fromArray(position, 3 * a);
    _edge.fromArray(position, 3 * b).sub(_vertex);
    _face.fromArray(position, 3 * c).sub(_vertex);
    _face.crossVectors(_edge, _face);
    if (_face.length() < 1e-8) return;
    const grounded = az < 1e-4 && bz < 1e-4 && cz < 1e-4;
    if (grounded && _face.z <= 0) return;
    index.push(a, b, c);
  }

  function add(geometry: BufferGeometry, paint: number | Paint, matrix: Matrix4): void {
    geometry.applyMatrix4(matrix);
    const wanted = typeof paint === 'number' ? { colour: paint } : paint;
    const at = geometry.getAttribute('position');
    const look = geometry.getAttribute('normal');
    const first = position.length / 3;
    for (let i = 0; i < at.count; i++) {
      _vertex.fromBufferAttribute(at, i);
      _normal.fromBufferAttribute(look, i).normalize();
      corner(_vertex, _normal, wanted);
    }
    const order = geometry.getIndex();
    const count = order === null ? at.count : order.count;
    for (let i = 0; i + 2 < count; i += 3) {
      if (order === null) triangle(first + i, first + i + 1, first + i + 2);
      else triangle(first + order.getX(i), first + order.getX(i + 1), first + order.getX(i + 2));
    }
    geometry.dispose();
  }

  build({
    box([width, depth, height], paint, place) {
      add(new BoxGeometry(width, depth, height).translate(0, 0, height / 2), paint, matrixOf(place));
    },
    cylinder([foot, top], height, sides, paint, place) {
      const body = new CylinderGeometry(top, foot, height, sides, 1, place?.open ?? false);
      add(body.rotateX(UP).translate(0, 0, height / 2), paint, matrixOf(place));
    },
    rod(from, to, radius, sides, paint) {
      const start = new Vector3(...from);
      const along = new Vector3(...to).sub(start);
      const length = along.length();
      const body = new CylinderGeometry(radius, radius, length, sides, 1, true);
      body.rotateX(UP).translate(0, 0, length / 2);
      const turn = new Quaternion().setFromUnitVectors(Z, along.divideScalar(length));
      add(body, paint, new Matrix4().compose(start, turn, new Vector3(1, 1, 1)));
    },
    bow(from, by, to, radius, sides, steps, paint) {
      const curve = new QuadraticBezierCurve3(new Vector3(...from), new Vector3(...by), new Vector3(...to));
      add(new TubeGeometry(curve, steps, radius, sides), paint, new Matrix4());
    },
    disc(radius, thickness, sides, paint, place) {
      const body = new CylinderGeometry(radius, radius, thickness, sides);
      // Odd ones point up, even ones lie flat on top.
      if (sides % 2 === 0 && sides < 12) body.rotateY(Math.PI / sides);
      add(body, paint, matrixOf(place));
    },
    ball([x, y, z], [around, up], paint, place) {
      const body = new SphereGeometry(1, around, up).rotateX(UP).scale(x, y, z);
      add(body, paint, matrixOf(place));
    },
    ring(radius, bar, [around, sides], paint, place) {
      add(new TorusGeometry(radius, bar, sides, around), paint, matrixOf(place));
    },
    profile(outline, depth, paint, place) {
      const shape = new Shape();
      outline.forEach(([x, z], i) => {
        if (i === 0) shape.moveTo(x, z);
        else shape.lineTo(x, z);
      });
      const body = new ExtrudeGeometry(shape, { depth, bevelEnabled: false, curveSegments: 1 });
      add(body.translate(0, 0, -depth / 2).rotateX(UP), paint, matrixOf(place));
    },
    lump([x, y, z], fineness, reach, heart, paint, at) {
      const body = new IcosahedronGeometry(1, fineness);
      const corners = body.getAttribute('position');
      const look = body.getAttribute('normal');
      const middle = new Vector3(...heart);
      const shared = new Map<string, number>();
      const order: number[] = [];
      for (let i = 0; i < corners.count; i++) {
        _vertex.fromBufferAttribute(corners, i).normalize();
        const key = `${_vertex.x.toFixed(3)},${_vertex.y.toFixed(3)},${_vertex.z.toFixed(3)}`;
        let place = shared.get(key);
        if (place === undefined) {
          _normal.copy(_vertex);
          _vertex.multiplyScalar(reach(_normal.toArray())).multiply(_edge.set(x, y, z));
          _vertex.add(_edge.set(...at));
          _normal.multiplyScalar(0.45).add(_edge.copy(_vertex).sub(middle).normalize()).normalize();
          place = corner(_vertex.clone(), _normal.clone(), paint);
          shared.set(key, place);
        }
        order.push(place);
      }
      look.needsUpdate = false;
      for (let i = 0; i < order.length; i += 3) triangle(order[i]!, order[i + 1]!, order[i + 2]!);
      body.dispose();
    },
    tent(rim, tip, under, paint) {
      const radius = Math.hypot(rim[0]![0] - tip[0], rim[0]![1] - tip[1]);
      const slope = radius / Math.max(tip[2] - rim[0]![2], 1e-3);
      const ring = rim.map((point) => {
        const out = new Vector3(point[0] - tip[0], point[1] - tip[1], radius * slope).normalize();
        return corner(new Vector3(...point), out, paint);
      });
      const top = corner(new Vector3(...tip), Z.clone(), paint);
      const down = Z.clone().negate();
      const hem = under === null ? [] : rim.map((point) => corner(new Vector3(...point), down, paint));
      const below = under === null ? -1 : corner(new Vector3(...under), down, paint);
      ring.forEach((at, i) => {
        const next = (i + 1) % ring.length;
        triangle(at, ring[next]!, top);
        if (below !== -1) triangle(hem[next]!, hem[i]!, below);
      });
    },
    blades(corners, paint) {
      const wanted = typeof paint === 'number' ? { colour: paint } : paint;
      const points = corners.map((point) => new Vector3(...point));
      for (let i = 0; i + 2 < points.length; i += 3) {
        const [a, b, c] = [points[i]!, points[i + 1]!, points[i + 2]!];
        const look = new Vector3().crossVectors(b.clone().sub(a), c.clone().sub(a)).normalize();
        // Lit alike from either side: foliage and cloth let the light through.
        if (look.z < 0) look.negate();
        const [first, second, third] = [
          corner(a, look, wanted),
          corner(b, look, wanted),
          corner(c, look, wanted),
        ];
        index.push(first, second, third, first, third, second);
      }
    },
  });
  return finish(position, normal, colour, index);
}

function matrixOf(place: Place = {}): Matrix4 {
  const turn = new Euler(place.tilt ?? 0, place.roll ?? 0, place.turn ?? 0, 'ZYX');
  const at = new Vector3(...(place.at ?? [0, 0, 0]));
  return new Matrix4().compose(at, new Quaternion().setFromEuler(turn), new Vector3(1, 1, 1));
}

/** Leaves corners out that no triangle uses, and measures. */
function finish(position: number[], normal: number[], colour: number[], index: number[]): ComponentMesh {
  const place = new Int32Array(position.length / 3).fill(-1);
  let count = 0;
  for (const i of index) if (place[i] === -1) place[i] = count++;
  const mesh: ComponentMesh = {
    position: new Float32Array(3 * count),
    normal: new Float32Array(3 * count),
    colour: new Uint8Array(4 * count),
    index: Uint16Array.from(index, (i) => place[i]!),
    height: 0,
  };
  for (let i = 0; i < place.length; i++) {
    const to = place[i]!;
    if (to === -1) continue;
    mesh.position.set(position.slice(3 * i, 3 * i + 3), 3 * to);
    mesh.normal.set(normal.slice(3 * i, 3 * i + 3), 3 * to);
    mesh.colour.set(colour.slice(4 * i, 4 * i + 4), 4 * to);
    mesh.height = Math.max(mesh.height, position[3 * i + 2]!);
  }
  return mesh;
}
