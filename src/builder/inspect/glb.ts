/** Reads a binary glTF tile back: JSON, decompressed buffer views, accessors. Shares no code with the writer. */
import { MeshoptDecoder } from 'meshoptimizer/decoder';

export interface GltfAccessor {
  bufferView: number;
  byteOffset?: number;
  componentType: number;
  count: number;
  type: 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4';
  normalized?: boolean;
  min?: number[];
  max?: number[];
}

interface MeshoptView {
  buffer: number;
  byteOffset: number;
  byteLength: number;
  byteStride: number;
  count: number;
  mode: string;
  filter?: string;
}

interface GltfBufferView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
  target?: number;
  extensions?: { EXT_meshopt_compression?: MeshoptView };
}

interface FeatureIds {
  featureCount: number;
  attribute: number;
  propertyTable?: number;
  label?: string;
}

export interface GltfPrimitive {
  /** 0 points; triangles without. */
  mode?: number;
  attributes: Record<string, number>;
  indices: number;
  material?: number;
  extensions?: {
    EXT_mesh_features?: { featureIds: FeatureIds[] };
  };
}

export interface GltfJson {
  accessors: GltfAccessor[];
  bufferViews: GltfBufferView[];
  buffers: { byteLength: number; uri?: string; extensions?: unknown }[];
  meshes: { primitives: GltfPrimitive[] }[];
  nodes: {
    mesh: number;
    scale?: [number, number, number];
    translation?: [number, number, number];
    rotation?: number[];
    matrix?: number[];
    extensions?: {
      EXT_mesh_gpu_instancing?: { attributes: Record<string, number> };
      EXT_instance_features?: { featureIds: FeatureIds[] };
    };
  }[];
  extensionsUsed?: string[];
  extensionsRequired?: string[];
  extensions?: {
    EXT_structural_metadata?: {
      schema: { classes: Record<string, { properties: Record<string, { componentType: string }> }> };
      propertyTables: { class: string; count: number; properties: Record<string, { values: number }> }[];
    };
  };
}

export interface Glb {
  json: GltfJson;
  /** Decompressed, one a buffer view. */
  views: Uint8Array[];
}

/**
 * Reads a glb and decompresses its buffer views.
 *
 * @param external - gives the bytes of a buffer that lies in a file of its own.
 * @throws Error naming what was expected and what was found: broken container, a view beyond the buffer, bytes that
 * meshopt cannot decode.
 */
export async function readGlb(
  bytes: Uint8Array,
  external: (uri: string) => Promise<Uint8Array> = () =>
    Promise.reject(new Error('expected one file, got more')),
): Promise<Glb> {
  await MeshoptDecoder.ready;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 28 || data.getUint32(0, true) !== 0x46_54_6c_67) {
    throw new Error('expected a binary glTF, got other bytes');
  }
  if (data.getUint32(8, true) !== bytes.byteLength) {
    throw new Error(`expected ${data.getUint32(8, true)} bytes, got ${bytes.byteLength}`);
  }
  const jsonLength = data.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + jsonLength))) as GltfJson;
  const binary = bytes.subarray(28 + jsonLength);
  const buffers = await Promise.all(
    json.buffers.map(async ({ uri }) => (uri === undefined ? binary : external(uri))),
  );
  const views = json.bufferViews.map((view, index) => {
    const packed = view.extensions?.EXT_meshopt_compression;
    const { byteOffset = 0, byteLength } = packed ?? view;
    const whole = buffers[(packed ?? view).buffer]!;
    if (byteOffset + byteLength > whole.byteLength) {
      throw new Error(
        `buffer view ${index}: expected at most ${whole.byteLength} bytes, got ${byteOffset + byteLength}`,
      );
    }
    const source = whole.subarray(byteOffset, byteOffset + byteLength);
    if (!packed) return source.slice();
    const target = new Uint8Array(packed.count * packed.byteStride);
    if (packed.mode === 'ATTRIBUTES' && source[0] !== 0xa0) {
      throw new Error(
        `buffer view ${index}: expected meshopt vertex codec v0 (0xa0), got 0x${source[0]?.toString(16)}`,
      );
    }
    try {
      MeshoptDecoder.decodeGltfBuffer(
        target,
        packed.count,
        packed.byteStride,
        source,
        packed.mode,
        packed.filter,
      );
    } catch (cause) {
      throw new Error(`buffer view ${index}: expected bytes that meshopt decodes`, { cause });
    }
    return target;
  });
  return { json, views };
}

const COMPONENTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 } as const;
const SIZES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };

/** Reads an accessor's numbers, tightly packed; normalised ones stay whole numbers. A new array. */
export function readAccessor({ json, views }: Glb, index: number): Float64Array {
  const accessor = json.accessors[index]!;
  const view = json.bufferViews[accessor.bufferView]!;
  const bytes = views[accessor.bufferView]!;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = COMPONENTS[accessor.type];
  const size = SIZES[accessor.componentType]!;
  const stride = view.byteStride ?? width * size;
  const out = new Float64Array(accessor.count * width);
  for (let i = 0; i < accessor.count; i++) {
    for (let c = 0; c < width; c++) {
      const at = (accessor.byteOffset ?? 0) + i * stride + c * size;
      out[i * width + c] = component(data, at, accessor.componentType);
    }
  }
  return out;
}

function component(data: DataView, at: number, type: number): number {
  switch (type) {
    case 5120:
      return data.getInt8(at);
    case 5121:
      return data.getUint8(at);
    case 5122:
      return data.getInt16(at, true);
    case 5123:
      return data.getUint16(at, true);
    case 5125:
      return data.getUint32(at, true);
    default:
      return data.getFloat32(at, true);
  }
}

/** Reads a column of the first property table. A new array. */
export function readColumn({ json, views }: Glb, name: string): Float64Array {
  const metadata = json.extensions?.EXT_structural_metadata;
  const table = metadata?.propertyTables[0];
  const column = table?.properties[name];
  if (!metadata || !table || !column)
    throw new Error(`property table: expected a column "${name}", got none`);
  const type = metadata.schema.classes[table.class]!.properties[name]!.componentType;
  const bytes = views[column.values]!;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const codes: Readonly<Record<string, number>> = { UINT8: 5121, UINT16: 5123, UINT32: 5125, FLOAT32: 5126 };
  const code = codes[type]!;
  const size = SIZES[code]!;
  if (bytes.byteLength !== table.count * size) {
    throw new Error(`column "${name}": expected ${table.count * size} bytes, got ${bytes.byteLength}`);
  }
  return Float64Array.from({ length: table.count }, (_, row) => component(data, row * size, code));
}

/** Writes the same glTF without compression, for a validator that cannot look into compressed views. */
export function decompressed({ json, views }: Glb): Uint8Array {
  let length = 0;
  const bufferViews = json.bufferViews.map((view, index) => {
    const { extensions: _, byteOffset: __, ...rest } = view;
    const byteOffset = Math.ceil(length / 8) * 8;
    length = byteOffset + views[index]!.byteLength;
    return { ...rest, buffer: 0, byteOffset, byteLength: views[index]!.byteLength };
  });
  const without = (names?: string[]) => names?.filter((name) => name !== 'EXT_meshopt_compression');
  const required = without(json.extensionsRequired);
  const { extensionsRequired: _, ...others } = json;
  const plain = {
    ...others,
    bufferViews,
    buffers: [{ byteLength: length }],
    extensionsUsed: without(json.extensionsUsed),
    ...(required && required.length > 0 ? { extensionsRequired: required } : {}),
  };
  const text = new TextEncoder().encode(JSON.stringify(plain));
  const jsonLength = Math.ceil(text.byteLength / 4) * 4;
  const binLength = Math.ceil(length / 4) * 4;
  const out = new Uint8Array(28 + jsonLength + binLength);
  const data = new DataView(out.buffer);
  data.setUint32(0, 0x46_54_6c_67, true);
  data.setUint32(4, 2, true);
  data.setUint32(8, out.byteLength, true);
  data.setUint32(12, jsonLength, true);
  data.setUint32(16, 0x4e_4f_53_4a, true);
  out.fill(0x20, 20, 20 + jsonLength);
  out.set(text, 20);
  data.setUint32(20 + jsonLength, binLength, true);
  data.setUint32(24 + jsonLength, 0x00_4e_49_42, true);
  bufferViews.forEach((view, index) => {
    out.set(views[index]!, 28 + jsonLength + view.byteOffset);
  });
  return out;
}
