/** Reads the pixels of an atlas's pictures. */
import type { Problem } from '../../problem.ts';
import type { Crop } from './atlas-crops.ts';

/** An image on disk. */
export interface Source {
  path: string;
  width: number;
  height: number;
  alpha: boolean;
  /** Set when its pixels turn out unreadable. */
  broken: boolean;
}

/** A size in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A crop in pixels of its source, y down; beyond the source it repeats. */
export interface Cut {
  source: Source;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Loaded with the first picture: most cities have none, and it is heavy. */
export const loadSharp = async (): Promise<typeof import('sharp').default> => (await import('sharp')).default;

const READ = { failOn: 'error', limitInputPixels: 2 ** 28 } as const;

/** Looks at each crop's image once; broken and missing ones are told and left out. */
export async function openImages(
  crops: readonly Crop[],
  problems: Problem[],
  signal: AbortSignal | null,
): Promise<Map<string, Source>> {
  const sources = new Map<string, Source>();
  if (crops.length === 0) return sources;
  const sharp = await loadSharp();
  for (const path of new Set(crops.map((crop) => crop.path))) {
    signal?.throwIfAborted();
    try {
      const { width, height, hasAlpha } = await sharp(path, READ).metadata();
      // Many pictures carry an alpha channel that is opaque throughout.
      const alpha = hasAlpha && !(await sharp(path, READ).stats()).isOpaque;
      sources.set(path, { path, width, height, alpha, broken: false });
    } catch (error) {
      problems.push(badImage(path, error));
    }
  }
  return sources;
}

/** Tells of an image that cannot be used. */
export function badImage(path: string, error: unknown): Problem {
  const file = path.replace(/^.*[\\/]/, '');
  const found = (error instanceof Error ? error.message : String(error))
    .split('\n')[0]!
    .replaceAll(path, file);
  const detail = `texture "${file}": expected a readable image, got "${found}"; its faces are left untextured`;
  return { action: 'warning', reason: 'bad-texture', file, place: file, detail };
}

/** Reads a cut at its size on the page, RGBA. */
export async function readCut({ source, x, y, width, height }: Cut, box: Size): Promise<Uint8Array> {
  const plain = x >= 0 && y >= 0 && x + width <= source.width && y + height <= source.height;
  if (plain) return pixelsOf(source, { left: x, top: y, width, height }, box);
  const whole: Size = {
    width: Math.max(1, Math.round((source.width * box.width) / width)),
    height: Math.max(1, Math.round((source.height * box.height) / height)),
  };
  const full = { left: 0, top: 0, width: source.width, height: source.height };
  const tile = await pixelsOf(source, full, whole);
  const columns = repeated(x, width, source.width, box.width, whole.width);
  const rows = repeated(y, height, source.height, box.height, whole.height);
  const pixels = new Uint8Array(box.width * box.height * 4);
  for (let row = 0; row < box.height; row++) {
    for (let column = 0; column < box.width; column++) {
      const from = (rows[row]! * whole.width + columns[column]!) * 4;
      const to = (row * box.width + column) * 4;
      for (let k = 0; k < 4; k++) pixels[to + k] = tile[from + k]!;
    }
  }
  return pixels;
}

/** Which pixel of a scaled image each pixel of a cut shows. */
function repeated(start: number, length: number, source: number, target: number, scaled: number): Int32Array {
  const index = new Int32Array(target);
  for (let i = 0; i < target; i++) {
    const at = (start + ((i + 0.5) * length) / target) / source;
    index[i] = Math.min(scaled - 1, Math.floor((at - Math.floor(at)) * scaled));
  }
  return index;
}

async function pixelsOf(
  { path, width, height }: Source,
  region: { left: number; top: number; width: number; height: number },
  box: Size,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  let image = sharp(path, READ);
  if (region.width !== width || region.height !== height) image = image.extract(region);
  if (region.width !== box.width || region.height !== box.height)
    image = image.resize(box.width, box.height, { fit: 'fill', kernel: 'lanczos3' });
  const { data, info } = await image
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`expected 4 channels, got ${info.channels}`);
  return data;
}
