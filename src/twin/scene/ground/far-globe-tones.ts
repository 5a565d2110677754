import { FAR_LAND_COLOURS, WATER_COLOUR } from './ground-style.ts';

type Rgb = readonly [number, number, number];

function parseHex(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * Turns pixels (RGBA) of the far globe's picture into the map's colours: the sea is the map's very water, so that no
 * edge shows where the map ends, and the land is muted, light where the picture is light.
 */
export function toneFarGlobe(pixels: Uint8ClampedArray): void {
  const [waterR, waterG, waterB] = parseHex(WATER_COLOUR);
  const [darkR, darkG, darkB] = parseHex(FAR_LAND_COLOURS[0]);
  const [lightR, lightG, lightB] = parseHex(FAR_LAND_COLOURS[1]);
  for (let at = 0; at < pixels.length; at += 4) {
    const r = pixels[at]!;
    const g = pixels[at + 1]!;
    const b = pixels[at + 2]!;
    // The picture's sea has a red of 0.4 of its blue, its land one of 0.7 and more.
    const t = Math.max(0, Math.min(1, (r / Math.max(1, b) - 0.52) / 0.16));
    const land = t * t * (3 - 2 * t);
    const light = Math.max(0, Math.min(1, ((0.3 * r + 0.59 * g + 0.11 * b) / 255 - 0.3) / 0.5));
    pixels[at] = waterR + land * (darkR + light * (lightR - darkR) - waterR);
    pixels[at + 1] = waterG + land * (darkG + light * (lightG - darkG) - waterG);
    pixels[at + 2] = waterB + land * (darkB + light * (lightB - darkB) - waterB);
  }
}
