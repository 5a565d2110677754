/**
 * What a building is made of: a façade chosen by use, age, height and a number of the building's own.
 * Colours are sRGB as one sees them in daylight; `paintFacade` works in linear light.
 */
import { NIGHT_WINDOWS_GLSL } from './night-windows-glsl.ts';

export const FACADE_GLSL = /* glsl */ `
const vec3 PLASTER[10] = vec3[10](
  vec3(0.95, 0.91, 0.83), vec3(0.96, 0.94, 0.90), vec3(0.92, 0.84, 0.70), vec3(0.90, 0.80, 0.73),
  vec3(0.94, 0.88, 0.75), vec3(0.86, 0.82, 0.76), vec3(0.83, 0.84, 0.77), vec3(0.93, 0.92, 0.88),
  vec3(0.88, 0.76, 0.64), vec3(0.84, 0.86, 0.87));
const vec3 BRICK[5] = vec3[5](
  vec3(0.62, 0.40, 0.32), vec3(0.70, 0.49, 0.39), vec3(0.56, 0.37, 0.31), vec3(0.77, 0.64, 0.50),
  vec3(0.66, 0.52, 0.44));
const vec3 PANEL[5] = vec3[5](
  vec3(0.82, 0.80, 0.76), vec3(0.76, 0.73, 0.68), vec3(0.87, 0.85, 0.82), vec3(0.72, 0.72, 0.71),
  vec3(0.84, 0.79, 0.72));
const vec3 GLASS[5] = vec3[5](
  vec3(0.36, 0.50, 0.58), vec3(0.42, 0.54, 0.57), vec3(0.32, 0.43, 0.53), vec3(0.50, 0.57, 0.59),
  vec3(0.46, 0.50, 0.47));
const vec3 METAL[4] = vec3[4](
  vec3(0.83, 0.84, 0.84), vec3(0.68, 0.74, 0.78), vec3(0.80, 0.78, 0.72), vec3(0.62, 0.66, 0.66));

struct Facade {
  vec3 wall;
  vec3 glass;
  // Parapets of balconies, spandrels of curtain walls.
  vec3 trim;
  float storey;
  float bay;
  // Window: left and right in the bay, foot and head in the storey.
  vec4 window_;
  // How much of the sky the panes mirror.
  float shine;
  // 0 none; otherwise every n-th bay has a balcony.
  float balconies;
  bool shops;
  bool cornice;
  // Who lights the windows: 0 homes, 1 offices, 2 others, 3 nobody.
  int lit;
};

bool isUse(int use, int a, int b) { return use == a || use == b; }

Facade chooseFacade(int use, float height, float storeys, float built, float wallTop, vec3 seed) {
  Facade f;
  vec3 plaster = PLASTER[int(seed.x * 9.99)] * (0.96 + 0.06 * seed.z);
  vec3 brick = BRICK[int(seed.x * 4.99)] * (0.94 + 0.10 * seed.z);
  vec3 panel = PANEL[int(seed.x * 4.99)] * (0.95 + 0.08 * seed.z);
  vec3 metal = METAL[int(seed.x * 3.99)];
  bool old = built > 0.0 ? built < 1946.0 : (height < 16.0 && seed.y < 0.3);
  bool recent = built > 0.0 ? built > 1994.0 : seed.z > 0.4;
  f.wall = plaster;
  f.glass = vec3(0.33, 0.38, 0.41);
  f.trim = mix(plaster, vec3(0.94), 0.6);
  f.storey = 3.1;
  f.bay = 3.2;
  f.window_ = vec4(0.27, 0.73, 0.30, 0.79);
  f.shine = 0.5;
  f.balconies = 0.0;
  f.shops = false;
  f.cornice = true;
  f.lit = isUse(use, 3, 4) || (use == 0 && height > 60.0) ? 1 : (use > 5 ? (isUse(use, 14, 15) ? 3 : 2) : 0);
  if (isUse(use, 3, 5) || (use == 0 && height > 60.0)) {
    f.storey = use == 5 ? 3.4 : 3.9;
    f.shops = true;
    bool curtain = height > 45.0 ? seed.y < 0.78 : (recent && seed.y < 0.45);
    if (curtain) {
      f.glass = GLASS[int(seed.z * 4.99)];
      f.wall = mix(f.glass * 1.25, METAL[int(seed.x * 3.99)], 0.35 + 0.5 * seed.x);
      f.trim = mix(f.glass, f.wall, 0.35);
      f.bay = 1.5 + 0.6 * step(0.5, seed.x);
      f.window_ = seed.y < 0.3 ? vec4(0.03, 0.97, 0.02, 0.76)
        : (seed.y < 0.55 ? vec4(0.16, 0.84, 0.04, 0.97) : vec4(0.05, 0.95, 0.24, 0.97));
      f.shine = 1.0;
      f.cornice = false;
    } else {
      f.wall = seed.z < 0.55 ? panel : (seed.z < 0.8 ? mix(plaster, panel, 0.4) : brick);
      f.bay = 2.6 + 1.4 * seed.x;
      f.window_ = seed.z < 0.5 ? vec4(0.0, 1.0, 0.32, 0.82) : vec4(0.14, 0.86, 0.26, 0.84);
      f.shine = 0.7;
    }
  } else if (use == 4) {
    f.storey = 4.4;
    f.bay = 5.0;
    f.shops = true;
    f.wall = seed.y < 0.3 ? brick : (seed.y < 0.7 ? panel : plaster);
    f.window_ = vec4(0.10, 0.90, 0.24, 0.72);
  } else if (isUse(use, 6, 7) || use == 17) {
    f.wall = seed.y < 0.6 ? metal : (seed.y < 0.85 ? panel : brick);
    f.storey = 6.0;
    f.bay = 6.0;
    f.window_ = vec4(0.04, 0.96, 0.66, 0.80);
    f.shine = 0.3;
  } else if (isUse(use, 8, 9) || use == 10) {
    f.storey = 3.8;
    f.bay = 3.4;
    f.wall = old ? brick : (seed.y < 0.3 ? mix(brick, plaster, 0.3) : mix(plaster, panel, seed.z));
    f.window_ = use == 10 ? vec4(0.30, 0.70, 0.18, 0.84) : vec4(0.10, 0.90, 0.30, 0.82);
  } else if (use == 11) {
    f.storey = 9.0;
    f.bay = 4.5;
    f.window_ = vec4(0.38, 0.62, 0.20, 0.78);
    f.wall = mix(vec3(0.87, 0.82, 0.72), vec3(0.78, 0.71, 0.61), seed.x);
  } else if (isUse(use, 14, 15)) {
    f.window_ = vec4(0.5);
    f.wall = mix(panel, plaster, seed.z) * 0.94;
    f.cornice = false;
  } else if (isUse(use, 12, 16) || use == 13) {
    f.wall = seed.y < 0.5 ? panel : metal;
    f.storey = use == 13 ? 3.0 : 5.5;
    f.bay = use == 13 ? 8.0 : 3.0;
    f.window_ = use == 13 ? vec4(0.03, 0.97, 0.40, 0.92) : vec4(0.06, 0.94, 0.30, 0.90);
    f.shine = use == 13 ? 0.05 : 0.8;
  } else if (height > 26.0) {
    // Tall homes: columns of balconies, or a grid of windows.
    f.storey = 2.95;
    f.bay = 2.7 + 1.1 * seed.z;
    f.wall = seed.y < 0.55 ? mix(plaster, vec3(0.93, 0.91, 0.87), 0.45)
      : (seed.y < 0.75 ? mix(panel, plaster, 0.5) : mix(brick, plaster, 0.35));
    f.trim = seed.z < 0.4 ? vec3(0.95, 0.94, 0.91) : (seed.z < 0.7 ? mix(f.wall, vec3(0.45, 0.36, 0.30), 0.55) : vec3(0.62, 0.68, 0.70));
    f.balconies = seed.x < 0.4 ? 2.0 : (seed.x < 0.75 ? 3.0 : 1.0);
    f.window_ = vec4(0.22, 0.78, 0.28, 0.82);
    f.shops = seed.y > 0.5;
    f.cornice = seed.z < 0.5;
  } else if (use == 2 || height < 9.5) {
    f.storey = 2.9;
    f.bay = 2.9;
    if (old ? seed.y < 0.4 : seed.y < 0.22) f.wall = brick;
    f.window_ = vec4(0.31, 0.69, 0.32, 0.76);
  } else {
    if (old) {
      f.storey = 3.5;
      f.bay = 2.5;
      f.window_ = vec4(0.28, 0.72, 0.20, 0.82);
      f.shops = seed.z < 0.6;
      if (seed.y < 0.12) f.wall = brick;
    } else {
      f.storey = 2.95;
      f.balconies = seed.z < 0.5 ? 2.0 : (seed.z < 0.75 ? 3.0 : 0.0);
      f.wall = seed.y < 0.62 ? plaster : (seed.y < 0.82 ? panel : brick);
      f.shops = seed.x > 0.72;
    }
  }
  if (storeys > 0.5 && height > 2.0) f.storey = clamp(wallTop / storeys, 2.4, 9.0);
  else f.storey = wallTop / max(1.0, floor(wallTop / f.storey + 0.35));
  return f;
}

float random(vec2 cell, float seed) {
  return fract(sin(dot(cell, vec2(12.9898, 78.233)) + seed * 43.0) * 43758.5453);
}
${NIGHT_WINDOWS_GLSL}
// What a piece of wall is: its colour in linear light, and in .a how much it mirrors the sky.
// along and up are in metres, their filter widths with them.
vec4 paintFacade(Facade f, float along, float up, float wideAlong, float wideUp, float wallTop, vec3 seed, out float pane_, out vec3 glow_) {
  float bays = along / f.bay;
  float storeys = up / f.storey;
  float wideBays = wideAlong / f.bay;
  float wideStoreys = wideUp / f.storey;
  // Details of half a metre are there for as long as a pixel is smaller than they are.
  float near = 1.0 - smoothstep(0.12, 0.5, max(wideBays, wideStoreys));
  vec2 cell = vec2(floor(bays), floor(storeys));
  float own = random(cell, seed.x);
  float crown = f.cornice ? 0.9 : 0.35;
  float body = strip(up, 0.0, wallTop - crown, wideUp);

  vec4 window_ = f.window_;
  float balcony = 0.0;
  if (f.balconies > 0.5) {
    float phase = bays / f.balconies;
    balcony = f.balconies < 1.5 ? 1.0 : band(phase, 0.0, 1.0 / f.balconies, wideBays / f.balconies);
    balcony *= step(f.storey, up);
  }
  float columns = band(bays, window_.x, window_.y, wideBays);
  float rows = band(storeys, window_.z, window_.w, wideStoreys);
  float pane = columns * rows;
  float door = band(bays, 0.08, 0.92, wideBays) * band(storeys, 0.02, 0.86, wideStoreys);
  pane = mix(pane, door, balcony);

  // A darker joint at each floor says "storeys" where windows are too small to be seen.
  float floors = band(storeys, 0.0, 0.06, wideStoreys);
  vec3 wall = linear(f.wall) * (1.0 - 0.10 * floors) * (0.97 + 0.06 * random(vec2(cell.y, 3.0), seed.y) * near);
  // A sill below the window, lighter; its lintel's shadow upon the pane.
  float sill = columns * band(storeys, window_.z - 0.05, window_.z, wideStoreys) * (1.0 - balcony);
  wall = mix(wall, min(wall * 1.25, vec3(0.9)), sill * 0.7);
  float lintel = columns * band(storeys, window_.w - 0.09, window_.w, wideStoreys);
  lintel = max(lintel * (1.0 - balcony), balcony * band(storeys, 0.74, 0.92, wideStoreys));

  vec3 glass = linear(f.glass);
  // Curtains, blinds, dark rooms: each pane a little its own.
  float curtain = smoothstep(0.62, 0.95, own) * (1.0 - step(0.9, f.shine));
  glass = mix(glass, linear(vec3(0.72, 0.69, 0.63)), (near * curtain + (1.0 - near) * 0.17) * 0.55);
  glass *= 1.0 + near * (fract(own * 7.31) - 0.5) * 0.45;
  float mirror = f.shine * (1.0 - 0.6 * curtain * near);
  // Frames: the pane's middle bar.
  float bar = band((bays - window_.x) / max(0.1, window_.y - window_.x) * 2.0, 0.95, 1.05, wideBays * 2.2);
  pane *= 1.0 - 0.75 * bar * step(f.shine, 0.9) * near;
  glass *= 1.0 - 0.45 * lintel;

  // Shops: wide panes over a low base, and a board above them.
  float ground_ = min(max(3.4, f.storey), 4.6);
  if (f.shops && wallTop > 5.0) {
    float inShop = strip(up, -20.0, ground_, wideUp);
    float shopBay = along / 4.8;
    float front = band(shopBay, 0.05, 0.95, wideAlong / 4.8) * strip(up, 0.35, ground_ - 1.05, wideUp);
    float board = band(shopBay, 0.03, 0.97, wideAlong / 4.8) * strip(up, ground_ - 0.95, ground_ - 0.25, wideUp);
    float hue = random(vec2(floor(shopBay), 9.0), seed.z);
    vec3 boards = linear(0.52 + 0.06 * cos(6.2831 * (hue * 0.55 + vec3(0.02, 0.38, 0.62))));
    vec3 stone = mix(linear(f.wall), linear(vec3(0.52, 0.50, 0.47)), 0.55);
    wall = mix(wall, mix(stone, boards, board * 0.85), inShop);
    pane = mix(pane, front, inShop);
    glass = mix(glass, linear(mix(vec3(0.30, 0.32, 0.33), vec3(0.74, 0.65, 0.50), 0.30 + 0.35 * fract(hue * 5.7))), inShop * 0.8);
    mirror = mix(mirror, 0.55, inShop);
  } else {
    wall = mix(wall, wall * vec3(0.72, 0.71, 0.70), strip(up, -20.0, 0.7, wideUp));
    pane *= 1.0 - strip(up, -20.0, 0.5, wideUp);
  }
  pane *= body;
  glow_ = u_lamps > 0.0 ? windowGlow(f, along, up, wideBays, wideStoreys, seed) : vec3(0.0);
  if (u_lamps > 0.0 && f.shops && wallTop > 5.0) glow_ = mix(glow_, shopGlow(along, up, ground_, wideAlong, seed), strip(up, -20.0, ground_, wideUp));

  vec3 colour = mix(wall, glass, pane);
  // Balconies: a parapet before the lower part of the doors, its shadow below the slab.
  float parapet = balcony * band(storeys, -0.02, 0.33, wideStoreys) * band(bays, 0.02, 0.98, wideBays) * body;
  float shadow = balcony * band(storeys, 0.86, 0.98, wideStoreys) * body;
  colour = mix(colour * (1.0 - 0.40 * shadow), linear(f.trim), parapet * 0.92);
  pane *= 1.0 - parapet;

  if (f.cornice) {
    float under = strip(up, wallTop - crown - 0.18, wallTop - crown, wideUp);
    float top = strip(up, wallTop - crown, wallTop + 0.01, wideUp);
    colour = mix(colour, mix(linear(f.wall), vec3(0.86, 0.85, 0.82), 0.35), top * 0.8) * (1.0 - 0.35 * under);
  }
  pane_ = pane;
  glow_ *= pane;
  return vec4(colour, mirror * pane);
}
`;
