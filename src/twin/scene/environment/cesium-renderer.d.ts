/** Parts of the engine's renderer that it exports without types: what our own drawing needs, and no more. */
import type { BoundingSphere, Cartesian3, Matrix4, Scene } from 'cesium';

declare module 'cesium' {
  /** The renderer's context; `scene.context`. */
  interface RenderContext {
    readonly colorBufferHalfFloat: boolean;
    readonly textureHalfFloatLinear: boolean;
  }
  class Texture {
    constructor(options: {
      context: RenderContext;
      width?: number;
      height?: number;
      pixelFormat?: number;
      pixelDatatype?: number;
      sampler?: Sampler;
      flipY?: boolean;
      source?: { width: number; height: number; arrayBufferView: Uint8Array };
    });
    readonly width: number;
    copyFrom(options: {
      xOffset: number;
      yOffset: number;
      source: { width: number; height: number; arrayBufferView: Uint8Array };
    }): void;
    generateMipmap(): void;
    sampler: Sampler;
    isDestroyed(): boolean;
    destroy(): void;
  }
  class Sampler {
    constructor(options: {
      wrapS?: number;
      wrapT?: number;
      minificationFilter?: number;
      magnificationFilter?: number;
    });
    static readonly NEAREST: Sampler;
  }
  class Framebuffer {
    constructor(options: {
      context: RenderContext;
      colorTextures: readonly Texture[];
      destroyAttachments: boolean;
    });
    destroy(): void;
  }
  class Buffer {
    static createVertexBuffer(options: {
      context: RenderContext;
      typedArray: ArrayBufferView;
      usage: number;
    }): Buffer;
    destroy(): void;
  }
  const BufferUsage: { readonly STATIC_DRAW: number; readonly DYNAMIC_DRAW: number };
  class VertexArray {
    constructor(options: {
      context: RenderContext;
      attributes: readonly {
        index: number;
        vertexBuffer: Buffer;
        componentsPerAttribute: number;
        componentDatatype: number;
        offsetInBytes?: number;
        strideInBytes?: number;
      }[];
    });
    destroy(): void;
  }
  class ShaderSource {
    constructor(options: { sources: readonly string[]; defines?: readonly string[] });
  }
  class ShaderProgram {
    static fromCache(options: {
      context: RenderContext;
      vertexShaderSource: ShaderSource;
      fragmentShaderSource: ShaderSource;
      attributeLocations: Readonly<Record<string, number>>;
    }): ShaderProgram;
    destroy(): void;
  }
  const RenderState: { fromCache(state: object): RenderState };
  interface RenderState {
    readonly id: number;
  }
  class PassState {
    constructor(context: RenderContext);
    framebuffer: Framebuffer | undefined;
    viewport: object | undefined;
  }
  class ClearCommand {
    constructor(options: { color: object; framebuffer?: Framebuffer });
    execute(context: RenderContext, passState?: PassState): void;
  }
  class DrawCommand {
    constructor(options: {
      owner?: object;
      boundingVolume?: BoundingSphere;
      modelMatrix?: Matrix4;
      vertexArray: VertexArray;
      primitiveType: number;
      count: number;
      shaderProgram: ShaderProgram;
      renderState: RenderState;
      uniformMap: Readonly<Record<string, () => unknown>>;
      pass?: number;
      cull?: boolean;
      framebuffer?: Framebuffer;
    });
    execute(context: RenderContext, passState?: PassState): void;
  }
  const Pass: { readonly OPAQUE: number; readonly TRANSLUCENT: number };
  /** What the engine hands a primitive's `update`. */
  interface FrameState {
    readonly context: RenderContext;
    readonly commandList: DrawCommand[];
    readonly passes: { readonly render: boolean };
    readonly camera: { readonly positionWC: Cartesian3 };
    readonly pixelRatio: number;
    readonly scene?: Scene;
  }
}
