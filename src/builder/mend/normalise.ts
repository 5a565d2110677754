/**
 * From raw features in WGS84 to the clean city model: classify, mend geometry, derive height, roof and use.
 *
 * Pure and free of Node: runs in worker threads on batches.
 */
import type { Component } from '#city/component.ts';
import type { Building, GroundFeature, LonLatPolygon, Volume } from '#city/model.ts';
import { polygonArea } from '#city/polygon.ts';
import type { Problem } from '../problem.ts';
import type { RawFeature, SourceOptions } from '../read/source.ts';
import { buildingOf, volumesOf } from './building-of.ts';
import { classify, themeOfFileName } from './classify.ts';
import { DEFAULT_SCHEME } from './component-class.ts';
import { classOfFileName } from './component-fields.ts';
import { componentOf } from './component-of.ts';
import { createFields, type Fields, field, readFields } from './fields.ts';
import { groundOf, polygonsOf } from './ground-of.ts';
import { geometryHash, sourceId } from './ids.ts';
import { BUILDING_MEND, METRES_A_DEGREE, mendPolygons, PART_MEND, type Remark } from './mend-polygon.ts';
import { osmComponentClass } from './osm-components.ts';
import { surfacesOf } from './surfaces-of.ts';

/** A building part that still looks for its building (OSM `building:part`), by containment. */
export interface LoosePart {
  id: string;
  /** Id of the outline when a relation says so. */
  buildingId: string | null;
  volume: Volume;
  /** Further pieces of a part whose footprint is in several. */
  more?: Volume[];
  /** The part's own height is a guess by its use: its building's counts, where that is known. */
  estimated?: boolean;
  attributes: Record<string, string | number | boolean>;
}

export interface Normalised {
  buildings: Building[];
  parts: LoosePart[];
  ground: GroundFeature[];
  components: Component[];
  problems: Problem[];
  /** Features taken in, before any merge: in = out + dropped + passed + merged. */
  read: number;
}

/** What is the same for all features of a source. */
export interface NormaliseContext {
  /** File name for messages. */
  file: string;
  /** Ids become `<idPrefix>:<id>`. */
  idPrefix: string;
  /** What features are whose tags do not say it, from the recipe. Without it the file's name tells. */
  theme?: NonNullable<SourceOptions['theme']> | undefined;
  /** Scheme of components' codes. */
  scheme?: string | undefined;
  /** Class of components that do not say theirs; without it the file's name tells. */
  fileClass?: string | null;
}

/**
 * Normalises a batch. Every feature comes out exactly once: as a building, a part, a ground feature, a component, or a problem that
 * is `dropped` or `passed`; `mended` and `warning` come on top of a feature that is there.
 *
 * @param features - WGS84 degrees, surfaces with ellipsoidal heights; tags are taken over as attributes.
 */
export function normalise(features: readonly RawFeature[], context: NormaliseContext): Normalised {
  const out: Normalised = {
    buildings: [],
    parts: [],
    ground: [],
    components: [],
    problems: [],
    read: features.length,
  };
  const theme = context.theme ?? themeOfFileName(context.file);
  const within = { ...context, fileClass: context.fileClass ?? classOfFileName(context.file) };
  const fields = createFields();
  for (const feature of features) {
    readFields(feature.tags, fields);
    const refused = take(feature, fields, theme, within, out);
    if (refused) {
      const { action, reason, detail } = refused;
      out.problems.push({ action, reason, file: context.file, place: feature.place, detail });
    }
  }
  return out;
}

/** The class of a point whose tags tell it. */
function pointClass({ geometry, tags }: RawFeature): string | null {
  return geometry?.type === 'Point' ? osmComponentClass(tags) : null;
}

type Refused = Pick<Problem, 'action' | 'reason' | 'detail'>;

function take(
  feature: RawFeature,
  fields: Fields,
  theme: NormaliseContext['theme'] | null,
  context: NormaliseContext,
  out: Normalised,
): Refused | null {
  const { geometry, surfaces } = feature;
  const inventory = theme === 'component';
  const componentClass = inventory ? null : pointClass(feature);
  if (inventory || componentClass !== null) {
    const { idPrefix, scheme = DEFAULT_SCHEME } = context;
    const result = componentOf(feature, componentClass, fields.attributes, {
      idPrefix,
      scheme,
      fallback: context.fileClass ?? null,
    });
    if ('reason' in result) return { action: 'dropped', ...result };
    out.components.push(result.made);
    for (const { reason, detail } of result.remarks) {
      out.problems.push({ action: 'warning', reason, file: context.file, place: feature.place, detail });
    }
    return null;
  }
  const detailed = surfaces !== undefined && surfaces.length > 0;
  const kind = classify(feature.tags, fields, geometry, detailed, theme ?? null);
  const own = sourceId(feature.id, field(fields, 'id'));
  const say = (remarks: readonly Remark[]): void => {
    for (const { reason, detail } of remarks) {
      const action = MENDED.has(reason) ? 'mended' : 'warning';
      out.problems.push({ action, reason, file: context.file, place: feature.place, detail });
    }
  };
  if (kind.is === 'passed') return { action: 'passed', reason: kind.reason, detail: kind.detail };
  if (kind.is === 'ground') {
    if (geometry === null) {
      return {
        action: 'passed',
        reason: 'no-geometry',
        detail: `expected a line or an area, got faces only`,
      };
    }
    if (geometry.type === 'Point' && field(fields, 'name') === undefined) {
      return {
        action: 'passed',
        reason: 'point',
        detail: `expected a line or an area of ${kind.theme}, got a point`,
      };
    }
    const result = groundOf('', kind, geometry, fields);
    if ('reason' in result) return { action: 'dropped', ...result };
    const hash = own ?? groundHash(result.made);
    result.made.id = `${context.idPrefix}:${hash}`;
    out.ground.push(result.made);
    if (result.remarks.length > 0) say(result.remarks);
    return null;
  }
  if (detailed) {
    const mended = surfacesOf(surfaces);
    if (mended && mended.outline.length > 0) {
      const area = areaOf(mended.outline);
      const { made, remarks } = buildingOf(idOf(context, own, mended.outline), mended.outline, area, fields);
      made.surfaces = mended.surfaces;
      made.ground = mended.ground;
      made.minHeight = 0;
      made.height = Math.max(0.1, mended.top - mended.ground);
      made.heightFrom = 'surfaces';
      out.buildings.push(made);
      // Heights come from the faces: what columns say of them is no longer of interest.
      say([...mended.remarks, ...remarks.filter(({ reason }) => reason === 'bad-year')]);
      return null;
    }
    if (geometry === null) {
      return {
        action: 'dropped',
        reason: 'degenerate-face',
        detail: `expected faces with an area, got ${surfaces.length} without`,
      };
    }
  }
  const polygons = geometry === null ? [] : polygonsOf(geometry);
  if (polygons.length === 0) {
    return {
      action: 'passed',
      reason: 'no-footprint',
      detail: `expected a footprint, got ${geometry === null ? 'no geometry' : `a ${geometry.type}`}`,
    };
  }
  const part = kind.is === 'part';
  const mended = mendPolygons(polygons, part ? PART_MEND : BUILDING_MEND);
  if ('reason' in mended) return { action: 'dropped', ...mended };
  if (mended.remarks.length > 0) say(mended.remarks);
  const id = idOf(context, own, mended.polygons);
  if (part) {
    const { made, estimated, remarks } = volumesOf(mended.polygons, mended.area, fields);
    if (remarks.length > 0) say(remarks);
    const outline = feature.tags._outline;
    const parent = typeof outline === 'string' ? outline : field(fields, 'parent');
    const buildingId = parent === undefined ? null : `${context.idPrefix}:${String(parent)}`;
    const loose: LoosePart = { id, buildingId, volume: made[0]!, attributes: fields.attributes };
    if (made.length > 1) loose.more = made.slice(1);
    if (estimated) loose.estimated = true;
    out.parts.push(loose);
    return null;
  }
  const { made, remarks } = buildingOf(id, mended.polygons, mended.area, fields);
  if (feature.box) made.ground = feature.box.bottom;
  if (remarks.length > 0) say(remarks);
  out.buildings.push(made);
  return null;
}

/** Reasons that changed something; others are doubts. */
const MENDED = new Set([
  'repeated-points',
  'spike',
  'self-crossing',
  'bad-hole',
  'piece-dropped',
  'too-many-points',
  'bad-height',
  'bad-levels',
  'bad-min-height',
  'bad-roof-height',
  'degenerate-face',
  'bad-width',
  'bad-lanes',
]);

function idOf(context: NormaliseContext, own: string | null, outline: readonly LonLatPolygon[]): string {
  return `${context.idPrefix}:${own ?? geometryHash(outline)}`;
}

function groundHash(feature: GroundFeature): string {
  const flat: number[] = feature.geometry.coordinates.flat(3) as number[];
  return geometryHash([[Float64Array.from(flat)]]);
}

function areaOf(outline: readonly LonLatPolygon[]): number {
  const lat = outline[0]![0]![1]!;
  const scale = METRES_A_DEGREE ** 2 * Math.cos((lat * Math.PI) / 180);
  return outline.reduce((sum, polygon) => sum + polygonArea(polygon) * scale, 0);
}
