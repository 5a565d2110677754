import { buildModuleUrl, ImageryLayer, type ImageryTypes, TileMapServiceImageryProvider } from 'cesium';
import { toneFarGlobe } from './ground/far-globe-tones.ts';

async function toned(image: ImageryTypes): Promise<ImageryTypes> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return image;
  context.drawImage(image as CanvasImageSource, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height);
  toneFarGlobe(data.data);
  return createImageBitmap(data);
}

/** Opens the picture of the whole globe that comes with the engine, in the map's colours. */
export async function createFarGlobe(): Promise<ImageryLayer> {
  const provider = await TileMapServiceImageryProvider.fromUrl(
    buildModuleUrl('Assets/Textures/NaturalEarthII'),
  );
  const plain = provider.requestImage.bind(provider);
  provider.requestImage = (x, y, level, request) => plain(x, y, level, request)?.then(toned);
  return new ImageryLayer(provider);
}
