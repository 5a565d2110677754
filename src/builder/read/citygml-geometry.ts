/** GML surfaces: polygons with their rings, links followed, textures laid on. */
import type { CityPart } from './city-feature.ts';
import type { TextureList } from './city-textures.ts';
import type { Appearances } from './citygml-appearance.ts';
import { childNamed, ringCoordinates, type XmlElement } from './citygml-tree.ts';
import type { RawSurface } from './source.ts';

/** What one building's geometry is read with. */
export interface GmlScope {
  place: string;
  /** Elements of the building by id. */
  ids: Map<string, XmlElement>;
  /** The building's own textures, then the model's. */
  appearances: Appearances[];
  textures: TextureList;
  faults: GmlFaults;
}

/** What went wrong with one building's faces; told once a building. */
export interface GmlFaults {
  /** Links to nothing in the building, the first of them and how many. */
  links: { first: string; count: number } | null;
  tooFew: number;
  notNumbers: number;
  /** Rings whose texture coordinates do not fit: the first, its corners and its coordinates. */
  badUv: { ring: string; corners: number; pairs: number; count: number } | null;
}

export const noGmlFaults = (): GmlFaults => ({ links: null, tooFew: 0, notNumbers: 0, badUv: null });

/** A face in the tree, turned round where an orientable surface says so. */
interface Face {
  element: XmlElement;
  reversed: boolean;
}

const POLYGONS = new Set(['Polygon', 'PolygonPatch', 'Rectangle', 'Triangle']);
/** Links deeper than this run in circles. */
const DEEPEST = 40;

/** Gives all faces of a geometry property or geometry: outer shells only. */
function facesOf(element: XmlElement, scope: GmlScope, reversed = false, depth = 0): Face[] {
  if (depth > DEEPEST) return [];
  if (POLYGONS.has(element.name)) return [{ element, reversed }];
  const faces: Face[] = element.triangles ? [{ element, reversed }] : [];
  const turned =
    (element.name === 'OrientableSurface' || element.name === 'TexturedSurface') &&
    element.attributes.orientation === '-';
  for (const child of element.children) {
    if (element.name === 'Solid' && child.name !== 'exterior') continue;
    faces.push(...facesOf(child, scope, reversed !== turned, depth + 1));
  }
  const { href } = element.attributes;
  if (href !== undefined && element.children.length === 0) {
    const target = href.startsWith('#') ? scope.ids.get(href.slice(1)) : undefined;
    if (target) faces.push(...facesOf(target, scope, reversed, depth + 1));
    else {
      scope.faults.links ??= { first: href, count: 0 };
      scope.faults.links.count++;
    }
  }
  return faces;
}

/** Collects the faces of one body: each once, with the kind that the first mention gives. */
export interface FaceSet {
  part: CityPart;
  /** Adds what is below an element; `kind` null where nothing tells it. */
  add(element: XmlElement, kind: RawSurface['kind'] | null): void;
}

/** Creates an empty set of faces. */
export function createFaceSet(lod: string, scope: GmlScope): FaceSet {
  const part: CityPart = { lod, solid: false, surfaces: [], untold: [] };
  const seen = new Set<XmlElement>();
  const shapes = new Set<string>();
  const push = (surface: RawSurface, told: boolean): void => {
    const shape = shapeKey(surface);
    if (shapes.has(shape)) return;
    shapes.add(shape);
    part.surfaces.push(surface);
    if (!told) part.untold.push(surface);
  };
  return {
    part,
    add(element, kind) {
      if (/Solid$/.test(element.name)) part.solid = true;
      for (const face of facesOf(element, scope)) {
        if (seen.has(face.element)) continue;
        seen.add(face.element);
        const told = kind !== null;
        if (face.element.triangles)
          for (const ring of triangleRings(face.element.triangles, face.reversed))
            push({ kind: kind ?? 'other', rings: [ring], texture: -1, uv: [] }, told);
        else {
          const surface = readFace(face, kind ?? 'other', scope);
          if (surface) push(surface, told);
        }
      }
    },
  };
}

/** Some writers give the same face twice, in the solid and in its named surface, without a link between them. */
function shapeKey({ rings }: RawSurface): string {
  const ring = rings[0]!;
  let x = 0;
  let y = 0;
  let z = 0;
  for (let i = 0; i < ring.length; i += 3) {
    x += ring[i]!;
    y += ring[i + 1]!;
    z += ring[i + 2]!;
  }
  const count = ring.length / 3;
  return `${rings.length} ${count} ${(x / count).toFixed(8)} ${(y / count).toFixed(8)} ${(z / count).toFixed(4)}`;
}

function* triangleRings(triangles: readonly number[], reversed: boolean): Generator<Float64Array> {
  for (let i = 0; i + 8 < triangles.length; i += 9) {
    const ring = Float64Array.from(triangles.slice(i, i + 9));
    yield reversed ? reverse(ring, 3) : ring;
  }
}

function readFace({ element, reversed }: Face, kind: RawSurface['kind'], scope: GmlScope): RawSurface | null {
  const rings: Float64Array[] = [];
  const names: string[] = [];
  const open: boolean[] = [];
  for (const side of element.children) {
    if (!/^(exterior|interior|outerBoundaryIs|innerBoundaryIs)$/.test(side.name)) continue;
    const linear = childNamed(side, 'LinearRing') ?? side;
    const flat = ringCoordinates(linear);
    const closed = flat.length >= 6 && samePoint(flat, 0, flat.length - 3);
    // A copy even of an open one: coordinates are turned to degrees in place, and bodies may share a face.
    const ring = flat.slice(0, closed ? -3 : undefined);
    const outer = rings.length === 0;
    if (ring.length < 9) {
      if (!outer) continue;
      scope.faults.tooFew++;
      return null;
    }
    if (!ring.every(Number.isFinite)) {
      scope.faults.notNumbers++;
      return null;
    }
    rings.push(ring);
    names.push(linear.attributes.id ?? '');
    open.push(!closed);
  }
  if (rings.length === 0) {
    scope.faults.tooFew++;
    return null;
  }
  const surface: RawSurface = { kind, rings, texture: -1, uv: [] };
  applyTexture(surface, names, open, scope);
  if (reversed) {
    surface.rings = rings.map((ring) => reverse(ring, 3));
    surface.uv = surface.uv.map((uv) => reverse(uv, 2));
  }
  return surface;
}

const samePoint = (flat: Float64Array, a: number, b: number): boolean =>
  flat[a] === flat[b] && flat[a + 1] === flat[b + 1] && flat[a + 2] === flat[b + 2];

/** Lays a texture on a face when every ring has a coordinate a corner, of the same image. */
function applyTexture(surface: RawSurface, names: string[], open: boolean[], scope: GmlScope): void {
  const textures = names.map((name) => {
    for (const { rings } of scope.appearances) {
      const texture = name === '' ? undefined : rings.get(name);
      if (texture) return texture;
    }
    return undefined;
  });
  const first = textures[0];
  if (!first) return;
  const uv: Float32Array[] = [];
  for (const [i, ring] of surface.rings.entries()) {
    const corners = ring.length / 3;
    const given = textures[i];
    const pairs = (given?.uv.length ?? 0) / 2;
    // A closed ring has its first pair repeated; some writers leave that out.
    const fits = pairs === corners || (pairs === corners + 1 && !open[i]);
    if (!given || given.image !== first.image || !fits || !given.uv.every(Number.isFinite)) {
      scope.faults.badUv ??= { ring: names[i]!, corners: corners + (open[i] ? 0 : 1), pairs, count: 0 };
      scope.faults.badUv.count++;
      return;
    }
    uv.push(given.uv.slice(0, corners * 2));
  }
  const texture = scope.textures.index(first.image, scope.place);
  if (texture < 0) return;
  surface.texture = texture;
  surface.uv = uv;
}

function reverse<T extends Float32Array | Float64Array>(flat: T, size: number): T {
  const turned = flat.slice() as T;
  const count = flat.length / size;
  for (let i = 0; i < count; i++)
    for (let k = 0; k < size; k++) turned[(count - 1 - i) * size + k] = flat[i * size + k]!;
  return turned;
}
