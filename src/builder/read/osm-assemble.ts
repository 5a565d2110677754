/** From nodes, ways and relations to features: lines, areas and multipolygons with their tags. */
import type { Geometry, Position } from 'geojson';
import type { Problem } from '../problem.ts';
import { hasMainTag, isArea, mustBeClosed, sameKind, saysSomething } from './osm-areas.ts';
import { assembleRelation, MEND_GAP_M, nodeDistance, positionsOf } from './osm-multipolygon.ts';
import type { OsmData, OsmRelation, OsmTags } from './osm-store.ts';
import type { RawFeature } from './source.ts';

const BATCH = 1000;

/** Tag that ties a building part to its outline: the id of the way or relation that is the building's outline. */
export const OUTLINE_TAG = '_outline';

/** Relations whose members make one shape. */
const SHAPES = new Set(['multipolygon', 'boundary', 'land_area']);

/**
 * Yields the file's features in batches: tagged nodes, then ways, then relations, each by ascending id.
 *
 * Every way and relation that says something is yielded or told in `problems`.
 *
 * @param file - name for messages.
 */
export async function* assembleOsm(
  data: OsmData,
  file: string,
  problems: Problem[],
  signal: AbortSignal,
): AsyncGenerator<RawFeature[]> {
  const tell = (place: string, action: Problem['action'], reason: string, detail: string) =>
    problems.push({ action, reason, file, place, detail });
  const outlines = outlinesOf(data);
  const shapes = relationShapes(data, tell);
  let batch: RawFeature[] = [];
  function* all(): Generator<RawFeature> {
    yield* nodeFeatures(data);
    for (let way = 0; way < data.wayCount; way++) {
      const feature = wayFeature(data, way, shapes.taken, tell);
      if (feature) yield feature;
    }
    yield* shapes.features;
  }
  for (const feature of all()) {
    const outline = outlines.get(feature.place);
    if (outline) feature.tags[OUTLINE_TAG] = outline;
    batch.push(feature);
    if (batch.length < BATCH) continue;
    signal.throwIfAborted();
    yield batch;
    batch = [];
  }
  signal.throwIfAborted();
  if (batch.length > 0) yield batch;
}

type Tell = (place: string, action: Problem['action'], reason: string, detail: string) => void;

function feature(place: string, geometry: Geometry, tags: OsmTags): RawFeature {
  return { id: place, place, geometry, tags: { ...tags } };
}

function* nodeFeatures(data: OsmData): Generator<RawFeature> {
  for (const [node, tags] of data.nodeTags) {
    if (node < 0 || !saysSomething(tags)) continue;
    const coordinates = [data.lon[node]! / 1e7, data.lat[node]! / 1e7];
    yield feature(`node/${data.nodeIds[node]!}`, { type: 'Point', coordinates }, tags);
  }
}

function wayFeature(data: OsmData, way: number, taken: Map<number, string>, tell: Tell): RawFeature | null {
  const tags = data.wayTags[way] ?? null;
  if (!saysSomething(tags)) return null;
  const place = `way/${data.wayIds[way]!}`;
  const owner = taken.get(way);
  if (owner) {
    tell(
      place,
      'mended',
      'part-of-relation',
      `expected one feature for the thing, ${owner} is the same: merged into it`,
    );
    return null;
  }
  const nodes = data.wayNodes(way);
  const absent = nodes.reduce((sum, node) => sum + (node < 0 ? 1 : 0), 0);
  if (nodes.length < 2) {
    tell(place, 'dropped', 'too-few-points', `expected a way of 2 nodes or more, got ${nodes.length}`);
    return null;
  }
  const closed = absent === 0 && nodes[0] === nodes.at(-1);
  if (absent > 0) {
    const detail = `expected ${nodes.length} nodes, ${absent} of them are not in the file`;
    if (mustBeClosed(tags) || tags.area === 'yes') {
      tell(place, 'dropped', 'missing-nodes', detail);
      return null;
    }
    const runs = runsOf(nodes);
    if (runs.length === 0) {
      tell(place, 'dropped', 'missing-nodes', detail);
      return null;
    }
    tell(place, 'mended', 'missing-nodes', `${detail}: the line is cut there`);
    const lines = runs.map((run) => positionsOf(data, run));
    if (lines.length === 1) return feature(place, { type: 'LineString', coordinates: lines[0]! }, tags);
    return feature(place, { type: 'MultiLineString', coordinates: lines }, tags);
  }
  const positions = positionsOf(data, nodes);
  if (closed && isArea(tags)) return feature(place, { type: 'Polygon', coordinates: [positions] }, tags);
  if (!closed && mustBeClosed(tags)) {
    const gap = nodeDistance(data, nodes[0]!, nodes.at(-1)!);
    if (gap > MEND_GAP_M || nodes.length < 4) {
      tell(
        place,
        'dropped',
        'unclosed-ring',
        `expected a closed way, its ends lie ${gap.toFixed(1)} m apart`,
      );
      return null;
    }
    tell(
      place,
      'mended',
      'ring-closed',
      `expected a closed way, its ends lie ${gap.toFixed(2)} m apart: closed`,
    );
    return feature(place, { type: 'Polygon', coordinates: [[...positions, positions[0]!]] }, tags);
  }
  return feature(place, { type: 'LineString', coordinates: positions }, tags);
}

/** Stretches of two nodes or more that are in the file. */
function runsOf(nodes: Int32Array): Int32Array[] {
  const runs: Int32Array[] = [];
  let from = 0;
  for (let i = 0; i <= nodes.length; i++) {
    if (i < nodes.length && nodes[i]! >= 0) continue;
    if (i - from >= 2) runs.push(nodes.subarray(from, i));
    from = i + 1;
  }
  return runs;
}

function relationShapes(data: OsmData, tell: Tell): { features: RawFeature[]; taken: Map<number, string> } {
  const features: RawFeature[] = [];
  const taken = new Map<number, string>();
  for (const relation of data.relations) {
    const place = `relation/${relation.id}`;
    const type = relation.tags.type ?? '';
    if (!SHAPES.has(type)) {
      const { type: _, ...rest } = relation.tags;
      const reason = type === 'building' ? 'building-relation' : 'relation-kind';
      const detail = `a relation of type "${type}" has no shape of its own`;
      if (type !== '' || saysSomething(rest)) tell(place, 'passed', reason, detail);
      continue;
    }
    const { polygons, findings, outerWays } = assembleRelation(data, relation);
    for (const { action, reason, detail } of findings) tell(place, action, reason, detail);
    if (polygons.length === 0) continue;
    const tags = relationTags(data, relation, outerWays);
    if (!tags) {
      tell(place, 'passed', 'no-tags', 'neither the relation nor an outer way says what it is');
      continue;
    }
    for (const way of takenWays(data, tags, outerWays)) taken.set(way, place);
    const geometry: Geometry =
      polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] as Position[][] }
        : { type: 'MultiPolygon', coordinates: polygons };
    features.push(feature(place, geometry, tags));
  }
  return { features, taken };
}

/** The relation's own tags, or those of the first outer way that is an area (the style before 2013). */
function relationTags(data: OsmData, relation: OsmRelation, outerWays: readonly number[]): OsmTags | null {
  const { type, ...own } = relation.tags;
  if (type === 'boundary' || type === 'land_area' || hasMainTag(own)) return relation.tags;
  for (const way of outerWays) {
    const tags = data.wayTags[way];
    if (tags && isArea(tags)) return { ...tags, ...relation.tags };
  }
  return saysSomething(own) ? relation.tags : null;
}

/** Closed outer ways that say of themselves the same as the relation: one thing must not stand twice. */
function takenWays(data: OsmData, tags: OsmTags, outerWays: readonly number[]): number[] {
  if (tags.type !== 'multipolygon') return [];
  return outerWays.filter((way) => {
    const own = data.wayTags[way];
    if (!own || !isArea(own) || !sameKind(own, tags)) return false;
    const nodes = data.wayNodes(way);
    return outerWays.length === 1 || nodes[0] === nodes.at(-1) || mustBeClosed(own);
  });
}

/** From the place of a part to the id of its building's outline, by relations of type building. */
function outlinesOf(data: OsmData): Map<string, string> {
  const outlines = new Map<string, string>();
  for (const { tags, members } of data.relations) {
    if (tags.type !== 'building') continue;
    const outline = members.find(({ role, kind }) => role === 'outline' && kind !== 'node');
    if (!outline) continue;
    for (const { role, kind, ref } of members) {
      if (role === 'part' && kind !== 'node')
        outlines.set(`${kind}/${ref}`, `${outline.kind}/${outline.ref}`);
    }
  }
  return outlines;
}
