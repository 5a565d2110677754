import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { AggregateLayer } from '#base/state/scene-layers.ts';
import { isOpen } from '../events/case-look.ts';
import type { LayerFactory, LayerView } from './layer.ts';

const DEFAULT_RADIUS = 150;
const LEAST_RADIUS = 10;
const MOST_RADIUS = 5_000;
/** Changes are gathered: a whole picture is made anew for them. */
const EVERY_MS = 2_000;

/** Cases of the whole city at a glance: hexagons by count, or heat. */
export const createAggregateLayer: LayerFactory<AggregateLayer> = async (
  spec,
  first,
  context,
  signal,
  onFault,
) => {
  const { scene, city, live } = context;
  if (!live) throw new Error(`layer "${spec.id}": expected a feed in the scene, got none`);
  // With deck.gl only once such a layer is shown.
  const [{ createDeckOverlay }, { AGGREGATES, aggregateLayers }] = await Promise.all([
    import('../aggregate/deck-overlay.ts'),
    import('../aggregate/aggregate-layers.ts'),
  ]);
  signal.throwIfAborted();
  const { origin } = city.manifest;
  const overlay = createDeckOverlay(scene, origin, (error) =>
    onFault(
      new Error(`layer "${spec.id}": expected deck.gl to draw, got ${error.message}`, { cause: error }),
    ),
  );
  let view: LayerView = first;
  let timer = 0;

  function draw(): void {
    window.clearTimeout(timer);
    timer = 0;
    if (!view.visible) {
      overlay.setLayers([]);
      return;
    }
    const open = [...live!.cases.all().values()].filter(isOpen);
    const [east, north] = metresPerDegree(origin[1]);
    const places = new Float64Array(open.length * 2);
    for (const [at, { lon, lat }] of open.entries()) {
      places[at * 2] = (lon - origin[0]) * east;
      places[at * 2 + 1] = (lat - origin[1]) * north;
    }
    const { as, radius, extruded } = view.style;
    const kind = AGGREGATES.find((one) => one === as) ?? 'hexagons';
    const wide =
      typeof radius === 'number' ? Math.min(MOST_RADIUS, Math.max(LEAST_RADIUS, radius)) : DEFAULT_RADIUS;
    overlay.setLayers(aggregateLayers(kind, places, wide, view.opacity, extruded !== false));
  }
  const removeListener = live.cases.onChange(() => {
    timer ||= window.setTimeout(draw, EVERY_MS);
  });
  draw();
  return {
    update(next) {
      view = next;
      draw();
    },
    pending: () => 0,
    dispose() {
      window.clearTimeout(timer);
      removeListener();
      overlay.dispose();
    },
  };
};
