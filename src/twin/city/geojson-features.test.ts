import { describe, expect, it } from 'vitest';
import type { SceneLayer } from '#base/state/scene-layers.ts';
import type { PlacedFeature } from './feature-source.ts';
import { withGeojsonFeatures } from './geojson-features.ts';
import type { LoadedScene } from './load-scene.ts';

const PARKS = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      id: 'north',
      properties: { 名称: '北公园', area: 2.5, open: true, tags: ['lawn'], closed: null },
      geometry: {
        type: 'LineString',
        coordinates: [
          [120, 35, 9],
          [120.2, 35.4],
          [120.1, 35.1],
        ],
      },
    },
    { type: 'Feature', properties: { name: 'South' }, geometry: { type: 'Point', coordinates: [7, 43] } },
    { type: 'Feature', id: 12, properties: null, geometry: { type: 'Blob' } },
  ],
};
const LAYERS = [
  { id: 'parks', kind: 'geojson', url: 'data/parks.geojson' },
  { id: 'broken', kind: 'geojson', url: 'none.geojson' },
  { id: 'buildings', kind: 'buildings' },
] as unknown as SceneLayer[];

function open() {
  const asked: string[] = [];
  const get = (async (url: string) => {
    asked.push(url);
    return url.endsWith('parks.geojson') ? Response.json(PARKS) : new Response('', { status: 404 });
  }) as typeof fetch;
  const loaded = { scene: { layers: LAYERS }, url: 'http://a/scenes/x.json' } as unknown as LoadedScene;
  const house = { id: 'parks/house', gid: 5 } as PlacedFeature;
  const source = withGeojsonFeatures(
    {
      byGid: async (gid) => (gid === 5 ? house : null),
      byId: async (id) => (id === house.id ? house : null),
    },
    loaded,
    get,
  );
  const { signal } = new AbortController();
  return {
    asked,
    byId: (id: string) => source.byId(id, signal),
    byGid: () => source.byGid(5, signal),
    house,
  };
}

describe('features of a scene’s own GeoJSON', () => {
  it('are found by layer and id, with name, attributes and the middle of their box', async () => {
    const { byId, asked } = open();
    expect(await byId('parks/north')).toEqual({
      gid: 0,
      id: 'parks/north',
      layer: 'geojson',
      name: '北公园',
      use: null,
      height: null,
      heightFrom: null,
      storeys: null,
      built: null,
      demolished: null,
      attributes: { 名称: '北公园', area: 2.5, open: true, tags: '["lawn"]' },
      lon: 120.1,
      lat: 35.2,
    });
    expect(asked).toEqual(['http://a/scenes/data/parks.geojson']);
  });

  it('are found by their place in the file where they have no id, and read from the file once', async () => {
    const { byId, asked } = open();
    expect(await byId('parks/1')).toMatchObject({ name: 'South', lon: 7, lat: 43 });
    expect(await byId('parks/12')).toMatchObject({ name: null, lon: null, lat: null, attributes: {} });
    expect(await byId('parks/0')).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('leave the city’s own features as they are', async () => {
    const { byId, byGid, house, asked } = open();
    expect(await byGid()).toBe(house);
    expect(await byId('osm:way/1')).toBeNull();
    expect(await byId('buildings/1')).toBeNull();
    expect(asked).toEqual([]);
    expect(await byId('parks/house')).toBe(house);
  });

  it('say which layer’s file could not be had', async () => {
    await expect(open().byId('broken/1')).rejects.toThrow(
      '"http://a/scenes/none.geojson": expected a file, got 404',
    );
  });
});
