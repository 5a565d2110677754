/**
 * All lamps of a city: one draw a chunk for their glow, and their light on the ground as two pictures seen from above,
 * one of the whole city and a sharper one of where the camera looks, which ground, water and walls read.
 *
 * Tried: pools as quads on the ground, which cost one overdraw each where lamps are near, and light neither walls nor
 * water; pictures cost the same however many lamps there are.
 */
import {
  BlendEquation,
  BlendFunction,
  BoundingRectangle,
  BoundingSphere,
  Buffer,
  BufferUsage,
  Cartesian2,
  Cartesian3,
  Cartesian4,
  ComponentDatatype,
  DrawCommand,
  type FrameState,
  Matrix4,
  Pass,
  PrimitiveType,
  type RenderContext,
  RenderState,
  ShaderProgram,
  ShaderSource,
  VertexArray,
} from 'cesium';
import { compactGlsl } from '../compact-glsl.ts';
import { LAMP_FLOATS, type LampChunk } from './lamp-chunks.ts';
import { GLOW_FRAGMENT, GLOW_VERTEX, POOL_FRAGMENT, POOL_VERTEX } from './lamp-glsl.ts';
import { createLampMap, type LampMap, type MapFrame } from './lamp-map.ts';
import type { LampStates } from './lamp-states.ts';

export interface LampView {
  visible: boolean;
  /** 0 to 1. */
  opacity: number;
  /** How much lamps show against the day, 0 to 1. */
  show: number;
  /** Level of lamps of which nothing is known. */
  wanted: number;
  faults: boolean;
  /** Position of the circuit that stands out, or -1. */
  circuit: number;
}

export interface LampPrimitiveOptions {
  readonly chunks: readonly LampChunk[];
  /** East, north, up of the city to ECEF. */
  readonly frame: Matrix4;
  readonly states: LampStates;
  readonly view: LampView;
  /** Where the maps lie; null: none is wanted. */
  cityMap(): MapFrame | null;
  nearMap(): MapFrame | null;
  /** Hears of maps that were drawn. */
  onMaps(city: LampMap | null, near: LampMap | null): void;
}

const LOCATIONS = { position: 0, lamp: 1, circuit: 2 };
/** Sides of the maps at the most, px; a pixel is no finer than a metre. */
const CITY_SIDE = 1536;
const NEAR_SIDE = 1024;
/** Levels are on their way for this long after a change, ms. */
const MOVING_MS = 1_000;
/** The maps are drawn anew at most this often, ms. */
const LEAST_MS = 150;

interface Drawn {
  readonly chunk: LampChunk;
  readonly vertices: VertexArray;
  readonly glow: DrawCommand;
}

/** What the engine draws by itself once it is among the scene's primitives. */
export class LampPrimitive {
  show = true;
  readonly #options: LampPrimitiveOptions;
  #drawn: Drawn[] | null = null;
  #programs: ShaderProgram[] = [];
  #pool: ShaderProgram | null = null;
  #city: LampMap | null = null;
  #near: LampMap | null = null;
  #stale = true;
  #movingUntil = 0;
  #baked = { wanted: -1, at: 0 };
  #destroyed = false;

  constructor(options: LampPrimitiveOptions) {
    this.#options = options;
  }

  /** States have changed: the maps are drawn anew by the next frame. */
  touch(): void {
    this.#stale = true;
    this.#movingUntil = performance.now() + MOVING_MS;
  }

  /** Called by the engine every frame. */
  update(frameState: FrameState): void {
    const { view } = this.#options;
    if (!this.show || !frameState.passes.render || this.#options.chunks.length === 0) return;
    const { context } = frameState;
    this.#drawn ??= this.#make(context);
    this.#bake(context);
    if (!view.visible || (view.show <= 0 && !view.faults)) return;
    for (const { glow } of this.#drawn) frameState.commandList.push(glow);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    this.#destroyed = true;
    for (const { vertices } of this.#drawn ?? []) vertices.destroy();
    for (const program of this.#programs) program.destroy();
    this.#drawn = null;
    this.#city?.destroy();
    this.#near?.destroy();
    this.#options.onMaps(null, null);
  }

  #make(context: RenderContext): Drawn[] {
    const { chunks, frame, states, view } = this.#options;
    const program = (vertex: string, fragment: string): ShaderProgram => {
      const made = ShaderProgram.fromCache({
        context,
        vertexShaderSource: new ShaderSource({ sources: [compactGlsl(vertex)] }),
        fragmentShaderSource: new ShaderSource({ sources: [compactGlsl(fragment)] }),
        attributeLocations: LOCATIONS,
      });
      this.#programs.push(made);
      return made;
    };
    const glowProgram = program(GLOW_VERTEX, GLOW_FRAGMENT);
    this.#pool = program(POOL_VERTEX, POOL_FRAGMENT);
    const renderState = RenderState.fromCache({
      depthTest: { enabled: true },
      depthMask: false,
      // Light adds up (alpha 0), marks cover (alpha 1).
      blending: {
        enabled: true,
        equationRgb: BlendEquation.ADD,
        equationAlpha: BlendEquation.ADD,
        functionSourceRgb: BlendFunction.ONE,
        functionSourceAlpha: BlendFunction.ONE,
        functionDestinationRgb: BlendFunction.ONE_MINUS_SOURCE_ALPHA,
        functionDestinationAlpha: BlendFunction.ONE,
      },
    });
    const uniformMap = {
      ...this.#stateUniforms(context),
      // A lamp that is lit by day is seen, if faintly.
      u_show: () => Math.max(0.3, view.show) * view.opacity,
      u_faults: () => (view.faults ? 1 : 0),
      u_circuit: () => view.circuit,
    };
    states.texture(context);
    return chunks.map((chunk) => {
      const vertices = verticesOf(context, chunk);
      const modelMatrix = Matrix4.multiplyByTranslation(
        frame,
        Cartesian3.fromElements(...chunk.middle),
        new Matrix4(),
      );
      const middle = Matrix4.getTranslation(modelMatrix, new Cartesian3());
      const glow = new DrawCommand({
        owner: this,
        boundingVolume: new BoundingSphere(middle, chunk.radius + 5),
        modelMatrix,
        vertexArray: vertices,
        primitiveType: PrimitiveType.POINTS,
        count: chunk.count,
        shaderProgram: glowProgram,
        renderState,
        uniformMap,
        pass: Pass.OPAQUE,
        cull: true,
      });
      return { chunk, vertices, glow };
    });
  }

  #stateUniforms(context: RenderContext): Record<string, () => unknown> {
    const { states, view } = this.#options;
    return {
      u_state: () => states.texture(context),
      u_stateStart: () => states.start,
      u_stateTick: () => states.tick(),
      u_wanted: () => view.wanted,
    };
  }

  /** Draws the maps anew where lamps or the camera's surroundings have changed. */
  #bake(context: RenderContext): void {
    const { view, onMaps } = this.#options;
    const dark = !view.visible || view.show <= 0;
    const city = dark ? null : this.#options.cityMap();
    const near = dark ? null : this.#options.nearMap();
    const now = performance.now();
    const changed = this.#baked.wanted !== view.wanted || (this.#stale && now - this.#baked.at >= LEAST_MS);
    if (city && (changed || !this.#city)) {
      const side = Math.min(CITY_SIDE, Math.max(128, Math.ceil(city.side)));
      this.#city ??= createLampMap(context, side, true);
      this.#draw(context, this.#city, city);
    }
    if (near && (changed || !this.#near?.isAt(near))) {
      this.#near ??= createLampMap(context, NEAR_SIDE, false);
      this.#draw(context, this.#near, near);
    }
    if (city && changed) {
      this.#stale = now < this.#movingUntil;
      this.#baked = { wanted: view.wanted, at: now };
    }
    onMaps(dark ? null : this.#city, near ? this.#near : null);
  }

  #draw(context: RenderContext, map: LampMap, frame: MapFrame): void {
    const at = new Cartesian4(frame.east, frame.north, 1 / frame.side, map.side);
    const middle = new Cartesian2();
    const renderState = RenderState.fromCache({
      viewport: new BoundingRectangle(0, 0, map.side, map.side),
      depthTest: { enabled: false },
      depthMask: false,
      blending: {
        enabled: true,
        equationRgb: BlendEquation.ADD,
        equationAlpha: BlendEquation.ADD,
        functionSourceRgb: BlendFunction.ONE,
        functionSourceAlpha: BlendFunction.ONE,
        functionDestinationRgb: BlendFunction.ONE,
        functionDestinationAlpha: BlendFunction.ONE,
      },
    });
    map.draw(frame, () => {
      for (const { chunk, vertices } of this.#drawn ?? []) {
        const [east, north] = chunk.middle;
        const reach = chunk.radius + 50 + frame.side * 0.71;
        if (Math.hypot(east - frame.east, north - frame.north) > reach) continue;
        Cartesian2.fromElements(east, north, middle);
        new DrawCommand({
          owner: this,
          vertexArray: vertices,
          primitiveType: PrimitiveType.POINTS,
          count: chunk.count,
          shaderProgram: this.#pool!,
          renderState,
          framebuffer: map.framebuffer,
          uniformMap: { ...this.#stateUniforms(context), u_map: () => at, u_middle: () => middle },
        }).execute(context);
      }
    });
  }
}

function verticesOf(context: RenderContext, { floats }: LampChunk): VertexArray {
  const vertexBuffer = Buffer.createVertexBuffer({
    context,
    typedArray: floats,
    usage: BufferUsage.STATIC_DRAW,
  });
  const part = (index: number, components: number, floatsBefore: number) => ({
    index,
    vertexBuffer,
    componentsPerAttribute: components,
    componentDatatype: ComponentDatatype.FLOAT,
    offsetInBytes: floatsBefore * 4,
    strideInBytes: LAMP_FLOATS * 4,
  });
  return new VertexArray({ context, attributes: [part(0, 3, 0), part(1, 4, 3), part(2, 1, 7)] });
}
