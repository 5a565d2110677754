/**
 * Writes components as instances: a node a model, its mesh from the library, its places as instance attributes
 * (EXT_mesh_gpu_instancing) with two sets of ids (EXT_instance_features): the row of the tile's property table, and the
 * gid itself, labelled `gid`, for shaders.
 *
 * Nodes have no transform of their own and meshes are centred: what the engine takes for the bounds of an instanced
 * model hangs on both.
 */
import { CORNER_ROLE } from '#city/component.ts';
import type { ModelName } from '#city/components/model-mesh.ts';
import { GlbBuffer, toGlb } from '../glb-file.ts';
import { CORNER, type LibraryMesh, type ModelLibrary } from './model-library.ts';

/** Instances of a tile in its frame. */
export interface Instances {
  count: number;
  gids: Uint32Array;
  /** Feet: flat [east, north, up], m. */
  feet: Float64Array;
  /** Degrees from north clockwise. */
  azimuth: Float32Array;
  /** Of the model; 1 as it is. */
  scale: Float32Array;
  models: ModelName[];
}

export interface EncodedComponents {
  bytes: Uint8Array;
  /** East, north, up: least, then greatest; m. */
  bounds: Float64Array;
}

const FLOAT = 5126;
/** Places in centimetres (1/128 m), turns in 1/512 of a circle, scales in 1/64: numbers that compress. */
const PLACE_GRAIN = 128;
const TURN_GRAIN = 512;
const SCALE_GRAIN = 64;

/** The schema of every component tile. */
export const COMPONENT_SCHEMA = {
  id: 'spar_component',
  classes: {
    component: { properties: { gid: { type: 'SCALAR', componentType: 'UINT32', required: true } } },
  },
};

/**
 * Encodes a tile of models.
 *
 * @param libraryUri - of the library's file, from the tile's.
 * @throws Error when there is nothing to write.
 * `MeshoptEncoder.ready` must have been awaited.
 */
export function encodeModels(
  instances: Instances,
  library: ModelLibrary,
  libraryUri: string,
): EncodedComponents {
  const { count, models } = instances;
  if (count === 0) throw new Error('tile: expected components, got none');
  const buffer = new GlbBuffer(2);
  const accessors: Record<string, unknown>[] = [];
  // One model after another, so that each attribute is one stretch of bytes.
  const order = Uint32Array.from(models, (_, i) => i).sort((a, b) =>
    models[a]! < models[b]! ? -1 : models[a]! > models[b]! ? 1 : a - b,
  );
  const names = [...new Set(models)].sort();
  const places = placeInstances(instances, library, order);
  const views = {
    TRANSLATION: buffer.compressed(bytesOf(places.translation), count, 12, 'ATTRIBUTES'),
    ...(places.turned
      ? { ROTATION: buffer.compressed(bytesOf(places.rotation), count, 16, 'ATTRIBUTES') }
      : {}),
    ...(places.scaled ? { SCALE: buffer.compressed(bytesOf(places.scale), count, 12, 'ATTRIBUTES') } : {}),
    _FEATURE_ID_0: buffer.compressed(bytesOf(places.local), count, 4, 'ATTRIBUTES'),
    _FEATURE_ID_1: buffer.compressed(bytesOf(places.gid), count, 4, 'ATTRIBUTES'),
  };
  let from = 0;
  const nodes = names.map((name, mesh) => {
    let to = from;
    while (to < count && models[order[to]!] === name) to++;
    const attributes = putInstances(accessors, views, places, from, to);
    from = to;
    return {
      mesh,
      extensions: {
        EXT_mesh_gpu_instancing: { attributes },
        EXT_instance_features: {
          featureIds: [
            { featureCount: count, attribute: 0, propertyTable: 0 },
            { featureCount: count, attribute: 1, label: 'gid' },
          ],
        },
      },
    };
  });
  const { bytes, vertexLength } = library;
  const shared = {
    vertices: buffer.external(1, 0, vertexLength, { byteStride: CORNER.stride, target: 34_962 }),
    indices: buffer.external(1, vertexLength, bytes.byteLength - vertexLength, { target: 34_963 }),
  };
  const meshes = names.map((name) => ({
    primitives: [putMesh(accessors, shared, library.meshes.get(name)!)],
  }));
  const gids = buffer.plain(bytesOf(Uint32Array.from(order, (i) => instances.gids[i]!)));
  const json = {
    asset: { version: '2.0', generator: 'spar' },
    extensionsUsed: [
      'EXT_instance_features',
      'EXT_mesh_gpu_instancing',
      'EXT_meshopt_compression',
      'EXT_structural_metadata',
      'KHR_mesh_quantization',
    ],
    extensionsRequired: ['EXT_mesh_gpu_instancing', 'EXT_meshopt_compression', 'KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: nodes.map((_, at) => at) }],
    nodes,
    meshes,
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors,
    bufferViews: buffer.views,
    buffers: [
      { byteLength: buffer.byteLength },
      { uri: libraryUri, byteLength: library.bytes.byteLength },
      { byteLength: buffer.decodedLength, extensions: { EXT_meshopt_compression: { fallback: true } } },
    ],
    extensions: {
      EXT_structural_metadata: {
        schema: COMPONENT_SCHEMA,
        propertyTables: [{ class: 'component', count, properties: { gid: { values: gids } } }],
      },
    },
  };
  return { bytes: toGlb(json, buffer), bounds: places.bounds };
}

function bytesOf(array: Float32Array | Uint32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

interface Places {
  translation: Float32Array;
  rotation: Float32Array;
  scale: Float32Array;
  local: Float32Array;
  gid: Float32Array;
  turned: boolean;
  scaled: boolean;
  /** East, north, up: least, then greatest; m. */
  bounds: Float64Array;
}

/** Brings the instances into the tile's glTF frame, in the order given. */
function placeInstances(
  { count, gids, feet, azimuth, scale, models }: Instances,
  library: ModelLibrary,
  order: Uint32Array,
): Places {
  const places: Places = {
    translation: new Float32Array(count * 3),
    rotation: new Float32Array(count * 4),
    scale: new Float32Array(count * 3),
    local: new Float32Array(count),
    gid: new Float32Array(count),
    turned: false,
    scaled: false,
    bounds: Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity),
  };
  const { bounds } = places;
  order.forEach((i, k) => {
    const mesh = library.meshes.get(models[i]!)!;
    const turn = Math.round((azimuth[i]! / 360) * TURN_GRAIN) % TURN_GRAIN;
    const angle = (turn / TURN_GRAIN) * 2 * Math.PI;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const size = Math.max(1, Math.round(scale[i]! * SCALE_GRAIN)) / SCALE_GRAIN;
    const [cx, cy, cz] = mesh.centre;
    // The model's right and front, turned from north clockwise.
    const east = feet[i * 3]! + size * (cx * cos + cy * sin);
    const north = feet[i * 3 + 1]! + size * (cy * cos - cx * sin);
    const up = feet[i * 3 + 2]! + size * cz;
    places.translation[k * 3] = grain(east);
    places.translation[k * 3 + 1] = grain(up);
    places.translation[k * 3 + 2] = grain(-north);
    // About the y axis (up), counter-clockwise seen from above.
    places.rotation[k * 4 + 1] = 0 - Math.sin(angle / 2);
    places.rotation[k * 4 + 3] = Math.cos(angle / 2);
    places.turned ||= turn !== 0;
    places.scaled ||= size !== 1;
    places.scale.fill(size, k * 3, k * 3 + 3);
    places.local[k] = k;
    places.gid[k] = gids[i]!;
    const reach = mesh.radius * size;
    const half = mesh.half * size;
    bounds[0] = Math.min(bounds[0]!, east - reach);
    bounds[1] = Math.min(bounds[1]!, north - reach);
    bounds[2] = Math.min(bounds[2]!, up - half);
    bounds[3] = Math.max(bounds[3]!, east + reach);
    bounds[4] = Math.max(bounds[4]!, north + reach);
    bounds[5] = Math.max(bounds[5]!, up + half);
  });
  return places;
}

/** Floats of an instance in each attribute. */
const WIDTHS = { TRANSLATION: 3, ROTATION: 4, SCALE: 3, _FEATURE_ID_0: 1, _FEATURE_ID_1: 1 } as const;

/** Writes the accessors of one model's instances: a stretch of each attribute's view. */
function putInstances(
  accessors: Record<string, unknown>[],
  views: Partial<Record<keyof typeof WIDTHS, number>>,
  { translation }: Places,
  from: number,
  to: number,
): Record<string, number> {
  const attributes: Record<string, number> = {};
  for (const [name, bufferView] of Object.entries(views)) {
    const width = WIDTHS[name as keyof typeof WIDTHS];
    attributes[name] =
      accessors.push({
        bufferView,
        ...(from > 0 ? { byteOffset: from * width * 4 } : {}),
        componentType: FLOAT,
        count: to - from,
        type: width === 1 ? 'SCALAR' : width === 3 ? 'VEC3' : 'VEC4',
        ...(name === 'TRANSLATION' ? extremes(translation.subarray(from * 3, to * 3)) : {}),
      }) - 1;
  }
  return attributes;
}

function extremes(places: Float32Array): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  places.forEach((value, at) => {
    min[at % 3] = Math.min(min[at % 3]!, value);
    max[at % 3] = Math.max(max[at % 3]!, value);
  });
  return { min, max };
}

function grain(metres: number): number {
  return Math.round(metres * PLACE_GRAIN) / PLACE_GRAIN + 0;
}

/** A primitive whose attributes lie in the library, the file's buffer 1. */
function putMesh(
  accessors: Record<string, unknown>[],
  views: { vertices: number; indices: number },
  mesh: LibraryMesh,
) {
  const put = (
    bufferView: number,
    byteOffset: number,
    count: number,
    accessor: Record<string, unknown>,
  ): number =>
    accessors.push({ bufferView, ...(byteOffset > 0 ? { byteOffset } : {}), count, ...accessor }) - 1;
  const corner = (offset: number, accessor: Record<string, unknown>): number =>
    put(views.vertices, mesh.vertexAt + offset, mesh.vertices, accessor);
  return {
    attributes: {
      POSITION: corner(0, { componentType: FLOAT, type: 'VEC3', min: mesh.min, max: mesh.max }),
      NORMAL: corner(CORNER.normal, { componentType: 5120, normalized: true, type: 'VEC3' }),
      COLOR_0: corner(CORNER.colour, { componentType: 5121, normalized: true, type: 'VEC4' }),
    },
    indices: put(views.indices, mesh.indexAt, mesh.indices, { componentType: 5123, type: 'SCALAR' }),
    material: 0,
  };
}

/** What a dot needs of a component. */
export interface Dots {
  gids: Uint32Array;
  /** Where the dots hang: flat [east, north, up], m. */
  places: Float64Array;
  /** Flat [red, green, blue, role]. */
  colours: Uint8Array;
}

/** Encodes a tile of dots: points with colours and the same two sets of ids (EXT_mesh_features). */
export function encodeDots({ gids, places, colours }: Dots): EncodedComponents {
  const count = gids.length;
  if (count === 0) throw new Error('tile: expected components, got none');
  const buffer = new GlbBuffer();
  const accessors: Record<string, unknown>[] = [];
  const bounds = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
  const positions = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) {
      bounds[axis] = Math.min(bounds[axis]!, places[i * 3 + axis]!);
      bounds[axis + 3] = Math.max(bounds[axis + 3]!, places[i * 3 + axis]!);
    }
    positions[i * 3] = grain(places[i * 3]!);
    positions[i * 3 + 1] = grain(places[i * 3 + 2]!);
    positions[i * 3 + 2] = grain(-places[i * 3 + 1]!);
  }
  const attribute = (bytes: Uint8Array, stride: number, accessor: Record<string, unknown>): number =>
    accessors.push({
      bufferView: buffer.compressed(bytes, count, stride, 'ATTRIBUTES'),
      count,
      ...accessor,
    }) - 1;
  const scalar = { componentType: FLOAT, type: 'SCALAR' };
  const attributes = {
    POSITION: attribute(bytesOf(positions), 12, {
      componentType: FLOAT,
      type: 'VEC3',
      ...extremes(positions),
    }),
    COLOR_0: attribute(colours, 4, { componentType: 5121, normalized: true, type: 'VEC4' }),
    _FEATURE_ID_0: attribute(bytesOf(Float32Array.from(gids, (_, i) => i)), 4, scalar),
    _FEATURE_ID_1: attribute(bytesOf(Float32Array.from(gids)), 4, scalar),
  };
  const table = buffer.plain(bytesOf(gids));
  const json = {
    asset: { version: '2.0', generator: 'spar' },
    extensionsUsed: ['EXT_mesh_features', 'EXT_meshopt_compression', 'EXT_structural_metadata'],
    extensionsRequired: ['EXT_meshopt_compression'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [
      {
        primitives: [
          {
            mode: 0,
            attributes,
            material: 0,
            extensions: {
              EXT_mesh_features: {
                featureIds: [
                  { featureCount: count, attribute: 0, propertyTable: 0 },
                  // The engine fails on a set of ids without a table where there are no instances, and takes one for each.
                  { featureCount: count, attribute: 1, label: 'gid', propertyTable: 1 },
                ],
              },
            },
          },
        ],
      },
    ],
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors,
    bufferViews: buffer.views,
    buffers: [
      { byteLength: buffer.byteLength },
      { byteLength: buffer.decodedLength, extensions: { EXT_meshopt_compression: { fallback: true } } },
    ],
    extensions: {
      EXT_structural_metadata: {
        schema: COMPONENT_SCHEMA,
        propertyTables: [0, 1].map(() => ({
          class: 'component',
          count,
          properties: { gid: { values: table } },
        })),
      },
    },
  };
  return { bytes: toGlb(json, buffer), bounds };
}

/** Role of a dot: lamps shine, trees are leaves. */
export function roleOfDot(model: ModelName): number {
  if (model.startsWith('tree-') && model !== 'tree-guard') return CORNER_ROLE.foliage;
  return model.startsWith('lamp') ? CORNER_ROLE.lightsource : CORNER_ROLE.plain;
}
