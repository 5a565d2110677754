/**
 * Packs the pictures of a tile's buildings on a few pages.
 *
 *   source image, v up            page (glTF: v down)
 *   1 ┌────────┐                  0 ┌──────────────┐
 *     │  ┌──┐  │   crop, scale      │┌──┐┌────┐    │
 *     │  └──┘  │  ───────────►      │└──┘│    │    │
 *   0 └────────┘   2 px gutter    1 └──────────────┘
 *     0        1                    0              1
 */
import type { Problem } from '../../problem.ts';
import { type AtlasImage, type Crop, joinRegions } from './atlas-crops.ts';
import {
  badImage,
  type Cut,
  loadSharp,
  openImages,
  readCut,
  type Size,
  type Source,
} from './atlas-pixels.ts';
import { packShelves, type Spot } from './atlas-shelves.ts';

export interface AtlasPage {
  /** JPEG, or PNG where pictures are really transparent. Owned by the caller. */
  image: Uint8Array;
  mimeType: 'image/jpeg' | 'image/png';
  /** Pixels, powers of two. */
  width: number;
  height: number;
}

/** A linear map from an image's coordinates (v up) to a page's (v down, as glTF has it). */
export interface AtlasPlacement {
  page: number;
  scale: [number, number];
  offset: [number, number];
}

export interface Atlas {
  pages: AtlasPage[];
  /** One a request, in order; null where the image could not be used: leave the face without texture. */
  placements: (AtlasPlacement | null)[];
  problems: Problem[];
}

export interface AtlasOptions {
  /** Edge of the largest page, px, a power of two. */
  pageSize: number;
  /** Pictures are made smaller until they fit on so many pages (transparent ones have as many again). */
  maxPages: number;
  /** Of JPEG, 1–100. */
  quality: number;
  signal: AbortSignal | null;
}

export const ATLAS_DEFAULTS: AtlasOptions = { pageSize: 2048, maxPages: 2, quality: 80, signal: null };

/** Width of the copied edge round a picture, px. */
const GUTTER = 2;
/** Pictures start at multiples of this, so that small mip levels and JPEG blocks mix less. */
const GRID = 4;

/**
 * Packs what is used of each image on pages.
 *
 * Requests for the same image share their pixels. Regions beyond 0…1 get the repeats drawn out. An image that is
 * missing or broken is told once and leaves its requests without a placement.
 *
 * @param images - a request a face, or a texture of a building.
 * @throws the signal's reason when aborted.
 * Deterministic: same images and requests, same bytes.
 */
export async function packAtlas(
  images: readonly AtlasImage[],
  options: Partial<AtlasOptions> = {},
): Promise<Atlas> {
  const { pageSize, maxPages, quality, signal } = { ...ATLAS_DEFAULTS, ...options };
  const { crops, uses } = joinRegions(images);
  const problems: Problem[] = [];
  const sources = await openImages(crops, problems, signal);
  const cuts = crops.map((crop) => pixelCut(crop, sources.get(crop.path) ?? null, pageSize));
  const pages: AtlasPage[] = [];
  const placed: (Placed | null)[] = crops.map(() => null);
  for (const alpha of [false, true]) {
    const group = cuts.flatMap((cut, crop) => (cut && cut.source.alpha === alpha ? [{ cut, crop }] : []));
    if (group.length === 0) continue;
    const { boxes, spots, sizes } = shrinkToFit(
      group.map(({ cut }) => cut),
      pageSize,
      maxPages,
    );
    const first = pages.length;
    for (const [page, size] of sizes.entries()) {
      const members = group.flatMap((entry, i) =>
        spots[i]!.page === page ? [{ ...entry, box: boxes[i]!, spot: spots[i]! }] : [],
      );
      const canvas = await draw(members, size, problems, signal);
      pages.push(await encode(canvas, size, alpha, quality));
      for (const { crop, cut, box, spot } of members)
        if (!cut.source.broken) placed[crop] = { cut, box, spot, page: first + page, size };
    }
  }
  const placements = uses.map((use) => {
    const at = use && placed[use.crop];
    return at ? placement(at, use.shiftU, use.shiftV) : null;
  });
  return { pages, placements, problems };
}

/** Applies a placement: from image coordinates (v up) to page coordinates (v down). */
export function toAtlas({ scale, offset }: AtlasPlacement, u: number, v: number): [number, number] {
  return [u * scale[0] + offset[0], v * scale[1] + offset[1]];
}

interface Placed {
  cut: Cut;
  /** Size on the page, px. */
  box: Size;
  spot: Spot;
  page: number;
  size: Size;
}

function pixelCut({ region }: Crop, source: Source | null, pageSize: number): Cut | null {
  if (!source) return null;
  const { width, height } = source;
  // Coordinates come as 32-bit floats: a thousandth of a pixel over an edge is no pixel more.
  const x = Math.floor(region[0] * width + 1e-3);
  const y = Math.floor((1 - region[3]) * height + 1e-3);
  const right = Math.max(x + 1, Math.ceil(region[2] * width - 1e-3));
  const bottom = Math.max(y + 1, Math.ceil((1 - region[1]) * height - 1e-3));
  // Past this a repeated pattern is finer than a pixel of the page anyway.
  const most = pageSize * 64;
  return { source, x, y, width: Math.min(right - x, most), height: Math.min(bottom - y, most) };
}

/** Scales cuts down until they fit the pages. */
function shrinkToFit(
  cuts: readonly Cut[],
  pageSize: number,
  maxPages: number,
): { boxes: Size[]; spots: Spot[]; sizes: Size[] } {
  const room = pageSize - 2 * GUTTER;
  const area = cuts.reduce(
    (sum, { width, height }) => sum + Math.min(width, room) * Math.min(height, room),
    0,
  );
  let scale = Math.min(1, Math.sqrt((pageSize * pageSize * maxPages) / area));
  for (let round = 0; ; round++, scale *= 0.93) {
    const boxes = cuts.map(({ width, height }) => {
      const s = Math.min(scale, room / width, room / height);
      return { width: Math.max(1, Math.floor(width * s)), height: Math.max(1, Math.floor(height * s)) };
    });
    const padded = boxes.map(({ width, height }) => ({ width: padding(width), height: padding(height) }));
    const { spots, pages } = packShelves(padded, pageSize);
    if (pages.length <= maxPages || round === 60) return { boxes, spots, sizes: pages };
  }
}

const padding = (length: number): number => Math.ceil((length + 2 * GUTTER) / GRID) * GRID;

interface Member {
  cut: Cut;
  box: Size;
  spot: Spot;
}

/** Draws a page's pictures with their edges drawn out; the rest in their mean colour, which mip levels mix in. */
async function draw(
  members: readonly Member[],
  size: Size,
  problems: Problem[],
  signal: AbortSignal | null,
): Promise<Uint8Array> {
  const canvas = new Uint8Array(size.width * size.height * 4);
  const drawn = new Uint8Array(size.width * size.height);
  const sum = [0, 0, 0];
  let count = 0;
  for (const { cut, box, spot } of members) {
    signal?.throwIfAborted();
    if (cut.source.broken) continue;
    let pixels: Uint8Array;
    try {
      pixels = await readCut(cut, box);
    } catch (error) {
      cut.source.broken = true;
      problems.push(badImage(cut.source.path, error));
      continue;
    }
    for (let y = -GUTTER; y < box.height + GUTTER; y++) {
      const fromY = Math.min(Math.max(y, 0), box.height - 1);
      for (let x = -GUTTER; x < box.width + GUTTER; x++) {
        const fromX = Math.min(Math.max(x, 0), box.width - 1);
        const from = (fromY * box.width + fromX) * 4;
        const to = (spot.y + GUTTER + y) * size.width + spot.x + GUTTER + x;
        drawn[to] = 1;
        for (let k = 0; k < 4; k++) canvas[to * 4 + k] = pixels[from + k]!;
        for (let k = 0; k < 3; k++) sum[k]! += pixels[from + k]!;
        count++;
      }
    }
  }
  const mean = sum.map((value) => Math.round(value / Math.max(1, count)));
  for (let i = 0; i < drawn.length; i++) {
    if (drawn[i] === 1) continue;
    for (let k = 0; k < 3; k++) canvas[i * 4 + k] = mean[k]!;
  }
  return canvas;
}

async function encode(canvas: Uint8Array, size: Size, alpha: boolean, quality: number): Promise<AtlasPage> {
  const sharp = await loadSharp();
  const raw = sharp(canvas, { raw: { ...size, channels: 4 } });
  const image = alpha
    ? await raw.png({ compressionLevel: 9 }).toBuffer()
    : await raw.removeAlpha().jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
  return { image: new Uint8Array(image), mimeType: alpha ? 'image/png' : 'image/jpeg', ...size };
}

function placement({ cut, box, spot, page, size }: Placed, shiftU: number, shiftV: number): AtlasPlacement {
  const scaleX = box.width / cut.width / size.width;
  const scaleY = box.height / cut.height / size.height;
  const left = (spot.x + GUTTER) / size.width;
  const top = (spot.y + GUTTER) / size.height;
  return {
    page,
    scale: [cut.source.width * scaleX, -cut.source.height * scaleY],
    offset: [
      left - (shiftU * cut.source.width + cut.x) * scaleX,
      top + ((1 + shiftV) * cut.source.height - cut.y) * scaleY,
    ],
  };
}
