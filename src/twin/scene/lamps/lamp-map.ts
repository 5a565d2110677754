/** A picture of the lamps' light on the ground, seen from above, linear. */
import {
  ClearCommand,
  Color,
  Framebuffer,
  PixelDatatype,
  PixelFormat,
  type RenderContext,
  Sampler,
  Texture,
  TextureMagnificationFilter,
  TextureMinificationFilter,
} from 'cesium';

/** A square of the city's plane, m. */
export interface MapFrame {
  /** Middle. */
  readonly east: number;
  readonly north: number;
  readonly side: number;
}

export interface LampMap {
  readonly texture: Texture;
  readonly framebuffer: Framebuffer;
  /** px */
  readonly side: number;
  /** What it shows. */
  frame(): MapFrame;
  isAt(frame: MapFrame): boolean;
  /** Clears it, has it painted, and makes its smaller copies. */
  draw(frame: MapFrame, paint: () => void): void;
  destroy(): void;
}

/** @param mipmaps - for a picture that is seen from far. */
export function createLampMap(context: RenderContext, side: number, mipmaps: boolean): LampMap {
  // Dark places need finer steps than bytes have.
  const fine = context.colorBufferHalfFloat;
  const texture = new Texture({
    context,
    width: side,
    height: side,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: fine ? PixelDatatype.HALF_FLOAT : PixelDatatype.UNSIGNED_BYTE,
    flipY: false,
    sampler: new Sampler({
      minificationFilter: TextureMinificationFilter.LINEAR,
      magnificationFilter: TextureMagnificationFilter.LINEAR,
    }),
  });
  const framebuffer = new Framebuffer({ context, colorTextures: [texture], destroyAttachments: true });
  const clear = new ClearCommand({ color: new Color(0, 0, 0, 0), framebuffer });
  let shown: MapFrame = { east: 0, north: 0, side: 0 };
  return {
    texture,
    framebuffer,
    side,
    frame: () => shown,
    isAt: ({ east, north, side: wide }) =>
      shown.east === east && shown.north === north && shown.side === wide,
    draw(frame, paint) {
      clear.execute(context);
      paint();
      shown = frame;
      if (!mipmaps) return;
      texture.generateMipmap();
      texture.sampler = new Sampler({
        minificationFilter: TextureMinificationFilter.LINEAR_MIPMAP_LINEAR,
        magnificationFilter: TextureMagnificationFilter.LINEAR,
      });
    },
    destroy: () => framebuffer.destroy(),
  };
}
