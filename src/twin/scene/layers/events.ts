import { cityCalendar } from '#base/cases/city-calendar.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import type { LiveSceneLayer } from '#base/state/scene-layers.ts';
import { createEventMarkers } from '../events/event-markers.ts';
import type { LayerFactory } from './layer.ts';

/** Open cases as markers, coloured and shaped by how near they are to their limit; gathered where they are many. */
export const createEventsLayer: LayerFactory<LiveSceneLayer> = (spec, view, { scene, city, live }) => {
  if (!live) return Promise.reject(new Error(`layer "${spec.id}": expected a feed in the scene, got none`));
  const { origin, timeZone } = city.manifest;
  const work = createWorkTime(cityCalendar(timeZone, origin[0]));
  const markers = createEventMarkers(scene, live, origin[2], work);
  markers.show(view.visible, view.opacity);
  return Promise.resolve({
    update: ({ visible, opacity }) => markers.show(visible, opacity),
    pending: () => 0,
    dispose: markers.dispose,
  });
};
