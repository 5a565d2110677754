/** What an OSM file holds, kept small: nodes as typed arrays, ways as ranges of one pool of node ids. */

export type OsmTags = Record<string, string>;
export type OsmKind = 'node' | 'way' | 'relation';

export interface OsmMember {
  kind: OsmKind;
  ref: number;
  role: string;
}

export interface OsmRelation {
  id: number;
  tags: OsmTags;
  members: OsmMember[];
}

/** The whole file, once `finish` has sorted it. Nodes are known by their index in id order, −1 for "not in the file". */
export interface OsmData {
  nodeCount: number;
  nodeIds: Float64Array;
  /** 1e-7 degrees, beside `nodeIds`. */
  lon: Int32Array;
  lat: Int32Array;
  /** Tags by node index, tagged nodes only, ascending by id. */
  nodeTags: Map<number, OsmTags>;
  wayCount: number;
  wayIds: Float64Array;
  wayTags: (OsmTags | null)[];
  /** Index of the way with that id, or −1. */
  wayIndex(id: number): number;
  /** Node indices of a way, in its order, −1 where a node is not in the file; a new array. */
  wayNodes(way: number): Int32Array;
  relations: OsmRelation[];
}

/** Takes what a decoder finds, in any order; an id given twice keeps its last form. */
export interface OsmStore {
  /** Coordinates in 1e-7 degrees, whole numbers. */
  addNode(id: number, lon7: number, lat7: number, tags: OsmTags | null): void;
  addWay(id: number, refs: ArrayLike<number>, count: number, tags: OsmTags | null): void;
  addRelation(relation: OsmRelation): void;
  finish(): OsmData;
}

function grown<T extends Float64Array | Int32Array>(array: T, make: (length: number) => T, need: number): T {
  if (need <= array.length) return array;
  const next = make(Math.max(need, array.length * 2));
  next.set(array as never);
  return next;
}

const float64 = (length: number) => new Float64Array(length);
const int32 = (length: number) => new Int32Array(length);

/** Finds a number in the first `count` entries of an ascending array: its index, or −1. */
function find(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle]!;
    if (at === value) return middle;
    if (at < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Order of the ids with duplicates out (the last wins), or null when they ascend strictly already. */
function orderOf(ids: Float64Array, count: number): Uint32Array | null {
  let ascending = true;
  for (let i = 1; i < count && ascending; i++) ascending = ids[i]! > ids[i - 1]!;
  if (ascending) return null;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  order.sort((a, b) => ids[a]! - ids[b]! || a - b);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (i + 1 < count && ids[order[i]!] === ids[order[i + 1]!]) continue;
    order[kept++] = order[i]!;
  }
  return order.subarray(0, kept);
}

/** Creates an empty store. */
export function createOsmStore(): OsmStore {
  let nodeCount = 0;
  let nodeIds = float64(1 << 14);
  let lon = int32(1 << 14);
  let lat = int32(1 << 14);
  let nodeTagsById = new Map<number, OsmTags>();
  let wayCount = 0;
  let wayIds = float64(1 << 12);
  let wayStart = float64((1 << 12) + 1);
  let refPool = float64(1 << 15);
  let refCount = 0;
  let wayTags: (OsmTags | null)[] = [];
  const relations = new Map<number, OsmRelation>();

  function sortNodes(): void {
    const order = orderOf(nodeIds, nodeCount);
    if (order) {
      nodeIds = Float64Array.from(order, (i) => nodeIds[i]!);
      lon = Int32Array.from(order, (i) => lon[i]!);
      lat = Int32Array.from(order, (i) => lat[i]!);
      nodeCount = order.length;
    }
  }

  function sortWays(): void {
    const order = orderOf(wayIds, wayCount);
    if (!order) return;
    const pool = float64(refCount);
    const starts = float64(order.length + 1);
    let filled = 0;
    order.forEach((way, i) => {
      const refs = refPool.subarray(wayStart[way]!, wayStart[way + 1]!);
      starts[i] = filled;
      pool.set(refs, filled);
      filled += refs.length;
    });
    starts[order.length] = filled;
    wayIds = Float64Array.from(order, (i) => wayIds[i]!);
    wayTags = Array.from(order, (i) => wayTags[i] ?? null);
    [refPool, wayStart, wayCount] = [pool, starts, order.length];
  }

  return {
    addNode(id, lon7, lat7, tags) {
      if (nodeCount === nodeIds.length) {
        nodeIds = grown(nodeIds, float64, nodeCount + 1);
        lon = grown(lon, int32, nodeCount + 1);
        lat = grown(lat, int32, nodeCount + 1);
      }
      nodeIds[nodeCount] = id;
      lon[nodeCount] = lon7;
      lat[nodeCount++] = lat7;
      if (tags) nodeTagsById.set(id, tags);
    },
    addWay(id, refs, count, tags) {
      wayIds = grown(wayIds, float64, wayCount + 1);
      wayStart = grown(wayStart, float64, wayCount + 2);
      refPool = grown(refPool, float64, refCount + count);
      for (let i = 0; i < count; i++) refPool[refCount++] = refs[i]!;
      wayIds[wayCount++] = id;
      wayStart[wayCount] = refCount;
      wayTags.push(tags);
    },
    addRelation(relation) {
      relations.set(relation.id, relation);
    },
    finish() {
      sortNodes();
      sortWays();
      const nodeTags = new Map<number, OsmTags>();
      const taggedIds = [...nodeTagsById.keys()].sort((a, b) => a - b);
      for (const id of taggedIds) nodeTags.set(find(nodeIds, nodeCount, id), nodeTagsById.get(id)!);
      nodeTagsById = new Map();
      const [ids, ways, starts, pool, nodes] = [nodeIds, wayCount, wayStart, refPool, nodeCount];
      const idsOfWays = wayIds;
      return {
        nodeCount,
        nodeIds,
        lon,
        lat,
        nodeTags,
        wayCount,
        wayIds,
        wayTags,
        wayIndex: (id) => find(idsOfWays, ways, id),
        wayNodes(way) {
          const from = starts[way]!;
          const found = int32(starts[way + 1]! - from);
          for (let i = 0; i < found.length; i++) found[i] = find(ids, nodes, pool[from + i]!);
          return found;
        },
        relations: [...relations.values()].sort((a, b) => a.id - b.id),
      };
    },
  };
}
