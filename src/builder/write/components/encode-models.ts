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
import type { LibraryMesh, ModelLibrary } from './model-library.ts';

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

/** Rounds a scale as tiles carry it. */
function grainOfScale(scale: number): number {
  return Math.max(1, Math.round(scale * SCALE_GRAIN)) / SCALE_GRAIN;
}

/**
 * Encodes a tile of models.
 *
 * @param libraryUri - of the library's file, from the tile's.
 * @throws Error when there is nothing to write.
 */
export function encodeModels(
  instances: Instances,
  library: ModelLibrary,
  libraryUri: string,
): EncodedComponents {
  if (instances.count === 0) throw new Error('tile: expected components, got none');
  const buffer = new GlbBuffer();
  const accessors: Record<string, unknown>[] = [];
  const bounds = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
  const byModel = new Map<ModelName, number[]>();
  instances.models.forEach((name, i) => {
    const list = byModel.get(name);
    if (list) list.push(i);
    else byModel.set(name, [i]);
  });
  const names = [...byModel.keys()].sort();
  const nodes = names.map((name, mesh) => {
    const members = byModel.get(name)!;
    return {
      mesh,
      extensions: {
        EXT_mesh_gpu_instancing: {
          attributes: putInstances(buffer, accessors, instances, members, library.meshes.get(name)!, bounds),
        },
        EXT_instance_features: {
          featureIds: [
            { featureCount: instances.count, attribute: 0, propertyTable: 0 },
            { featureCount: instances.count, attribute: 1, label: 'gid' },
          ],
        },
      },
    };
  });
  const meshes = names.map((name) => ({
    primitives: [putMesh(buffer, accessors, library.meshes.get(name)!)],
  }));
  const gids = buffer.plain(bytesOf(instances.gids));
  const json = {
    asset: { version: '2.0', generator: 'spar' },
    extensionsUsed: [
      'EXT_instance_features',
      'EXT_mesh_gpu_instancing',
      'EXT_structural_metadata',
      'KHR_mesh_quantization',
    ],
    extensionsRequired: ['EXT_mesh_gpu_instancing', 'KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: nodes.map((_, at) => at) }],
    nodes,
    meshes,
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors,
    bufferViews: buffer.views,
    buffers: [{ byteLength: buffer.byteLength }, { uri: libraryUri, byteLength: library.bytes.byteLength }],
    extensions: {
      EXT_structural_metadata: {
        schema: COMPONENT_SCHEMA,
        propertyTables: [
          { class: 'component', count: instances.count, properties: { gid: { values: gids } } },
        ],
      },
    },
  };
  return { bytes: toGlb(json, buffer), bounds };
}

function bytesOf(array: Float32Array | Uint32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function putFloats(
  buffer: GlbBuffer,
  accessors: Record<string, unknown>[],
  values: Float32Array,
  type: 'SCALAR' | 'VEC3' | 'VEC4',
  extremes = false,
): number {
  const width = type === 'SCALAR' ? 1 : type === 'VEC3' ? 3 : 4;
  const accessor: Record<string, unknown> = {
    bufferView: buffer.plain(bytesOf(values)),
    componentType: FLOAT,
    count: values.length / width,
    type,
  };
  if (extremes) {
    const min = new Array<number>(width).fill(Infinity);
    const max = new Array<number>(width).fill(-Infinity);
    values.forEach((value, at) => {
      min[at % width] = Math.min(min[at % width]!, value);
      max[at % width] = Math.max(max[at % width]!, value);
    });
    accessor.min = min;
    accessor.max = max;
  }
  return accessors.push(accessor) - 1;
}

/** Writes the instances of one model and widens the bounds by them. */
function putInstances(
  buffer: GlbBuffer,
  accessors: Record<string, unknown>[],
  { gids, feet, azimuth, scale }: Instances,
  members: readonly number[],
  mesh: LibraryMesh,
  bounds: Float64Array,
): Record<string, number> {
  const count = members.length;
  const translation = new Float32Array(count * 3);
  const rotation = new Float32Array(count * 4);
  const scales = new Float32Array(count * 3);
  const local = new Float32Array(count);
  const gid = new Float32Array(count);
  let [turned, scaled] = [false, false];
  members.forEach((i, k) => {
    const turn = Math.round((azimuth[i]! / 360) * TURN_GRAIN) % TURN_GRAIN;
    const angle = (turn / TURN_GRAIN) * 2 * Math.PI;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const size = grainOfScale(scale[i]!);
    const [cx, cy, cz] = mesh.centre;
    // The model's right and front, turned from north clockwise.
    const east = feet[i * 3]! + size * (cx * cos + cy * sin);
    const north = feet[i * 3 + 1]! + size * (cy * cos - cx * sin);
    const up = feet[i * 3 + 2]! + size * cz;
    translation[k * 3] = grain(east);
    translation[k * 3 + 1] = grain(up);
    translation[k * 3 + 2] = grain(-north);
    // About the y axis (up), counter-clockwise seen from above.
    rotation[k * 4 + 1] = 0 - Math.sin(angle / 2);
    rotation[k * 4 + 3] = Math.cos(angle / 2);
    turned ||= turn !== 0;
    scaled ||= size !== 1;
    scales.fill(size, k * 3, k * 3 + 3);
    local[k] = i;
    gid[k] = gids[i]!;
    const reach = mesh.radius * size;
    const half = mesh.half * size;
    bounds[0] = Math.min(bounds[0]!, east - reach);
    bounds[1] = Math.min(bounds[1]!, north - reach);
    bounds[2] = Math.min(bounds[2]!, up - half);
    bounds[3] = Math.max(bounds[3]!, east + reach);
    bounds[4] = Math.max(bounds[4]!, north + reach);
    bounds[5] = Math.max(bounds[5]!, up + half);
  });
  return {
    TRANSLATION: putFloats(buffer, accessors, translation, 'VEC3', true),
    ...(turned ? { ROTATION: putFloats(buffer, accessors, rotation, 'VEC4') } : {}),
    ...(scaled ? { SCALE: putFloats(buffer, accessors, scales, 'VEC3') } : {}),
    _FEATURE_ID_0: putFloats(buffer, accessors, local, 'SCALAR'),
    _FEATURE_ID_1: putFloats(buffer, accessors, gid, 'SCALAR'),
  };
}

function grain(metres: number): number {
  return Math.round(metres * PLACE_GRAIN) / PLACE_GRAIN + 0;
}

/** A primitive whose attributes lie in the library, the file's buffer 1. */
function putMesh(buffer: GlbBuffer, accessors: Record<string, unknown>[], mesh: LibraryMesh) {
  const { vertices, indices } = mesh;
  const attribute = (at: number, stride: number, accessor: Record<string, unknown>): number =>
    accessors.push({
      bufferView: buffer.external(1, at, vertices * stride, { byteStride: stride, target: 34_962 }),
      count: vertices,
      ...accessor,
    }) - 1;
  return {
    attributes: {
      POSITION: attribute(mesh.positionAt, 12, {
        componentType: FLOAT,
        type: 'VEC3',
        min: mesh.min,
        max: mesh.max,
      }),
      NORMAL: attribute(mesh.normalAt, 4, { componentType: 5120, normalized: true, type: 'VEC3' }),
      COLOR_0: attribute(mesh.colourAt, 4, { componentType: 5121, normalized: true, type: 'VEC4' }),
    },
    indices:
      accessors.push({
        bufferView: buffer.external(1, mesh.indexAt, indices * 2, { target: 34_963 }),
        componentType: 5123,
        count: indices,
        type: 'SCALAR',
      }) - 1,
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
  const vertexView = (bytes: Uint8Array, stride: number): number =>
    buffer.plain(bytes, { byteStride: stride, target: 34_962 });
  const position = putFloats(buffer, accessors, positions, 'VEC3', true);
  Object.assign(buffer.views.at(-1)!, { byteStride: 12, target: 34_962 });
  const scalar = (values: Float32Array): number =>
    accessors.push({
      bufferView: vertexView(bytesOf(values), 4),
      componentType: FLOAT,
      count,
      type: 'SCALAR',
    }) - 1;
  const attributes = {
    POSITION: position,
    COLOR_0:
      accessors.push({
        bufferView: vertexView(colours, 4),
        componentType: 5121,
        normalized: true,
        count,
        type: 'VEC4',
      }) - 1,
    _FEATURE_ID_0: scalar(Float32Array.from(gids, (_, i) => i)),
    _FEATURE_ID_1: scalar(Float32Array.from(gids)),
  };
  const table = buffer.plain(bytesOf(gids));
  const json = {
    asset: { version: '2.0', generator: 'spar' },
    extensionsUsed: ['EXT_mesh_features', 'EXT_structural_metadata'],
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
                  { featureCount: count, attribute: 1, label: 'gid' },
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
    buffers: [{ byteLength: buffer.byteLength }],
    extensions: {
      EXT_structural_metadata: {
        schema: COMPONENT_SCHEMA,
        propertyTables: [{ class: 'component', count, properties: { gid: { values: table } } }],
      },
    },
  };
  return { bytes: toGlb(json, buffer), bounds };
}

/** Role of a dot: lamps shine. */
export function roleOfDot(model: ModelName): number {
  return model.startsWith('lamp') ? CORNER_ROLE.lightsource : CORNER_ROLE.plain;
}
