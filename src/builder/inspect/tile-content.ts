/** Checks one building tile by itself and gives what the tileset's checks need of it. */
import { validateBytes } from 'gltf-validator';
import { decompressed, type Glb, readAccessor, readColumn, readGlb } from './glb.ts';

/** More rows than this and small GPUs get no property texture. */
const MOST_ROWS = 4096;

export interface TileContent {
  /** Bounds of all corners, z up: least, then greatest; m in the tile's frame. */
  bounds: Float64Array;
  gids: Set<number>;
  rows: number;
  triangles: number;
}

/** What the validator says of extensions that it does not know; each is checked here instead. */
const UNKNOWABLE = new Set(['UNSUPPORTED_EXTENSION', 'UNUSED_OBJECT']);

/**
 * Reads and checks a tile.
 *
 * @param tell - takes findings.
 * @returns null when it cannot be read at all.
 */
export async function inspectContent(
  bytes: Uint8Array,
  tell: (text: string) => void,
): Promise<TileContent | null> {
  let glb: Glb;
  try {
    glb = await readGlb(bytes);
  } catch (error) {
    tell((error as Error).message);
    return null;
  }
  const { issues } = await validateBytes(decompressed(glb), { maxIssues: 20 });
  for (const { code, message, severity, pointer } of issues.messages) {
    if (severity > 1 || UNKNOWABLE.has(code)) continue;
    tell(`glTF ${pointer ?? ''}: ${message}`);
  }
  const table = glb.json.extensions?.EXT_structural_metadata?.propertyTables[0];
  if (!table) {
    tell('expected a property table, got none');
    return null;
  }
  if (table.count > MOST_ROWS) tell(`property table: expected at most ${MOST_ROWS} rows, got ${table.count}`);
  let gids = new Set<number>();
  try {
    for (const name of Object.keys(table.properties)) readColumn(glb, name);
    gids = new Set(readColumn(glb, 'gid'));
  } catch (error) {
    tell((error as Error).message);
  }
  if (gids.size !== table.count) {
    tell(`gids: expected ${table.count} different ones, got ${gids.size}`);
  }
  const bounds = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
  const seen = new Uint8Array(table.count);
  let triangles = 0;
  for (const node of glb.json.nodes) {
    for (const primitive of glb.json.meshes[node.mesh]!.primitives) {
      triangles += inspectPrimitive(glb, primitive, node, table.count, bounds, seen, tell);
    }
  }
  const unseen = seen.reduce((sum, used) => sum + (used === 0 ? 1 : 0), 0);
  if (unseen > 0) tell(`property table: expected triangles for every row, got none for ${unseen}`);
  return { bounds, gids, rows: table.count, triangles };
}

function inspectPrimitive(
  glb: Glb,
  primitive: Glb['json']['meshes'][number]['primitives'][number],
  node: Glb['json']['nodes'][number],
  rows: number,
  bounds: Float64Array,
  seen: Uint8Array,
  tell: (text: string) => void,
): number {
  const featureSet = primitive.extensions?.EXT_mesh_features?.featureIds[0];
  const attribute = primitive.attributes[`_FEATURE_ID_${featureSet?.attribute}`];
  if (featureSet?.propertyTable !== 0 || attribute === undefined) {
    tell('expected feature ids that refer to property table 0, got none');
    return 0;
  }
  if (featureSet.featureCount !== rows)
    tell(`feature count: expected ${rows}, got ${featureSet.featureCount}`);
  const [sx, sy, sz] = node.scale ?? [1, 1, 1];
  const [tx, ty, tz] = node.translation ?? [0, 0, 0];
  const positions = readAccessor(glb, primitive.attributes.POSITION!);
  const features = readAccessor(glb, attribute);
  const indices = readAccessor(glb, primitive.indices);
  const count = positions.length / 3;
  const beyond = features.find((feature) => feature >= rows);
  if (beyond !== undefined) tell(`feature ids: expected less than ${rows}, got ${beyond}`);
  const far = indices.find((index) => index >= count);
  if (far !== undefined) {
    tell(`indices: expected less than ${count}, got ${far}`);
    return 0;
  }
  let mixed = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const feature = features[indices[i]!]!;
    if (feature !== features[indices[i + 1]!] || feature !== features[indices[i + 2]!]) mixed++;
    if (feature < rows) seen[feature] = 1;
  }
  if (mixed > 0) tell(`triangles: expected each in one feature, got ${mixed} between two`);
  for (let v = 0; v < count; v++) {
    // glTF is y up with z to the south; tiles are z up with y to the north.
    const x = positions[v * 3]! * sx + tx;
    const y = -(positions[v * 3 + 2]! * sz + tz);
    const z = positions[v * 3 + 1]! * sy + ty;
    bounds[0] = Math.min(bounds[0]!, x);
    bounds[1] = Math.min(bounds[1]!, y);
    bounds[2] = Math.min(bounds[2]!, z);
    bounds[3] = Math.max(bounds[3]!, x);
    bounds[4] = Math.max(bounds[4]!, y);
    bounds[5] = Math.max(bounds[5]!, z);
  }
  return indices.length / 3;
}
