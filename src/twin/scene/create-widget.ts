import { CesiumWidget, Color, DynamicAtmosphereLightingType, JulianDate, type Scene } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
import { GROUND_COLOUR } from './ground/ground-style.ts';

/** Throws when the browser gives no WebGL2, with what to look for. */
export function requireWebGl2(): void {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) {
    throw new Error(
      'graphics: expected WebGL 2, got none. Hardware acceleration may be off in the browser’s settings, or the driver too old',
    );
  }
  context.getExtension('WEBGL_lose_context')?.loseContext();
}

/** Makes the engine's widget, set for a city: no network and frames on demand. */
export function createWidget(container: HTMLElement): CesiumWidget {
  requireWebGl2();
  const widget = new CesiumWidget(container, {
    baseLayer: false,
    skyBox: false,
    creditContainer: document.createElement('div'),
    requestRenderMode: true,
    maximumRenderTimeChange: Number.POSITIVE_INFINITY,
    msaaSamples: 4,
    showRenderLoopErrors: false,
    shouldAnimate: false,
    contextOptions: { webgl: { alpha: false, powerPreference: 'high-performance' } },
  });
  // The engine's own clock stands: the city's sets the light, and pictures are to be the same again.
  widget.clock.currentTime = JulianDate.fromIso8601('2025-06-21T04:00:00Z');
  const { scene } = widget;
  scene.backgroundColor = Color.fromCssColorString('#c9d6de');
  if (scene.sun) scene.sun.show = false;
  if (scene.moon) scene.moon.show = false;
  setGlobe(scene);
  return widget;
}

function setGlobe(scene: Scene): void {
  const { globe } = scene;
  globe.baseColor = Color.fromCssColorString(GROUND_COLOUR);
  globe.depthTestAgainstTerrain = true;
  globe.enableLighting = true;
  globe.dynamicAtmosphereLighting = false;
  globe.lambertDiffuseMultiplier = 0.56;
  globe.vertexShadowDarkness = 0.62;
  globe.tileCacheSize = 200;
  globe.maximumScreenSpaceError = 2;
  globe.showWaterEffect = false;
  scene.atmosphere.dynamicLighting = DynamicAtmosphereLightingType.NONE;
  // The engine's fog still thins out far tiles; what is seen of it is our own haze.
  scene.fog.enabled = true;
  scene.fog.renderable = false;
  globe.showGroundAtmosphere = false;
  scene.highDynamicRange = false;
}
