import { Cartesian3, Ellipsoid, Material, Matrix4, type Scene, Transforms } from 'cesium';

/** The ripples repeat after this many metres east and north, so that small numbers tell a place anywhere. */
const PERIOD = 4096;

/**
 * Water is told from land by its hue: every map of ours draws it in shades of one colour, the lighter the shallower.
 *
 * The engine's globe puts a material *over* the picture of the ground without showing it that picture; the last line
 * hands it over: the macro stands for the call in the globe's own shader, where `color` is the ground's.
 */
const SOURCE = /* glsl */ `
float ripple(vec2 place, vec2 waves, float phase, float footprint) {
  // Waves of less than a few pixels are left out: no shimmer.
  float length_ = ${PERIOD.toFixed(1)} / length(waves);
  return sin(dot(place, waves) * ${(2 * Math.PI).toFixed(7)} / ${PERIOD.toFixed(1)} + phase) * (1.0 - smoothstep(0.04, 0.2, footprint / length_));
}

float lattice(vec2 cell, float cells) {
  cell = mod(cell, cells);
  return fract(sin(dot(cell, vec2(12.9898, 78.233))) * 43758.5453);
}

// Soft noise, 0 to 1, of so many cells in the period.
float patches(vec2 place, float cells) {
  vec2 at = place * cells / ${PERIOD.toFixed(1)};
  vec2 cell = floor(at);
  vec2 part = fract(at);
  part = part * part * (3.0 - 2.0 * part);
  return mix(
    mix(lattice(cell, cells), lattice(cell + vec2(1.0, 0.0), cells), part.x),
    mix(lattice(cell + vec2(0.0, 1.0), cells), lattice(cell + 1.0, cells), part.x), part.y);
}

czm_material paintWater(vec4 ground, vec3 fromEye) {
  czm_material result;
  result.diffuse = ground.rgb;
  result.alpha = 0.0;
  vec2 hue = ground.rg / max(ground.b, 0.01);
  vec2 off = abs(hue - vec2(0.700, 0.911)) / vec2(0.075, 0.05);
  float water = 1.0 - smoothstep(0.6, 1.0, max(off.x, off.y));
  if (water <= 0.0) return result;

  vec3 place = (toPlace * vec4(fromEye, 1.0)).xyz;
  vec3 ray = mat3(toPlace) * normalize(fromEye);
  float distance_ = length(fromEye);
  vec2 wide = vec2(length(dFdx(place)), length(dFdy(place)));
  float footprint = max(wide.x, wide.y);
  // Slow undulations bend the short waves, so that these form no grid.
  vec2 bent = place.xy + 9.0 * vec2(sin(dot(place.xy, vec2(0.0184078, 0.0107379))), sin(dot(place.xy, vec2(-0.0122718, 0.0199418))));
  float a = ripple(bent, vec2(231.0, 97.0), 0.0, footprint);
  float b = ripple(bent, vec2(158.0, -301.0), 1.7, footprint);
  float c = ripple(bent, vec2(612.0, 377.0), 4.1, footprint);
  float d = ripple(bent, vec2(-401.0, 803.0), 2.9, footprint);
  // Wind upon the water: wide patches, gone where they would be small.
  vec2 blown = place.xy + vec2(0.0, place.x);
  float e = (patches(blown, 11.0) - 0.5) * (1.0 - smoothstep(30.0, 120.0, footprint))
    + 0.6 * (patches(blown.yx, 37.0) - 0.5) * (1.0 - smoothstep(8.0, 32.0, footprint));
  vec2 tilt = 0.012 * (0.6 + 0.9 * e) * (a * vec2(0.92, 0.39) + b * vec2(0.46, -0.88) + c * vec2(0.85, 0.52) + d * vec2(-0.45, 0.89));
  // The globe's curve: far off, the surface leans away.
  vec3 normal = normalize(vec3(tilt + normalize(ray.xy + 1e-5) * distance_ / 6371000.0, 1.0));

  float toward = clamp(dot(-ray, normal), 0.0, 1.0);
  float fresnel = 0.03 + 0.62 * pow(1.0 - toward, 3.2);
  vec3 mirrored = reflect(ray, normal);
  vec3 sky = mix(vec3(0.80, 0.865, 0.90), vec3(0.50, 0.68, 0.83), smoothstep(0.0, 0.65, mirrored.z));
  // Seen from above one looks into it: deeper and greener than the map's colour.
  vec3 body = ground.rgb * mix(vec3(1.0), vec3(0.80, 0.90, 0.93), 0.75 * toward) * (1.0 + 0.05 * e);
  vec3 colour = mix(body, sky, fresnel);
  float glint = pow(max(0.0, dot(mirrored, normalize(mat3(toPlace) * czm_lightDirectionEC))), 48.0);
  colour += vec3(1.0, 0.96, 0.86) * glint * 0.22;
  result.diffuse = colour;
  result.alpha = water;
  return result;
}

czm_material czm_getMaterial(czm_materialInput unused) { return paintWater(vec4(0.0), vec3(0.0, 0.0, -1.0)); }
#define czm_getMaterial(unused) paintWater(color, v_positionEC)
`;

/** Lets the water of the ground mirror the sky: fixed ripples, so that an idle picture stays as it is. */
export function createWater(scene: Scene, origin: readonly [number, number, number]): { dispose(): void } {
  const frame = Transforms.eastNorthUpToFixedFrame(Cartesian3.fromDegrees(...origin), Ellipsoid.WGS84);
  const toPlane = Matrix4.inverseTransformation(frame, new Matrix4());
  const eye = new Cartesian3();
  const matrix = new Matrix4();
  const toPlace: number[] = Matrix4.toArray(Matrix4.IDENTITY);
  scene.globe.material = new Material({
    // Without a name: the engine keeps named ones, and spoils the matrix of a second one of that name.
    fabric: { uniforms: { toPlace }, source: SOURCE },
    translucent: false,
  });
  const { uniforms } = scene.globe.material as { uniforms: Record<string, unknown> };
  const remove = scene.preRender.addEventListener(() => {
    Matrix4.multiplyTransformation(toPlane, scene.camera.inverseViewMatrix, matrix);
    Matrix4.getTranslation(matrix, eye);
    eye.x %= PERIOD;
    eye.y %= PERIOD;
    Matrix4.setTranslation(matrix, eye, matrix);
    uniforms.toPlace = Matrix4.toArray(matrix, toPlace);
  });
  return {
    dispose() {
      remove();
      if (!scene.isDestroyed()) scene.globe.material = undefined;
    },
  };
}
