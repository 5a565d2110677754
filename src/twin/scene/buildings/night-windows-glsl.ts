/** Windows by night: rooms lit by hour and use, 2,700 to 4,000 K; far away a façade keeps their mean. */
export const NIGHT_WINDOWS_GLSL = /* glsl */ `
const vec3 K2700 = vec3(1.0, 0.56, 0.24);
const vec3 K4000 = vec3(1.0, 0.85, 0.64);
const float HOME_LIGHT = 0.62;
const float OFFICE_LIGHT = 0.52;

// Windows that are smaller than a pixel shine together, in clumps of 2 by 2, 4 by 4 …: a far façade still sparkles, and
// nothing shimmers. at: rooms and storeys; result: of mean 0.53.
float clump(vec2 at, float power, float seed) {
  float own = random(floor(at / exp2(power)) + 17.0 * power, seed);
  return 0.53 * mix(1.0, 4.0 * own * own * own, 0.9 * pow(0.80, power));
}

// Linear light of what is behind the panes of a place of a wall; u_windows says how many are lit.
vec3 windowGlow(Facade f, float along, float up, float wideBays, float wideStoreys, vec3 seed) {
  if (f.lit == 3) return vec3(0.0);
  float share = f.lit == 1 ? u_windows.y : (f.lit == 2 ? u_windows.w : u_windows.x);
  // Each building has its own habits.
  float habit = fract(seed.y * 7.31 + seed.x * 3.7);
  share *= 0.35 + 1.2 * habit * habit + 0.25 * habit;
  // Offices are lit by rooms of some bays, and now and then by a whole floor.
  float rooms = f.lit == 1 ? floor(5.4 / f.bay) + 1.0 : 1.0;
  vec2 at = vec2(along / f.bay / rooms, up / f.storey);
  vec2 room = floor(at);
  float own = random(room, seed.z + 0.37);
  if (f.lit == 1) own = mix(own, random(vec2(7.0, room.y), seed.y), 0.45);
  float tone = random(room, seed.x + 0.71);
  float lit = step(own, share);
  float power = 0.30 + 0.70 * tone * tone;
  vec3 colour = f.lit == 0 ? mix(K2700, K4000, tone * tone * 0.9) : mix(K2700, K4000, 0.6 + 0.4 * tone);
  // Some rooms have only a screen on.
  if (f.lit == 0 && fract(tone * 13.7) > 0.93) colour = vec3(0.42, 0.60, 1.0) * 0.6;
  // Stairs: a narrow column of neutral light all night.
  float bay = floor(along / f.bay);
  bool tall = f.lit == 0 && f.storey < 3.6;
  if (tall && mod(bay + floor(seed.z * 9.0), 9.0) < 0.5) {
    lit = 1.0;
    power = 0.30;
    colour = mix(K2700, K4000, 0.85);
  }
  // Ceilings are brighter than floors.
  float inside = 0.72 + 0.45 * fract(at.y);
  vec3 near = colour * (lit * power * inside);
  float wide = log2(max(1.0, 1.7 * max(wideBays / rooms, wideStoreys)));
  float level = floor(wide);
  float clumped = mix(clump(at, level + 1.0, seed.z), clump(at, level + 2.0, seed.z), wide - level);
  vec3 kind = f.lit == 0 ? mix(K2700, K4000, 0.12 + 0.3 * seed.x) : mix(K2700, K4000, 0.7 + 0.3 * seed.x);
  vec3 far = kind * (clumped * share + (tall ? 0.02 : 0.0));
  return mix(near, far, smoothstep(0.0, 1.0, wide)) * (f.lit == 0 ? HOME_LIGHT : OFFICE_LIGHT) * u_lamps;
}

// Shop windows and the boards above them.
vec3 shopGlow(float along, float up, float ground, float wideAlong, vec3 seed) {
  float bay = floor(along / 4.8);
  float own = random(vec2(bay, 4.0), seed.y);
  float open = mix(step(own, u_windows.z), u_windows.z, smoothstep(0.3, 0.9, wideAlong / 4.8));
  vec3 colour = mix(K2700, K4000, 0.5 + 0.5 * fract(own * 9.1));
  return colour * open * (0.45 + 0.35 * fract(own * 5.3)) * (0.6 + 0.4 * smoothstep(0.0, ground, up)) * u_lamps;
}
`;
