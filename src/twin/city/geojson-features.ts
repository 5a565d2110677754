import type { GeojsonLayer } from '#base/state/scene-layers.ts';
import { type GeojsonFeature, readFeatures, readShapes } from '../scene/layers/geojson-shapes.ts';
import type { FeatureSource, PlacedFeature } from './feature-source.ts';
import { loadJson } from './load-city.ts';
import type { LoadedScene } from './load-scene.ts';

/** Keys of properties that name a thing, the first that is there counts. */
const NAMES = ['name', 'title', '名称'];

type Value = string | number | boolean;

const isValue = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value);

/**
 * Makes a source that knows the features of a scene's GeoJSON layers, too: `<id of the layer>/<key>`.
 *
 * A file is read when one of its features is first asked for; the last one is kept.
 */
export function withGeojsonFeatures(
  source: FeatureSource,
  { scene, url: sceneUrl }: LoadedScene,
  get: typeof fetch,
): FeatureSource {
  const layers = scene.layers.filter((layer) => layer.kind === 'geojson');
  let kept: { id: string; features: GeojsonFeature[] } | null = null;

  async function featuresOf({ id, url }: GeojsonLayer, signal: AbortSignal): Promise<GeojsonFeature[]> {
    if (kept?.id === id) return kept.features;
    const address = new URL(url, sceneUrl).href;
    const features = readFeatures(await loadJson(address, signal, get), `layer "${id}": "${address}"`);
    kept = { id, features };
    return features;
  }

  return {
    byGid: source.byGid,
    async byId(id, signal) {
      const layer = layers.find((one) => id.startsWith(`${one.id}/`));
      if (!layer) return source.byId(id, signal);
      const wanted = id.slice(layer.id.length + 1);
      const features = await featuresOf(layer, signal);
      const feature = features.find(({ key }) => key === wanted);
      // A city's own ids may begin so, too.
      return feature ? toFeature(id, feature) : source.byId(id, signal);
    },
  };
}

function toFeature(id: string, { geometry, properties }: GeojsonFeature): PlacedFeature {
  const attributes: Record<string, Value> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    attributes[name] = isValue(value) ? value : JSON.stringify(value);
  }
  const name = NAMES.map((key) => attributes[key]).find((value) => value !== undefined && value !== '');
  return {
    gid: 0,
    id,
    layer: 'geojson',
    name: name === undefined ? null : String(name),
    use: null,
    height: null,
    heightFrom: null,
    storeys: null,
    built: null,
    demolished: null,
    attributes,
    ...middleOf(geometry),
  };
}

/** Middle of the box about a geometry; null without one that can be shown. */
function middleOf(geometry: unknown): { lon: number | null; lat: number | null } {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  try {
    const { points, lines, polygons } = readShapes({ type: 'Feature', geometry }, 'feature');
    for (const [lon, lat] of [...points, ...lines.flat(), ...polygons.flat(2)]) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  } catch {
    // The layer has told of it; what there is of the feature can be read.
  }
  return west <= east ? { lon: (west + east) / 2, lat: (south + north) / 2 } : { lon: null, lat: null };
}
