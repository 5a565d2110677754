/** The work on one tile of roads, for a worker thread: encode, gzip, write. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MeshoptEncoder } from 'meshoptimizer/encoder';
import { createEnuFrame } from '#base/geo/ellipsoid.ts';
import { GlbBuffer, toGlb } from '../glb-file.ts';

export interface RoadTileInput {
  /** Flat [lon, lat, h, …]; degrees, m ellipsoidal. */
  places: Float64Array;
  /** Flat [metres along the direction of travel, 0…1 across]. */
  uv: Float32Array;
  features: Uint32Array;
  indices: Uint32Array;
  gids: Uint32Array;
  /** km/h. */
  freeSpeed: Uint8Array;
  /** Position in ROAD_CLASSES. */
  class: Uint8Array;
  /** 1 one way, 0 both. */
  oneway: Uint8Array;
  origin: { lonDeg: number; latDeg: number; h: number };
  file: string;
}

export interface RoadTileFile {
  bounds: Float64Array;
  features: number;
  bytes: number;
  bytesGz: number;
}

/** Classes of roads by number, as in the property `class`. */
export const ROAD_CLASSES = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'residential',
  'service',
  'pedestrian',
  'path',
  'steps',
  'track',
] as const;

const PROPERTIES = { gid: 'UINT32', freeSpeed: 'UINT8', class: 'UINT8', oneway: 'UINT8' } as const;

/** Grid of places, m; tiles that it does not reach across have a coarser one. */
const STEP = 0.02;

/** Makes and writes one tile. */
export async function roadTileTask(input: RoadTileInput): Promise<RoadTileFile> {
  await MeshoptEncoder.ready;
  const { places, gids } = input;
  const { lonDeg, latDeg, h } = input.origin;
  const frame = createEnuFrame(lonDeg, latDeg, h);
  const count = places.length / 3;
  const enu = new Float64Array(places.length);
  let reach = 0;
  for (let i = 0; i < places.length; i += 3) {
    frame.toEnu(places[i]!, places[i + 1]!, places[i + 2]!, enu, i);
    reach = Math.max(reach, Math.abs(enu[i]!), Math.abs(enu[i + 1]!), Math.abs(enu[i + 2]!));
  }
  let step = STEP;
  while (reach > 32_767 * step) step *= 2;
  const positions = new Int16Array(count * 4);
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    for (const [axis, value] of [enu[i * 3]!, enu[i * 3 + 2]!, 0 - enu[i * 3 + 1]!].entries()) {
      const grain = Math.round(value / step) + 0;
      positions[i * 4 + axis] = grain;
      min[axis] = Math.min(min[axis]!, grain);
      max[axis] = Math.max(max[axis]!, grain);
    }
  }
  const bounds = Float64Array.of(
    min[0]! * step,
    -max[2]! * step,
    min[1]! * step,
    max[0]! * step,
    -min[2]! * step,
    max[1]! * step,
  );
  const bytes = encode(input, positions, step, min, max);
  const packed = gzipSync(bytes, { level: 6 });
  mkdirSync(dirname(input.file), { recursive: true });
  writeFileSync(input.file, bytes);
  writeFileSync(`${input.file}.gz`, packed);
  return { bounds, features: gids.length, bytes: bytes.byteLength, bytesGz: packed.byteLength };
}

function encode(
  input: RoadTileInput,
  positions: Int16Array,
  step: number,
  min: number[],
  max: number[],
): Uint8Array {
  const buffer = new GlbBuffer();
  const count = positions.length / 4;
  const raw = (array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  // Centimetres along the road: what is round compresses.
  const uv = input.uv.map((value) => Math.round(value * 64) / 64);
  const short = count < 0xffff;
  const indices = short ? Uint16Array.from(input.indices) : input.indices;
  const accessors = [
    {
      bufferView: buffer.compressed(raw(positions), count, 8, 'ATTRIBUTES'),
      componentType: 5122,
      count,
      type: 'VEC3',
      min,
      max,
    },
    {
      bufferView: buffer.compressed(raw(uv), count, 8, 'ATTRIBUTES'),
      componentType: 5126,
      count,
      type: 'VEC2',
    },
    {
      bufferView: buffer.compressed(raw(input.features), count, 4, 'ATTRIBUTES'),
      componentType: 5123,
      count,
      type: 'SCALAR',
    },
    {
      bufferView: buffer.compressed(raw(indices), indices.length, short ? 2 : 4, 'TRIANGLES'),
      componentType: short ? 5123 : 5125,
      count: indices.length,
      type: 'SCALAR',
    },
  ];
  const columns = { gid: input.gids, freeSpeed: input.freeSpeed, class: input.class, oneway: input.oneway };
  const rows = input.gids.length;
  const properties = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, { values: buffer.plain(raw(column)) }]),
  );
  const json = {
    asset: { version: '2.0', generator: 'spar' },
    extensionsUsed: [
      'EXT_mesh_features',
      'EXT_meshopt_compression',
      'EXT_structural_metadata',
      'KHR_mesh_quantization',
    ],
    extensionsRequired: ['EXT_meshopt_compression', 'KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, scale: [step, step, step] }],
    meshes: [
      {
        primitives: [
          {
            attributes: { POSITION: 0, TEXCOORD_0: 1, _FEATURE_ID_0: 2 },
            indices: 3,
            material: 0,
            extensions: {
              EXT_mesh_features: { featureIds: [{ featureCount: rows, attribute: 0, propertyTable: 0 }] },
            },
          },
        ],
      },
    ],
    materials: [{ doubleSided: true, pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors,
    bufferViews: buffer.views,
    buffers: [
      { byteLength: buffer.byteLength },
      { byteLength: buffer.decodedLength, extensions: { EXT_meshopt_compression: { fallback: true } } },
    ],
    extensions: {
      EXT_structural_metadata: {
        schema: {
          id: 'spar_road',
          classes: {
            road: {
              properties: Object.fromEntries(
                Object.entries(PROPERTIES).map(([name, componentType]) => [
                  name,
                  { type: 'SCALAR', componentType, required: true },
                ]),
              ),
            },
          },
        },
        propertyTables: [{ class: 'road', count: rows, properties }],
      },
    },
  };
  return toGlb(json, buffer);
}
