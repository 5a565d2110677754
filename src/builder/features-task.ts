/** Worker task: from the bytes of a chunk of features to packed buildings, components and ground features. */
import { type PackedBuildings, packBuildings } from '#city/building-store.ts';
import type { GroundFeature } from '#city/model.ts';
import { type PackedComponents, packComponents } from '#city/packed-components.ts';
import { lookupEpsg } from './epsg-lookup.ts';
import { applyFrame, createFrame, type Frame, type FrameSpec } from './frame.ts';
import { type LoosePart, type NormaliseContext, normalise } from './mend/normalise.ts';
import type { Problem } from './problem.ts';
import { mapColumns } from './read/columns.ts';
import { parseChunk } from './read/geojson.ts';
import type { FeatureChunk, RawFeature } from './read/source.ts';

/** What turns a source's raw features into the city's: plain data, the same in every thread. */
export interface FeatureSteps {
  frame: FrameSpec;
  context: NormaliseContext;
  columns: Record<string, string> | undefined;
}

export interface FeaturesInput extends FeatureSteps {
  chunk: FeatureChunk;
}

export interface FeaturesResult {
  packed: PackedBuildings;
  parts: LoosePart[];
  ground: GroundFeature[];
  components: PackedComponents;
  problems: Problem[];
  read: number;
}

const frames = new Map<string, Frame>();

function frameOf(spec: FrameSpec): Frame {
  const key = JSON.stringify(spec);
  let frame = frames.get(key);
  if (!frame) {
    frame = createFrame(spec, lookupEpsg);
    frames.set(key, frame);
  }
  return frame;
}

/** Parses, projects and normalises a chunk. */
export function featuresTask(input: FeaturesInput): FeaturesResult {
  return takeFeatures(parseChunk(input.chunk), input);
}

/** Projects and normalises raw features (changed in place) and packs their buildings and components. */
export function takeFeatures(features: RawFeature[], steps: FeatureSteps): FeaturesResult {
  const read = features.length;
  if (steps.columns) for (const feature of features) renameColumns(feature, steps.columns);
  const kept = applyFrame(features, frameOf(steps.frame), steps.context.file);
  const normalised = normalise(kept.features, steps.context);
  return {
    packed: packBuildings(normalised.buildings),
    parts: normalised.parts,
    ground: normalised.ground,
    components: packComponents(normalised.components),
    problems: [...kept.problems, ...normalised.problems],
    read,
  };
}

/** Applies the recipe's columns; a column named as the id becomes the feature's. */
function renameColumns(feature: RawFeature, columns: Record<string, string>): void {
  feature.tags = mapColumns(feature.tags, columns);
  const { id } = feature.tags;
  if (columns.id !== undefined && (typeof id === 'string' || typeof id === 'number')) feature.id = String(id);
}
