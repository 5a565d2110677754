/** Checks one tile of components by itself: instances or dots, their ids, their places. */
import { validateBytes } from 'gltf-validator';
import { decompressed, type Glb, readAccessor, readColumn, readGlb } from './glb.ts';

/** A mesh farther than this from its origin loses instances at the screen's edge, m. */
const CENTRED = 0.02;
/** More rows than this and some graphics cards get no property texture. */
const MOST_ROWS = 8_192;

/** One component as a tile shows it. */
export interface ShownComponent {
  gid: number;
  /** East, north, up of the mesh's origin (of the dot) in the tile's frame, m. */
  place: [number, number, number];
}

export interface ComponentContent {
  kind: 'models' | 'dots';
  /** Bounds of what is drawn, z up: least, then greatest; m in the tile's frame. */
  bounds: Float64Array;
  shown: ShownComponent[];
  triangles: number;
}

const UNKNOWABLE = new Set(['UNSUPPORTED_EXTENSION', 'UNUSED_OBJECT']);

/**
 * Reads and checks a tile.
 *
 * @param external - gives the bytes of a file that the tile names. @param tell - takes findings.
 * @returns null when it cannot be read at all.
 */
export async function inspectComponents(
  bytes: Uint8Array,
  external: (uri: string) => Promise<Uint8Array>,
  tell: (text: string) => void,
): Promise<ComponentContent | null> {
  let glb: Glb;
  try {
    glb = await readGlb(bytes, external);
  } catch (error) {
    tell((error as Error).message);
    return null;
  }
  const { issues } = await validateBytes(decompressed(glb), { maxIssues: 20 });
  for (const { code, message, severity, pointer } of issues.messages) {
    if (severity <= 1 && !UNKNOWABLE.has(code)) tell(`glTF ${pointer ?? ''}: ${message}`);
  }
  let gids: Float64Array;
  try {
    gids = readColumn(glb, 'gid');
  } catch (error) {
    tell((error as Error).message);
    return null;
  }
  if (gids.length > MOST_ROWS) tell(`property table: expected at most ${MOST_ROWS} rows, got ${gids.length}`);
  if (new Set(gids).size !== gids.length) tell('gids: expected each once, got some twice');
  const content: ComponentContent = {
    kind: glb.json.nodes.some(({ extensions }) => extensions?.EXT_mesh_gpu_instancing) ? 'models' : 'dots',
    bounds: Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity),
    shown: [],
    triangles: 0,
  };
  const seen = new Uint8Array(gids.length);
  glb.json.nodes.forEach((node, at) => {
    const scope = (text: string): void => tell(`node ${at}: ${text}`);
    if (node.scale || node.translation || node.rotation || node.matrix)
      scope('expected no transform of its own');
    if (content.kind === 'models') addInstances(glb, node, gids, seen, content, scope);
    else addDots(glb, node, gids, seen, content, scope);
  });
  const unseen = seen.reduce((sum, used) => sum + (used === 1 ? 0 : 1), 0);
  if (unseen > 0) tell(`property table: expected each row shown once, got ${unseen} otherwise`);
  return content;
}

type Node = Glb['json']['nodes'][number];
type IdSets = NonNullable<NonNullable<Node['extensions']>['EXT_instance_features']>['featureIds'];

/** Reads both sets of ids and compares them: the row's gid must be the gid. */
function readIds(
  glb: Glb,
  sets: IdSets | undefined,
  attributes: Record<string, number>,
  gids: Float64Array,
  seen: Uint8Array,
  tell: (text: string) => void,
): Float64Array | null {
  const [rows, numbers] = sets ?? [];
  const rowAttribute = attributes[`_FEATURE_ID_${rows?.attribute}`];
  const gidAttribute = attributes[`_FEATURE_ID_${numbers?.attribute}`];
  if (
    rows?.propertyTable !== 0 ||
    numbers?.label !== 'gid' ||
    rowAttribute === undefined ||
    gidAttribute === undefined
  ) {
    tell('expected ids of the property table and ids labelled "gid", got others');
    return null;
  }
  for (const { featureCount } of [rows, numbers]) {
    if (featureCount !== gids.length) tell(`feature count: expected ${gids.length}, got ${featureCount}`);
  }
  const local = readAccessor(glb, rowAttribute);
  const found = readAccessor(glb, gidAttribute);
  for (let i = 0; i < local.length; i++) {
    const row = local[i]!;
    if (gids[row] !== found[i]) {
      tell(`ids: expected the gid ${gids[row]} of row ${row}, got ${found[i]}`);
      return null;
    }
    seen[row]!++;
  }
  return found;
}

function addInstances(
  glb: Glb,
  { mesh, extensions }: Node,
  gids: Float64Array,
  seen: Uint8Array,
  content: ComponentContent,
  tell: (text: string) => void,
): void {
  const attributes = extensions?.EXT_mesh_gpu_instancing?.attributes;
  const translation = attributes?.TRANSLATION;
  if (!attributes || translation === undefined) {
    tell('expected instances with places, got none');
    return;
  }
  const numbers = readIds(glb, extensions.EXT_instance_features?.featureIds, attributes, gids, seen, tell);
  const places = readAccessor(glb, translation);
  const count = places.length / 3;
  const whole = (name: string): Float64Array | null =>
    attributes[name] === undefined ? null : readAccessor(glb, attributes[name]);
  const turns = whole('ROTATION');
  const scales = whole('SCALE');
  if (numbers && numbers.length !== count) {
    tell(`ids: expected ${count}, got ${numbers.length}`);
    return;
  }
  for (const primitive of glb.json.meshes[mesh]!.primitives) {
    const position = glb.json.accessors[primitive.attributes.POSITION!]!;
    const indices = glb.json.accessors[primitive.indices]!;
    content.triangles += (indices.count / 3) * count;
    const { min = [], max = [] } = position;
    const off = [0, 1, 2].map((axis) => Math.abs(min[axis]! + max[axis]!) / 2);
    if (Math.max(...off) > CENTRED) {
      tell(`mesh ${mesh}: expected its middle at its origin, got it ${Math.max(...off).toFixed(3)} m off`);
    }
    const far = readAccessor(glb, primitive.indices).some((index) => index >= position.count);
    if (far) tell(`mesh ${mesh}: expected indices below ${position.count}, got larger ones`);
    const corners = readAccessor(glb, primitive.attributes.POSITION!);
    for (let i = 0; i < count; i++) widen(content.bounds, corners, places, turns, scales, i);
  }
  for (let i = 0; i < count; i++) {
    const place: ShownComponent['place'] = [places[i * 3]!, -places[i * 3 + 2]!, places[i * 3 + 1]!];
    content.shown.push({ gid: numbers?.[i] ?? 0, place });
  }
}

/** Widens bounds (z up) by a mesh's corners as instance `i` shows them. */
function widen(
  bounds: Float64Array,
  corners: Float64Array,
  places: Float64Array,
  turns: Float64Array | null,
  scales: Float64Array | null,
  i: number,
): void {
  const [qx, qy, qz, qw] = turns ? turns.subarray(i * 4, i * 4 + 4) : [0, 0, 0, 1];
  for (let v = 0; v < corners.length; v += 3) {
    const x = corners[v]! * (scales?.[i * 3] ?? 1);
    const y = corners[v + 1]! * (scales?.[i * 3 + 1] ?? 1);
    const z = corners[v + 2]! * (scales?.[i * 3 + 2] ?? 1);
    // v + 2 q × (q × v + w v)
    const cx = qy! * z - qz! * y + qw! * x;
    const cy = qz! * x - qx! * z + qw! * y;
    const cz = qx! * y - qy! * x + qw! * z;
    const east = places[i * 3]! + x + 2 * (qy! * cz - qz! * cy);
    const up = places[i * 3 + 1]! + y + 2 * (qz! * cx - qx! * cz);
    const north = -(places[i * 3 + 2]! + z + 2 * (qx! * cy - qy! * cx));
    include(bounds, east, north, up);
  }
}

function include(bounds: Float64Array, east: number, north: number, up: number): void {
  bounds[0] = Math.min(bounds[0]!, east);
  bounds[1] = Math.min(bounds[1]!, north);
  bounds[2] = Math.min(bounds[2]!, up);
  bounds[3] = Math.max(bounds[3]!, east);
  bounds[4] = Math.max(bounds[4]!, north);
  bounds[5] = Math.max(bounds[5]!, up);
}

function addDots(
  glb: Glb,
  { mesh }: Node,
  gids: Float64Array,
  seen: Uint8Array,
  content: ComponentContent,
  tell: (text: string) => void,
): void {
  for (const { mode, attributes, extensions } of glb.json.meshes[mesh]!.primitives) {
    if (mode !== 0) tell(`expected points, got mode ${mode}`);
    const numbers = readIds(glb, extensions?.EXT_mesh_features?.featureIds, attributes, gids, seen, tell);
    const places = readAccessor(glb, attributes.POSITION!);
    for (let i = 0; i * 3 < places.length; i++) {
      const place: ShownComponent['place'] = [places[i * 3]!, -places[i * 3 + 2]!, places[i * 3 + 1]!];
      content.shown.push({ gid: numbers?.[i] ?? 0, place });
      include(content.bounds, ...place);
    }
  }
}
