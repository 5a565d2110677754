import { Cartesian3, Cartesian4, Ellipsoid, Material, Matrix4, type Scene, Transforms } from 'cesium';
import { compactGlsl } from './compact-glsl.ts';
import { LAMP_MAP_GLSL } from './environment/light-glsl.ts';
import type { Lights } from './environment/lights.ts';
import type { Look } from './environment/look.ts';

/** The ripples repeat after this many metres east and north, so that small numbers tell a place anywhere. */
const PERIOD = 4096;

/**
 * Water is told from land by its hue: every map of ours draws it in shades of one colour, the lighter the shallower.
 *
 * The engine's globe puts a material *over* the picture of the ground without showing it that picture; the last line
 * hands it over: the macro stands for the call in the globe's own shader, where `color` is the ground's.
 */
const SOURCE = /* glsl */ `
${LAMP_MAP_GLSL}
vec3 toLinear(vec3 srgb) { return pow(max(srgb, 0.0), vec3(2.2)); }
vec3 toSrgb(vec3 light) { return pow(max(light, 0.0), vec3(1.0 / 2.2)); }

// The light that the globe's own shader will multiply the ground with, and what it is by day.
const vec3 DAY_LIGHT = vec3(1.0, 0.980, 0.957);
const vec3 NIGHT_GROUND = vec3(0.082, 0.110, 0.146);
// Mean of the map on land.
const vec3 DAY_GROUND = vec3(0.847, 0.831, 0.796);

// The map under the light of the hour, sRGB: paled to the palette of the night, lamps on top.
vec3 underLight(vec3 ground, vec2 place, float away) {
  vec3 albedo = toLinear(ground);
  vec3 day = toSrgb(albedo * u_groundTone);
  vec3 night = max(vec3(0.028, 0.038, 0.052), NIGHT_GROUND + 0.085 * (mix(vec3(dot(ground, vec3(0.3, 0.59, 0.11))), ground, 0.4) - DAY_GROUND));
  vec3 dark = mix(day, min(night, day), u_nightGround);
  vec3 lamps = lampLightAt(place) * u_lampsShow;
  // Seen from the street, eyes are used to its light; from far, lights are what one sees.
  float used = mix(0.20, 0.52, smoothstep(60.0, 1200.0, away)) + 0.16 * smoothstep(1500.0, 6000.0, away);
  return toSrgb(toLinear(dark) + (0.15 + 0.85 * albedo) * lamps * used);
}

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

const vec3 NIGHT_WATER = vec3(0.040, 0.080, 0.118);

// Slopes of the waves, rad: they mirror what level water would not.
const float SLOPES = 0.042;

// Lamps on the shore, drawn out towards the eye by the waves: columns of small bright dashes.
vec3 mirroredLamps(vec2 place, vec2 ray, float away, float high, vec2 tilt, float wave) {
  vec2 along = normalize(ray + 1e-5);
  vec2 across = vec2(-along.y, along.x);
  // Each facet of the water shows another distance; facets are some pixels wide, wherever they are.
  vec2 facet = floor(vec2(atan(along.y, along.x) * 420.0 + 0.7 * wave, log(max(away, 1.0)) * 110.0 + wave));
  float own = fract(sin(dot(facet, vec2(12.9898, 78.233))) * 43758.5453);
  vec3 light = vec3(0.0);
  float from = 12.0 * exp2(own * 0.68);
  for (int tap = 0; tap < 9; tap++) {
    // How much the water has to lean to show a lantern that far away.
    float lean = 0.5 * (high - 9.0 / from) / SLOPES;
    float seen = exp(-lean * lean);
    if (seen > 0.02) light += lampLightAbout(place + along * from + across * dot(tilt, across) * from, from * 0.13) * seen;
    from *= 1.6;
  }
  return light * (0.5 + 0.8 * fract(own * 7.3));
}

czm_material paintWater(vec4 ground, vec3 fromEye) {
  czm_material result;
  result.diffuse = ground.rgb;
  result.alpha = 0.0;
  vec2 hue = ground.rg / max(ground.b, 0.01);
  vec2 off = abs(hue - vec2(0.700, 0.911)) / vec2(0.075, 0.05);
  float water = 1.0 - smoothstep(0.6, 1.0, max(off.x, off.y));
  vec2 plane = (toPlane * vec4(fromEye, 1.0)).xy;
  vec3 ofTheHour = DAY_LIGHT / max(czm_lightColor, vec3(0.01));
  if (u_asByDay < 0.5 && water < 1.0) {
    result.diffuse = underLight(ground.rgb, plane, length(fromEye)) * ofTheHour;
    result.alpha = 1.0;
  }
  if (water <= 0.0) return result;

  vec3 land = result.diffuse;
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
  vec3 sky = mix(u_skyLow, u_skyHigh, smoothstep(0.0, 0.65, mirrored.z));
  // Seen from above one looks into it: deeper and greener than the map's colour.
  vec3 body = u_asByDay > 0.5 ? ground.rgb : mix(toSrgb(toLinear(ground.rgb) * u_groundTone), NIGHT_WATER, u_nightGround);
  body *= mix(vec3(1.0), vec3(0.80, 0.90, 0.93), 0.75 * toward) * (1.0 + 0.05 * e);
  vec3 colour = mix(body, sky, fresnel);
  float glint = pow(max(0.0, dot(mirrored, normalize(mat3(toPlace) * czm_lightDirectionEC))), 48.0);
  colour += u_glint * glint * 0.22;
  if (u_asByDay > 0.5) {
    result.diffuse = colour;
    result.alpha = water;
    return result;
  }
  if (u_lampsShow > 0.0) colour = toSrgb(toLinear(colour) + mirroredLamps(plane, ray.xy, distance_, asin(clamp(-ray.z, 0.0, 1.0)), tilt, clamp(a + 0.7 * b + 0.5 * c - 0.4 * d, -1.0, 1.0)) * (0.04 + 0.85 * fresnel) * exp(-distance_ / 5000.0) * u_lampsShow);
  result.diffuse = mix(land, colour * ofTheHour, water);
  result.alpha = 1.0;
  return result;
}

czm_material czm_getMaterial(czm_materialInput unused) { return paintWater(vec4(0.0), vec3(0.0, 0.0, -1.0)); }
#define czm_getMaterial(unused) paintWater(color, v_positionEC)
`;

/** The ground's surface under the light of the hour; its water mirrors sky and lamps. */
export interface Water {
  /** Takes over how an environment looks; the lamps' maps come from the light's uniforms. */
  apply(look: Look): void;
  dispose(): void;
}

/** Lets the water of the ground mirror the sky: fixed ripples, so that an idle picture stays as it is. */
export function createWater(scene: Scene, origin: readonly [number, number, number], lights: Lights): Water {
  const frame = Transforms.eastNorthUpToFixedFrame(Cartesian3.fromDegrees(...origin), Ellipsoid.WGS84);
  const toPlane = Matrix4.inverseTransformation(frame, new Matrix4());
  const eye = new Cartesian3();
  const matrix = new Matrix4();
  const identity = (): number[] => Matrix4.toArray(Matrix4.IDENTITY);
  const toPlace = identity();
  const eyeToPlane = identity();
  const material = new Material({
    // Without a name: the engine keeps named ones, and spoils the matrix of a second one of that name.
    fabric: {
      uniforms: {
        toPlace,
        toPlane: eyeToPlane,
        u_asByDay: 1,
        u_groundTone: new Cartesian3(1, 1, 1),
        u_nightGround: 0,
        u_lampsShow: 0,
        u_skyLow: new Cartesian3(0.8, 0.865, 0.9),
        u_skyHigh: new Cartesian3(0.5, 0.68, 0.83),
        u_glint: new Cartesian3(1, 0.96, 0.86),
        u_cityLampsAt: new Cartesian4(),
        u_nearLampsAt: new Cartesian4(),
        u_cityLamps: Material.DefaultImageId,
        u_nearLamps: Material.DefaultImageId,
      },
      source: compactGlsl(SOURCE),
    },
    translucent: false,
  });
  scene.globe.material = lights.bindMaterial(material);
  const { uniforms } = material as { uniforms: Record<string, unknown> };
  const remove = scene.preRender.addEventListener(() => {
    Matrix4.multiplyTransformation(toPlane, scene.camera.inverseViewMatrix, matrix);
    uniforms.toPlane = Matrix4.toArray(matrix, eyeToPlane);
    Matrix4.getTranslation(matrix, eye);
    eye.x %= PERIOD;
    eye.y %= PERIOD;
    Matrix4.setTranslation(matrix, eye, matrix);
    uniforms.toPlace = Matrix4.toArray(matrix, toPlace);
    uniforms.u_cityLampsAt = lights.uniforms.u_cityLampsAt.value;
    uniforms.u_nearLampsAt = lights.uniforms.u_nearLampsAt.value;
  });
  return {
    apply(look) {
      const { groundTone, ownSky, nightGround, lamps, horizon, zenith, glow } = look;
      const byDay = ownSky === 0 && nightGround === 0 && lamps === 0;
      uniforms.u_asByDay = byDay ? 1 : 0;
      uniforms.u_groundTone = new Cartesian3(...groundTone);
      uniforms.u_nightGround = nightGround;
      uniforms.u_lampsShow = lamps;
      const toward = (day: number, own: number): number => day + (own - day) * ownSky;
      uniforms.u_skyLow = new Cartesian3(
        toward(0.8, horizon[0]),
        toward(0.865, horizon[1]),
        toward(0.9, horizon[2]),
      );
      uniforms.u_skyHigh = new Cartesian3(
        toward(0.5, zenith[0]),
        toward(0.68, zenith[1]),
        toward(0.83, zenith[2]),
      );
      const low = Math.min(1, ownSky) * 1.6 + 1;
      const shine = look.sunLight[0] > 0 ? low : 0;
      uniforms.u_glint = new Cartesian3(
        shine * toward(1, glow[0]),
        shine * toward(0.96, glow[1]),
        shine * toward(0.86, glow[2]),
      );
    },
    dispose() {
      remove();
      if (!scene.isDestroyed()) scene.globe.material = undefined;
    },
  };
}
