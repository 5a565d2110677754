/**
 * How a building looks: faces lit by their own slope, façades of storeys and bays from use, height and a number of
 * the building's own, without textures or texture coordinates.
 *
 * Frame of a tile: x east, y up, z south (glTF); `v_place` is in metres in it. `metadata.base` is the ground's y.
 * Comments in the shaders are of one line: the engine fails on block comments without a line break.
 */

export const BUILDINGS_VERTEX = /* glsl */ `
// RGB565 to sRGB; a colour that is not known is -1.
vec3 unpack565(uint packed) {
  if (packed == 0u) return vec3(-1.0);
  return vec3(float(packed >> 11u) / 31.0, float((packed >> 5u) & 63u) / 63.0, float(packed & 31u) / 31.0);
}

void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  float metres = length(czm_model[1].xyz);
  v_place = vsInput.attributes.positionMC * metres;
  v_above = v_place.y - vsInput.metadata.base;
  v_height = vsInput.metadata.height;
  v_use = float(vsInput.metadata.use) + 0.5;
  v_storeys = float(vsInput.metadata.storeys);
  v_wallColour = unpack565(uint(vsInput.metadata.wallColour));
  v_roofColour = unpack565(uint(vsInput.metadata.roofColour));
  uint gid = uint(vsInput.metadata.gid);
  v_selected = int(gid) == u_selected ? 1.0 : 0.0;
  uint mixed = gid * 747796405u + 2891336453u;
  mixed = ((mixed >> ((mixed >> 28u) + 4u)) ^ mixed) * 277803737u;
  mixed = (mixed >> 22u) ^ mixed;
  v_seed = vec3(float(mixed & 1023u), float((mixed >> 10u) & 1023u), float((mixed >> 20u) & 1023u)) / 1024.0;
}
`;

export const BUILDINGS_FRAGMENT = /* glsl */ `
const vec3 SKY_LIGHT = vec3(0.47, 0.50, 0.55);
const vec3 GROUND_LIGHT = vec3(0.43, 0.41, 0.38);
const vec3 SUN_LIGHT = vec3(0.80, 0.75, 0.66);

vec3 linear(vec3 srgb) { return pow(srgb, vec3(2.2)); }

// Share of a pixel (filter wide) inside [low, high] of a pattern that repeats at 1.
float band(float at, float low, float high, float filterWidth) {
  float half_ = max(filterWidth, 1e-4) * 0.5;
  float from = at - half_;
  float to = at + half_;
  float span = high - low;
  float inside = (floor(to) - floor(from)) * span
    + clamp(fract(to) - low, 0.0, span) - clamp(fract(from) - low, 0.0, span);
  return clamp(inside / (2.0 * half_), 0.0, 1.0);
}

struct Facade {
  vec3 wall;
  vec3 glass;
  float storey;
  float bay;
  // Window: left and right in the bay, foot and head in the storey.
  vec4 window_;
  float shine;
};

bool isUse(int use, int a, int b) { return use == a || use == b; }

Facade chooseFacade(int use, float height, float storeys, vec3 seed) {
  Facade f;
  vec3 plaster = mix(vec3(0.93, 0.91, 0.87), vec3(0.90, 0.85, 0.76), seed.x);
  if (seed.y > 0.72) plaster = mix(vec3(0.86, 0.80, 0.72), vec3(0.84, 0.83, 0.80), seed.x);
  vec3 brick = mix(vec3(0.66, 0.47, 0.38), vec3(0.72, 0.57, 0.46), seed.x);
  vec3 concrete = mix(vec3(0.78, 0.77, 0.75), vec3(0.70, 0.70, 0.69), seed.x);
  vec3 metal = mix(vec3(0.80, 0.82, 0.83), vec3(0.66, 0.71, 0.74), seed.x);
  f.wall = plaster;
  f.glass = vec3(0.41, 0.46, 0.50);
  f.storey = 3.1;
  f.bay = 3.2;
  f.window_ = vec4(0.28, 0.72, 0.30, 0.78);
  f.shine = 0.45;
  if (isUse(use, 3, 5) || (use == 0 && height > 60.0)) {
    f.storey = 3.8;
    bool curtain = height > 45.0 ? seed.y < 0.75 : seed.y < 0.3;
    if (curtain) {
      f.wall = mix(vec3(0.62, 0.67, 0.70), vec3(0.74, 0.74, 0.72), seed.x);
      f.glass = mix(vec3(0.34, 0.44, 0.51), vec3(0.42, 0.48, 0.48), seed.z);
      f.bay = 1.6;
      f.window_ = vec4(0.05, 0.95, 0.16, 0.97);
      f.shine = 0.8;
    } else {
      f.wall = seed.z < 0.5 ? concrete : mix(plaster, concrete, 0.5);
      f.bay = 3.0;
      f.window_ = vec4(0.12, 0.88, 0.28, 0.82);
    }
  } else if (use == 4) {
    f.storey = 4.4;
    f.bay = 4.5;
    f.window_ = vec4(0.08, 0.92, 0.18, 0.74);
    if (seed.y < 0.25) f.wall = brick;
  } else if (isUse(use, 6, 7) || use == 17) {
    f.wall = seed.y < 0.65 ? metal : concrete;
    f.storey = 6.0;
    f.bay = 6.0;
    f.window_ = vec4(0.10, 0.90, 0.62, 0.80);
    f.shine = 0.3;
  } else if (isUse(use, 8, 9) || use == 10) {
    f.storey = 3.8;
    f.bay = 3.4;
    f.window_ = vec4(0.14, 0.86, 0.28, 0.80);
    if (seed.y < 0.3) f.wall = brick;
  } else if (use == 11) {
    f.storey = 9.0;
    f.bay = 4.5;
    f.window_ = vec4(0.38, 0.62, 0.20, 0.78);
    f.wall = mix(vec3(0.83, 0.79, 0.70), vec3(0.74, 0.68, 0.60), seed.x);
  } else if (isUse(use, 14, 15)) {
    f.window_ = vec4(0.5, 0.5, 0.5, 0.5);
    f.wall = mix(concrete, plaster, seed.z);
  } else if (isUse(use, 12, 16) || use == 13) {
    f.wall = seed.y < 0.5 ? concrete : metal;
    f.storey = 4.5;
    f.bay = 4.0;
    f.window_ = vec4(0.06, 0.94, 0.40, 0.80);
  } else if (use == 2) {
    f.storey = 2.9;
    f.bay = 2.9;
    if (seed.y < 0.22) f.wall = brick;
    f.window_ = vec4(0.32, 0.68, 0.32, 0.76);
  } else if (height > 26.0) {
    // Tall homes: balconies in long bands, or a light grid.
    f.storey = 2.95;
    f.bay = seed.z < 0.5 ? 3.6 : 2.7;
    f.window_ = seed.z < 0.5 ? vec4(0.10, 0.90, 0.30, 0.86) : vec4(0.24, 0.76, 0.26, 0.80);
    f.wall = mix(plaster, vec3(0.90, 0.88, 0.85), 0.5);
  } else if (seed.y < 0.2) {
    f.wall = brick;
  }
  if (storeys > 0.5 && height > 2.0) f.storey = clamp(height / storeys, 2.4, 9.0);
  else f.storey = height / max(1.0, floor(height / f.storey + 0.35));
  return f;
}

// Colours of the data are drawn as weathered ones: never saturated, never black.
vec3 muted(vec3 colour) {
  float grey = dot(colour, vec3(0.3, 0.59, 0.11));
  return mix(vec3(0.72), mix(vec3(grey), colour, 0.72), 0.86);
}

vec3 roofColour(int use, float up, vec3 seed) {
  vec3 flat_ = mix(vec3(0.76, 0.74, 0.71), vec3(0.66, 0.64, 0.61), seed.z);
  if (seed.x > 0.8) flat_ = vec3(0.66, 0.66, 0.61);
  if (isUse(use, 6, 7)) flat_ = mix(vec3(0.72, 0.75, 0.77), vec3(0.56, 0.64, 0.70), step(0.6, seed.z));
  vec3 tile = mix(vec3(0.63, 0.43, 0.34), vec3(0.70, 0.52, 0.42), seed.z);
  vec3 slate = mix(vec3(0.44, 0.46, 0.48), vec3(0.52, 0.51, 0.49), seed.z);
  vec3 pitched = seed.x < 0.62 ? tile : slate;
  if (use == 11) pitched = slate;
  return mix(pitched, flat_, smoothstep(0.985, 0.998, up));
}

void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 normalEC = normalize(cross(dFdx(fsInput.attributes.positionEC), dFdy(fsInput.attributes.positionEC)));
  vec3 normal = normalize(transpose(mat3(czm_modelView)) * normalEC);
  vec3 viewEC = -normalize(fsInput.attributes.positionEC);
  float up = normal.y;
  int use = int(v_use);

  vec3 albedo = linear(vec3(0.949, 0.945, 0.933));
  float shine = 0.0;
#ifdef HAS_BASE_COLOR_TEXTURE
  albedo = material.diffuse;
  if (u_white > 0.5) albedo = linear(vec3(0.949, 0.945, 0.933));
#else
  if (u_white < 0.5) {
    if (up > 0.2) {
      vec3 roof = roofColour(use, up, v_seed);
      albedo = linear(v_roofColour.r >= 0.0 ? muted(v_roofColour) : roof);
    } else {
      Facade f = chooseFacade(use, v_height, v_storeys, v_seed);
      vec2 tangent = normalize(vec2(normal.z, -normal.x) + vec2(1e-6, 0.0));
      float along = dot(v_place.xz, tangent) / f.bay;
      float storey = v_above / f.storey;
      // Derivatives of the place, not of the pattern: those jump where the wall turns.
      float wideAlong = length(vec2(dFdx(v_place.x), dFdy(v_place.x)) * tangent.x
        + vec2(dFdx(v_place.z), dFdy(v_place.z)) * tangent.y) / f.bay;
      float wideUp = fwidth(v_above) / f.storey;
      float head = step(v_above, v_height - 0.6) * step(0.0, v_above);
      float columns = band(along, f.window_.x, f.window_.y, wideAlong);
      float rows = band(storey, f.window_.z, f.window_.w, wideUp);
      float pane = columns * rows * head;
      // A darker joint at each floor says "storeys" where windows are too small to be seen.
      float floors = band(storey, 0.0, 0.07, wideUp);
      vec3 wall = (v_wallColour.r >= 0.0 ? muted(v_wallColour) : f.wall) * (1.0 - 0.07 * floors);
      if (isUse(use, 3, 4) && v_above < f.storey) {
        pane = mix(pane, band(along, 0.06, 0.94, wideAlong) * band(storey, 0.12, 0.80, wideUp), 0.9);
      }
      // Panes differ a little from each other, near by.
      vec2 cell = vec2(floor(along), floor(storey));
      float near = 1.0 - smoothstep(0.15, 0.5, max(wideAlong, wideUp));
      float own = fract(sin(dot(cell, vec2(12.9898, 78.233)) + v_seed.x * 43.0) * 43758.5453);
      vec3 glass = f.glass * (1.0 + near * (own - 0.5) * 0.35);
      albedo = mix(linear(wall), linear(glass), pane);
      shine = f.shine * pane;
    }
  }
#endif

  float facing = max(0.0, dot(normalEC, normalize(czm_lightDirectionEC)));
  vec3 ambient = mix(GROUND_LIGHT, SKY_LIGHT, up * 0.5 + 0.5);
  vec3 light = ambient + SUN_LIGHT * facing;
#ifdef HAS_BASE_COLOR_TEXTURE
  // Photographs carry the light of their day.
  light = mix(vec3(0.9), light, 0.4);
#endif
  float foot = mix(0.72, 1.0, smoothstep(-1.0, 9.0, v_above));
  if (up > 0.2) foot = mix(foot, 1.0, 0.6);
  vec3 colour = albedo * light * foot;
  if (shine > 0.0) {
    vec3 mirrored = reflect(-viewEC, normalEC);
    float skyward = (transpose(mat3(czm_modelView)) * mirrored).y / length(czm_modelView[1].xyz);
    float fresnel = 0.12 + 0.88 * pow(1.0 - max(0.0, dot(viewEC, normalEC)), 4.0);
    vec3 sky = mix(linear(vec3(0.62, 0.62, 0.58)), linear(vec3(0.74, 0.84, 0.92)), smoothstep(-0.1, 0.35, skyward));
    colour = mix(colour, sky, clamp(shine * fresnel * 1.6, 0.0, 0.75));
  }
  if (v_selected > 0.5) colour = mix(colour, linear(vec3(0.224, 0.761, 0.843)) * (0.45 + 0.75 * facing + 0.25 * up), 0.72);
  material.diffuse = colour;
}
`;
