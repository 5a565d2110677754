import {
  Cartesian3,
  Cartographic,
  ClassificationType,
  Color,
  GeometryInstance,
  GroundPolylineGeometry,
  GroundPolylinePrimitive,
  GroundPrimitive,
  Material,
  MaterialAppearance,
  PointPrimitiveCollection,
  PolygonGeometry,
  PolygonHierarchy,
  PolylineGeometry,
  PolylineMaterialAppearance,
  Primitive,
  type Scene,
  sampleTerrainMostDetailed,
} from 'cesium';
import type { GeojsonLayer } from '#base/state/scene-layers.ts';
import type { LayerStyle } from '#base/state/twin-state.ts';
import { loadJson } from '../../city/load-city.ts';
import { type Position, readShapes, type Shapes } from './geojson-shapes.ts';
import type { LayerFactory, LayerView } from './layer.ts';

/** What picking finds of a shape. */
export interface GeojsonId {
  /** `<id of the layer>/<key of the feature>` */
  readonly geojson: string;
}

/** Names of the style: `fill` and `line` are colours, `width` of lines and `size` of points are px. */
const DEFAULTS = { fill: '#2f6fb355', line: '#2f6fb3', width: 2.5, size: 8 } as const;

const toEcef = ([lon, lat, height]: Position): Cartesian3 => Cartesian3.fromDegrees(lon, lat, height ?? 0);

function colourOf(style: LayerStyle, name: 'fill' | 'line', opacity: number): Color {
  const wanted = Color.fromCssColorString(String(style[name] ?? DEFAULTS[name]));
  // A colour that is none leaves the default, so that the layer shows.
  const colour: Color = wanted ?? Color.fromCssColorString(DEFAULTS[name]);
  return colour.withAlpha(colour.alpha * opacity);
}

const numberOf = (style: LayerStyle, name: 'width' | 'size'): number =>
  typeof style[name] === 'number' ? style[name] : DEFAULTS[name];

function polygonsOf(
  shapes: Shapes,
  idOf: (key: string) => GeojsonId,
  clamp: boolean,
  material: Material,
): GroundPrimitive | Primitive | null {
  if (shapes.polygons.length === 0) return null;
  const geometryInstances = shapes.polygons.map((rings, at) => {
    const [outer, ...holes] = rings.map((ring) => new PolygonHierarchy(ring.map(toEcef)));
    const polygonHierarchy = new PolygonHierarchy(outer!.positions, holes);
    const vertexFormat = MaterialAppearance.MaterialSupport.BASIC.vertexFormat;
    return new GeometryInstance({
      id: idOf(shapes.keys.polygons[at]!),
      geometry: new PolygonGeometry({ polygonHierarchy, perPositionHeight: !clamp, vertexFormat }),
    });
  });
  const appearance = new MaterialAppearance({
    material,
    flat: true,
    translucent: true,
    materialSupport: MaterialAppearance.MaterialSupport.BASIC,
  });
  return clamp
    ? new GroundPrimitive({
        geometryInstances,
        appearance,
        classificationType: ClassificationType.TERRAIN,
      })
    : new Primitive({ geometryInstances, appearance });
}

function linesOf(
  shapes: Shapes,
  idOf: (key: string) => GeojsonId,
  clamp: boolean,
  width: number,
  material: Material,
): GroundPolylinePrimitive | Primitive | null {
  if (shapes.lines.length === 0) return null;
  const appearance = new PolylineMaterialAppearance({ material, translucent: true });
  const geometryInstances = shapes.lines.map((line, at) => {
    const positions = line.map(toEcef);
    return new GeometryInstance({
      id: idOf(shapes.keys.lines[at]!),
      geometry: clamp
        ? new GroundPolylineGeometry({ positions, width })
        : new PolylineGeometry({ positions, width, vertexFormat: PolylineMaterialAppearance.VERTEX_FORMAT }),
    });
  });
  return clamp
    ? new GroundPolylinePrimitive({
        geometryInstances,
        appearance,
        classificationType: ClassificationType.TERRAIN,
      })
    : new Primitive({ geometryInstances, appearance });
}

/** Heights of the ground under points, all asked for at once; 0 where there is no relief. */
async function groundUnder(scene: Scene, points: readonly Position[]): Promise<Cartesian3[]> {
  const places = points.map(([lon, lat]) => Cartographic.fromDegrees(lon, lat));
  const provider = scene.terrainProvider;
  if (provider.availability) await sampleTerrainMostDetailed(provider, places).catch(() => places);
  return places.map(({ longitude, latitude, height }) =>
    Cartesian3.fromRadians(longitude, latitude, (height || 0) + 0.5),
  );
}

/** Points, lines and areas of a GeoJSON file, on the ground unless it says its own heights; a few thousand at most. */
export const createGeojsonLayer: LayerFactory<GeojsonLayer> = async (
  spec,
  first,
  context,
  signal,
  onFault,
) => {
  const { scene } = context;
  const clamp = spec.clamp ?? true;
  const url = context.resolve(spec.url);
  const shapes = readShapes(await loadJson(url, signal, fetch.bind(window)), `layer "${spec.id}": "${url}"`);
  if (clamp) await GroundPrimitive.initializeTerrainHeights();
  signal.throwIfAborted();

  const fill = Material.fromType('Color', { color: Color.WHITE });
  const line = Material.fromType('Color', { color: Color.WHITE });
  const width = numberOf(first.style, 'width');
  const idOf = (key: string): GeojsonId => ({ geojson: `${spec.id}/${key}` });
  const areas = polygonsOf(shapes, idOf, clamp, fill);
  const lines = linesOf(shapes, idOf, clamp, width, line);
  const points = shapes.points.length > 0 ? new PointPrimitiveCollection() : null;
  const parts = [areas, lines, points].filter((part) => part !== null);
  let view = first;
  let sampling = 0;

  async function placePoints(): Promise<void> {
    if (!points) return;
    const mine = ++sampling;
    const places = clamp ? await groundUnder(scene, shapes.points) : shapes.points.map(toEcef);
    if (signal.aborted || mine !== sampling) return;
    points.removeAll();
    for (const [at, position] of places.entries()) {
      points.add({ position, id: idOf(shapes.keys.points[at]!) });
    }
    sampling = 0;
    update(view);
  }
  function update(next: LayerView): void {
    view = next;
    fill.uniforms.color = colourOf(view.style, 'fill', view.opacity);
    line.uniforms.color = colourOf(view.style, 'line', view.opacity);
    for (const part of parts) part.show = view.visible;
    for (let at = 0; at < (points?.length ?? 0); at++) {
      const point = points!.get(at);
      point.color = colourOf(view.style, 'line', view.opacity);
      point.pixelSize = numberOf(view.style, 'size');
      point.outlineColor = Color.WHITE.withAlpha(0.9 * view.opacity);
      point.outlineWidth = 1.5;
    }
    scene.requestRender();
  }
  const isReady = (): boolean => (areas?.ready ?? true) && (lines?.ready ?? true);

  for (const part of parts) scene.primitives.add(part);
  update(view);
  // Shapes are made in workers over several frames, and nobody else asks for those.
  const removeRender = scene.postRender.addEventListener(() => {
    if (isReady()) removeRender();
    else if (view.visible) scene.requestRender();
  });
  const removeTerrain = scene.terrainProviderChanged.addEventListener(() => void placePoints());
  void placePoints();
  if (shapes.reason !== null) onFault(new Error(`${shapes.reason}; ${shapes.dropped} left out`));
  return {
    update,
    pending: () => (isReady() ? 0 : 1) + (sampling > 0 ? 1 : 0),
    dispose() {
      removeRender();
      removeTerrain();
      for (const part of parts.reverse()) scene.primitives.remove(part);
      scene.requestRender();
    },
  };
};
