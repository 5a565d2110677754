/** City objects of CityGML: buildings with their parts, relief, and what else stands on the ground. */
import type { Geometry } from 'geojson';
import type { Problem } from '../problem.ts';
import { type CityPart, cityFeature, groundCover, joinAttributes, multiPolygon } from './city-feature.ts';
import { joinFaces } from './city-surfaces.ts';
import type { TextureList } from './city-textures.ts';
import { type Appearances, addAppearances, noAppearances } from './citygml-appearance.ts';
import { createFaceSet, type GmlScope, noGmlFaults } from './citygml-geometry.ts';
import { readTags } from './citygml-tags.ts';
import { ringCoordinates, walk, type XmlElement } from './citygml-tree.ts';
import { reliefTriangles } from './cityjson-geometry.ts';
import type { RawFeature, RawRelief, RawSurface } from './source.ts';

export interface GmlSink {
  file: string;
  latitudeFirst: boolean;
  textures: TextureList;
  /** Those of the whole model. */
  appearances: Appearances;
  reliefs: RawRelief[];
  problems: Problem[];
}

/** Finer levels first; LoD4 holds interiors and comes after the exteriors proper. */
const LODS = ['3', '2', '4', '1'] as const;

const KINDS: Record<string, RawSurface['kind'] | null> = {
  WallSurface: 'wall',
  RoofSurface: 'roof',
  GroundSurface: 'ground',
  OuterFloorSurface: 'roof',
  OuterCeilingSurface: 'other',
  ClosureSurface: 'other',
};

/** Reads one first-level object; null when it is no feature (relief, groups, appearances). */
export function readGmlObject(
  object: XmlElement,
  ids: Map<string, XmlElement>,
  sink: GmlSink,
  line: number,
): RawFeature | null {
  const id = object.attributes.id ?? null;
  const place = id ?? `line ${line}`;
  const own = noAppearances();
  for (const child of object.children) if (child.name === 'appearance') addAppearances(child, own);
  for (const [kind, count] of own.ignored)
    sink.appearances.ignored.set(kind, (sink.appearances.ignored.get(kind) ?? 0) + count);
  const faults = noGmlFaults();
  const { textures } = sink;
  const scope: GmlScope = { place, ids, appearances: [own, sink.appearances], textures, faults };
  const feature = readFeature(object, id, scope, sink);
  tellFaults(scope, sink);
  return feature;
}

function readFeature(
  object: XmlElement,
  id: string | null,
  scope: GmlScope,
  sink: GmlSink,
): RawFeature | null {
  switch (object.name) {
    case 'Building':
    case 'BuildingPart':
      return { ...readBuilding(object, scope, sink), id };
    case 'ReliefFeature':
    case 'TINRelief':
      readRelief(object, scope, sink);
      return null;
    case 'Appearance':
      return null;
    case 'CityObjectGroup':
      tell(sink, scope.place, 'passed', 'group', 'a group of objects is not drawn by itself');
      return null;
    default: {
      const tags = { ...readTags(object), _type: object.name };
      return { id, place: scope.place, geometry: readGround(object, scope, sink), tags };
    }
  }
}

function tell(sink: GmlSink, place: string, action: Problem['action'], reason: string, detail: string): void {
  const { file } = sink;
  sink.problems.push({
    action,
    reason,
    file,
    place,
    detail: `citygml "${file}" object "${place}": ${detail}`,
  });
}

function tellFaults({ place, faults }: GmlScope, sink: GmlSink): void {
  const { links, tooFew, notNumbers, badUv } = faults;
  const faces = (count: number): string => `${count} face${count === 1 ? '' : 's'}`;
  if (links)
    tell(
      sink,
      place,
      'mended',
      'unresolved-link',
      `expected the surface "${links.first}" in the same object, got none; ${links.count} link${links.count === 1 ? '' : 's'} left out`,
    );
  if (tooFew > 0)
    tell(
      sink,
      place,
      'mended',
      'too-few-points',
      `expected rings of 3 corners or more; ${faces(tooFew)} dropped`,
    );
  if (notNumbers > 0)
    tell(
      sink,
      place,
      'mended',
      'bad-vertex',
      `expected coordinates that are numbers; ${faces(notNumbers)} dropped`,
    );
  if (badUv)
    tell(
      sink,
      place,
      'mended',
      'bad-uv',
      `expected ${badUv.corners} texture coordinates for ring "${badUv.ring}", got ${badUv.pairs}; ${faces(badUv.count)} left untextured`,
    );
}

function readBuilding(object: XmlElement, scope: GmlScope, sink: GmlSink): RawFeature {
  const parts: XmlElement[] = [];
  const collect = (element: XmlElement): void => {
    for (const child of element.children) {
      if (child.name !== 'consistsOfBuildingPart') continue;
      for (const part of child.children) {
        parts.push(part);
        collect(part);
      }
    }
  };
  collect(object);
  const tags: Record<string, unknown> = { ...joinAttributes(readTags(object), parts.map(readTags)) };
  tags._type = 'Building';
  const bodies = parts.map((part) => readBody(part, scope)).filter((body) => body !== null);
  let footprint = readFootprint(object, scope);
  if (footprint.length === 0) footprint = parts.flatMap((part) => readFootprint(part, scope));
  const whole = readBody(object, scope);
  const { latitudeFirst } = sink;
  return cityFeature({ id: '', place: scope.place, tags, whole, parts: bodies, footprint, latitudeFirst });
}

/** Gives the faces of a building or part at its finest level, installations outside included. */
function readBody(object: XmlElement, scope: GmlScope): CityPart | null {
  for (const lod of LODS) {
    const set = createFaceSet(lod, scope);
    addBounds(object, lod, set);
    addBody(object, lod, set);
    if (set.part.surfaces.length === 0) continue;
    for (const child of object.children) {
      if (child.name !== 'outerBuildingInstallation') continue;
      for (const installation of child.children) {
        addBounds(installation, lod, set);
        addBody(installation, lod, set);
      }
    }
    return set.part;
  }
  return null;
}

type FaceSet = ReturnType<typeof createFaceSet>;

/** Faces that the file names: walls, roofs …, with their doors and windows. */
function addBounds(object: XmlElement, lod: string, set: FaceSet): void {
  for (const bound of object.children) {
    if (bound.name !== 'boundedBy') continue;
    for (const surface of bound.children) {
      if (surface.name.startsWith('Interior') || /^(Ceiling|Floor)Surface$/.test(surface.name)) continue;
      addBody(surface, lod, set, KINDS[surface.name] ?? null);
      for (const opening of surface.children)
        if (opening.name === 'opening') for (const leaf of opening.children) addBody(leaf, lod, set, 'other');
    }
  }
}

function addBody(
  object: XmlElement,
  lod: string,
  set: FaceSet,
  kind: RawSurface['kind'] | null = null,
): void {
  for (const child of object.children) {
    if (child.name === `lod${lod}Solid`) {
      set.part.solid = true;
      set.add(child, kind);
    } else if (child.name === `lod${lod}MultiSurface` || child.name === `lod${lod}Geometry`)
      set.add(child, kind);
  }
}

/** Rings of the footprint (LoD0), the roof's edge where there is none. */
function readFootprint(object: XmlElement, scope: GmlScope): Float64Array[][] {
  for (const name of ['lod0FootPrint', 'lod0RoofEdge']) {
    const set = createFaceSet('0', scope);
    for (const child of object.children) if (child.name === name) set.add(child, 'ground');
    if (set.part.surfaces.length > 0) return set.part.surfaces.map(({ rings }) => rings);
  }
  return [];
}

function readRelief(object: XmlElement, scope: GmlScope, sink: GmlSink): void {
  const set = createFaceSet('', scope);
  set.add(object, 'other');
  const triangles = reliefTriangles(set.part.surfaces);
  if (triangles.length > 0) sink.reliefs.push({ triangles });
  else tell(sink, scope.place, 'dropped', 'no-geometry', 'expected triangles of a relief, got none');
}

/** Gives what any other object covers of the ground: its finest surfaces, else the point where it stands. */
function readGround(object: XmlElement, scope: GmlScope, sink: GmlSink): Geometry | null {
  for (const lod of [...LODS, '0']) {
    const set = createFaceSet(lod, scope);
    for (const element of walk(object))
      if (element.name.startsWith(`lod${lod}`)) {
        if (element.name.endsWith('Solid') || element.children.some(({ name }) => name === 'Solid'))
          set.part.solid = true;
        set.add(element, null);
      }
    if (set.part.surfaces.length === 0) continue;
    if (lod === '0') return multiPolygon(joinFaces(set.part.surfaces.map(({ rings }) => rings)));
    const cover = groundCover(set.part, sink.latitudeFirst);
    if (cover) return cover;
  }
  for (const element of walk(object)) {
    if (element.name !== 'Point') continue;
    const [x, y] = ringCoordinates(element);
    if (x !== undefined && y !== undefined && Number.isFinite(x + y))
      return { type: 'Point', coordinates: [x, y] };
  }
  return null;
}
