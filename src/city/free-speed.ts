/** Speeds without traffic by class of road, km/h. */
const SPEEDS: Readonly<Record<string, number>> = {
  motorway: 100,
  trunk: 80,
  primary: 60,
  secondary: 50,
  tertiary: 40,
  residential: 30,
  service: 20,
  track: 20,
  pedestrian: 5,
  path: 5,
  steps: 3,
};

const MPH = 1.609_344;

/**
 * Gives a road's speed without traffic, km/h: the limit where it is known, else by class.
 *
 * @param limit - as sources have it: `50`, `"50"`, `"30 mph"`; words (`"none"`, `"walk"`) count as unknown.
 */
export function freeSpeed(roadClass: string, limit?: string | number | boolean): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(km\/h|kmh|kph|mph)?\s*$/iu.exec(String(limit ?? ''));
  const value = match ? Number(match[1]) * (match[2]?.toLowerCase() === 'mph' ? MPH : 1) : 0;
  if (value >= 3 && value <= 150) return Math.round(value);
  return SPEEDS[roadClass] ?? SPEEDS.residential!;
}
