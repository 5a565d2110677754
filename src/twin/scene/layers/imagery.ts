import {
  ImageryLayer as EngineLayer,
  type ImageryProvider,
  Rectangle,
  UrlTemplateImageryProvider,
  WebMapTileServiceImageryProvider,
} from 'cesium';
import type { ImageryLayer } from '#base/state/scene-layers.ts';
import type { LayerFactory, LayerView } from './layer.ts';

const DEEPEST = 19;

function createProvider(spec: ImageryLayer, url: string): ImageryProvider {
  const common = {
    minimumLevel: spec.minimumLevel ?? 0,
    maximumLevel: spec.maximumLevel ?? DEEPEST,
    ...(spec.extent ? { rectangle: Rectangle.fromDegrees(...spec.extent) } : {}),
    ...(spec.attribution ? { credit: spec.attribution } : {}),
  };
  if (spec.service !== 'wmts') {
    return new UrlTemplateImageryProvider({ url: url.replaceAll('{-y}', '{reverseY}'), ...common });
  }
  if (!spec.wmts) {
    throw new Error(`layer "${spec.id}": wmts: expected {layer, tileMatrixSet}, got nothing`);
  }
  const { layer, tileMatrixSet, style = 'default', format = 'image/png' } = spec.wmts;
  return new WebMapTileServiceImageryProvider({
    url,
    layer,
    style,
    format,
    tileMatrixSetID: tileMatrixSet,
    ...common,
  });
}

/** Pictures from elsewhere draped on the ground: XYZ templates and WMTS. */
export const createImageryLayer: LayerFactory<ImageryLayer> = async (
  spec,
  view,
  context,
  signal,
  onFault,
) => {
  const { scene, imagery } = context;
  const provider = createProvider(spec, context.resolve(spec.url));
  signal.throwIfAborted();
  const removeError = provider.errorEvent.addEventListener(
    (error: { message: string; x?: number; y?: number; level?: number }) =>
      onFault(
        new Error(
          `layer "${spec.id}": tile ${error.level}/${error.x}/${error.y}: expected a picture, got ${error.message}`,
        ),
      ),
  );
  const layer = new EngineLayer(provider);
  const update = ({ visible, opacity }: LayerView): void => {
    layer.show = visible;
    layer.alpha = opacity;
    scene.requestRender();
  };
  update(view);
  const removeLayer = imagery.add(layer, view.order);
  return {
    update,
    pending: () => 0,
    dispose() {
      removeLayer();
      removeError();
      scene.requestRender();
    },
  };
};
