/** Roofs: tiles, slate and metal on slopes; gravel, membrane and green with plant on what is flat. */
export const ROOF_GLSL = /* glsl */ `
const vec3 TILE[6] = vec3[6](
  vec3(0.66, 0.40, 0.30), vec3(0.72, 0.48, 0.36), vec3(0.60, 0.37, 0.30), vec3(0.74, 0.54, 0.42),
  vec3(0.56, 0.40, 0.34), vec3(0.69, 0.45, 0.34));
const vec3 SLATE[4] = vec3[4](
  vec3(0.40, 0.42, 0.45), vec3(0.48, 0.48, 0.48), vec3(0.44, 0.41, 0.39), vec3(0.52, 0.53, 0.55));
const vec3 FLAT[7] = vec3[7](
  vec3(0.82, 0.79, 0.73), vec3(0.76, 0.74, 0.70), vec3(0.87, 0.85, 0.81), vec3(0.68, 0.67, 0.65),
  vec3(0.79, 0.72, 0.63), vec3(0.73, 0.74, 0.73), vec3(0.80, 0.66, 0.56));

vec3 pitchedRoof(int use, float built, vec3 seed) {
  bool slated = use == 11 || seed.x > (built > 1980.0 ? 0.66 : 0.74);
  if (isUse(use, 6, 7)) return seed.z < 0.5 ? vec3(0.70, 0.73, 0.75) : vec3(0.52, 0.60, 0.66);
  return slated ? SLATE[int(seed.z * 3.99)] : TILE[int(seed.z * 5.99)];
}

vec3 flatRoof(int use, float height, vec3 seed) {
  if (isUse(use, 6, 7)) return seed.z < 0.45 ? vec3(0.78, 0.79, 0.79) : (seed.z < 0.75 ? vec3(0.56, 0.65, 0.71) : vec3(0.70, 0.68, 0.64));
  if (seed.y > 0.90 && height < 60.0) return vec3(0.55, 0.60, 0.42);
  return FLAT[int(seed.z * 6.99)];
}

float softNoise(vec2 at) {
  vec2 cell = floor(at);
  vec2 part = fract(at);
  part = part * part * (3.0 - 2.0 * part);
  return mix(
    mix(random(cell, 0.1), random(cell + vec2(1.0, 0.0), 0.1), part.x),
    mix(random(cell + vec2(0.0, 1.0), 0.1), random(cell + vec2(1.0), 0.1), part.x), part.y);
}

// place: metres east and south; wide: a pixel's size in metres. Linear light.
vec3 paintRoof(vec3 base, float slope, vec3 place, vec2 downhill, float wide, int use, vec3 seed) {
  vec3 colour = linear(base);
  float near = 1.0 - smoothstep(0.8, 3.0, wide);
  if (slope > 0.06) {
    // Courses of tiles across the slope, and a little of each course its own.
    float run = dot(place.xz, downhill) / 0.9;
    float course = band(run, 0.0, 0.24, wide / 0.9);
    colour *= 1.0 - 0.16 * course;
    return colour * (1.0 + near * 0.10 * (softNoise(place.xz * 0.7) - 0.5));
  }
  colour *= 1.0 + 0.16 * near * (softNoise(place.xz * 0.23 + seed.xy * 40.0) - 0.5);
  // Plant: boxes and light domes on a loose grid.
  vec2 grid = place.xz / 7.0 + seed.xy * 11.0;
  vec2 cell = floor(grid);
  float own = random(cell, seed.z);
  if (own > 0.80 && near > 0.0 && use != 14 && use != 15 && use != 2) {
    vec2 at = (fract(grid) - 0.5) * 7.0;
    vec2 size = vec2(0.7 + 1.1 * fract(own * 17.0), 0.7 + 0.8 * fract(own * 31.0));
    vec2 inside = clamp((size - abs(at)) / max(wide, 0.05) + 0.5, 0.0, 1.0);
    vec2 shade = clamp((size - abs(at - vec2(0.8, -0.5))) / max(wide, 0.05) + 0.5, 0.0, 1.0);
    colour = mix(colour, colour * 0.62, shade.x * shade.y * near);
    colour = mix(colour, linear(vec3(0.80, 0.80, 0.78) * (0.8 + 0.25 * fract(own * 53.0))), inside.x * inside.y * near);
  }
  return colour;
}
`;
