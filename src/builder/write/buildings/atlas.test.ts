import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlas, type AtlasPlacement, packAtlas, toAtlas } from './atlas.ts';
import { joinRegions } from './atlas-crops.ts';
import { packShelves } from './atlas-shelves.ts';

const folder = mkdtempSync(join(tmpdir(), 'spar-atlas-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RED = [200, 30, 30, 255];
const GREEN = [30, 180, 30, 255];
const BLUE = [30, 30, 200, 255];
const GREY = [120, 120, 120, 255];

/** An image of four quarters: top left, top right, bottom left, bottom right. */
async function quarters(
  name: string,
  size: number,
  colours: number[][],
  channels: 3 | 4 = 3,
): Promise<string> {
  const pixels = Buffer.alloc(size * size * channels);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const colour = colours[(y < size / 2 ? 0 : 2) + (x < size / 2 ? 0 : 1)]!;
      for (let k = 0; k < channels; k++) pixels[(y * size + x) * channels + k] = colour[k]!;
    }
  const path = join(folder, name);
  await sharp(pixels, { raw: { width: size, height: size, channels } }).toFile(path);
  return path;
}

let four: string;
let clear: string;
let opaque: string;
beforeAll(async () => {
  four = await quarters('four.png', 64, [RED, GREEN, BLUE, GREY]);
  clear = await quarters('clear.png', 32, [RED, [0, 0, 0, 0], BLUE, GREY], 4);
  opaque = await quarters('opaque.png', 32, [RED, GREEN, BLUE, GREY], 4);
});

/** Colour of a page where a placement puts (u, v). */
async function colourAt(
  atlas: Atlas,
  placement: AtlasPlacement | null,
  u: number,
  v: number,
): Promise<number[]> {
  const page = atlas.pages[placement!.page]!;
  const [s, t] = toAtlas(placement!, u, v);
  const { data, info } = await sharp(page.image).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(t * page.height) * page.width + Math.floor(s * page.width)) * info.channels;
  return [...data.subarray(at, at + 4)];
}

function expectColour(found: number[], wanted: number[]): void {
  for (let k = 0; k < 4; k++) expect(Math.abs(found[k]! - wanted[k]!)).toBeLessThan(32);
}

describe('packAtlas', () => {
  it('puts an image’s corners where its coordinates, v up, say', async () => {
    const atlas = await packAtlas([{ path: four, region: [0, 0, 1, 1] }]);
    expect(atlas.problems).toEqual([]);
    expect(atlas.pages).toHaveLength(1);
    expect(atlas.pages[0]).toMatchObject({ mimeType: 'image/jpeg', width: 128, height: 128 });
    const [placement] = atlas.placements;
    expectColour(await colourAt(atlas, placement!, 0.25, 0.75), RED);
    expectColour(await colourAt(atlas, placement!, 0.75, 0.75), GREEN);
    expectColour(await colourAt(atlas, placement!, 0.25, 0.25), BLUE);
    expectColour(await colourAt(atlas, placement!, 0.75, 0.25), GREY);
  });

  it('takes no more of an image than is used, and draws its edge out by two pixels', async () => {
    const atlas = await packAtlas([{ path: four, region: [0.5, 0, 1, 0.5] }]);
    expect(atlas.pages[0]).toMatchObject({ width: 64, height: 64 });
    const [placement] = atlas.placements;
    const texel = 1 / 64;
    for (const [u, v] of [
      [0.52, 0.02],
      [0.98, 0.48],
      [0.5 - 1.5 * texel, 0.25],
      [1 + 1.5 * texel, 0.25],
    ])
      expectColour(await colourAt(atlas, placement!, u!, v!), GREY);
  });

  it('draws repeats out, and moves coordinates that lie whole images away', async () => {
    const atlas = await packAtlas([
      { path: four, region: [0.25, 0.25, 1.75, 1.75] },
      { path: four, region: [7, -3, 8, -2] },
    ]);
    const [wide, far] = atlas.placements;
    expectColour(await colourAt(atlas, wide!, 0.4, 0.4), BLUE);
    expectColour(await colourAt(atlas, wide!, 1.4, 0.4), BLUE);
    expectColour(await colourAt(atlas, wide!, 1.4, 1.4), BLUE);
    expectColour(await colourAt(atlas, wide!, 0.6, 1.6), GREEN);
    expectColour(await colourAt(atlas, far!, 7.25, -2.25), RED);
    expectColour(await colourAt(atlas, far!, 7.75, -2.75), GREY);
  });

  it('makes pictures smaller until they fit, and keeps their places', async () => {
    const images = Array.from({ length: 9 }, (_, i) => ({
      path: four,
      region: [(i % 3) / 3, Math.floor(i / 3) / 3, (i % 3) / 3 + 0.1, Math.floor(i / 3) / 3 + 0.1] as const,
    }));
    const atlas = await packAtlas([...images, { path: four, region: [0, 0, 3, 3] }], {
      pageSize: 128,
      maxPages: 1,
    });
    expect(atlas.pages).toHaveLength(1);
    expect(atlas.pages[0]!.width).toBe(128);
    expectColour(await colourAt(atlas, atlas.placements[9]!, 1.25, 1.75), RED);
    expectColour(await colourAt(atlas, atlas.placements[9]!, 2.75, 0.25), GREY);
  });

  it('keeps really transparent images as PNG on a page of their own, opaque alpha as JPEG', async () => {
    const region = [0, 0, 1, 1] as const;
    const atlas = await packAtlas([clear, opaque].map((path) => ({ path, region })));
    expect(atlas.pages.map(({ mimeType }) => mimeType)).toEqual(['image/jpeg', 'image/png']);
    expect(atlas.placements.map((placement) => placement!.page)).toEqual([1, 0]);
    expect((await colourAt(atlas, atlas.placements[0]!, 0.75, 0.75))[3]).toBe(0);
    expectColour(await colourAt(atlas, atlas.placements[0]!, 0.25, 0.75), RED);
  });

  it('tells of a missing, a broken and a cut image once each and leaves their faces without a place', async () => {
    const broken = join(folder, 'broken.jpg');
    writeFileSync(broken, 'this is no picture');
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31) % 251));
    const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer();
    const cut = join(folder, 'cut.jpg');
    writeFileSync(cut, jpeg.subarray(0, jpeg.length / 2));
    const missing = join(folder, 'missing.jpg');
    const region = [0, 0, 1, 1] as const;
    const atlas = await packAtlas([missing, broken, cut, four, missing].map((path) => ({ path, region })));
    expect(atlas.placements.map((placement) => placement !== null)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(atlas.problems.map(({ action, reason, place }) => [action, reason, place])).toEqual([
      ['warning', 'bad-texture', 'broken.jpg'],
      ['warning', 'bad-texture', 'missing.jpg'],
      ['warning', 'bad-texture', 'cut.jpg'],
    ]);
    expect(atlas.problems[1]!.detail).toBe(
      'texture "missing.jpg": expected a readable image, got "Input file is missing: missing.jpg"; its faces are left untextured',
    );
  });

  it('leaves a region that is not a number without a place', async () => {
    const atlas = await packAtlas([{ path: four, region: [0, Number.NaN, 1, 1] }]);
    expect(atlas).toEqual({ pages: [], placements: [null], problems: [] });
  });

  it('gives the same bytes each time', async () => {
    const images = [
      { path: four, region: [0, 0, 0.7, 1] as const },
      { path: opaque, region: [0, 0, 2, 1] as const },
    ];
    const [a, b] = [await packAtlas(images), await packAtlas(images)];
    expect(Buffer.compare(a.pages[0]!.image, b.pages[0]!.image)).toBe(0);
    expect(a.placements).toEqual(b.placements);
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(packAtlas([{ path: four, region: [0, 0, 1, 1] }], { signal })).rejects.toThrow('enough');
  });
});

describe('joinRegions', () => {
  it('joins what overlaps or adjoins and keeps apart what does not', () => {
    const { crops, uses } = joinRegions([
      { path: 'b', region: [0, 0, 0.1, 0.1] },
      { path: 'b', region: [0.1, 0, 0.2, 0.1] },
      { path: 'b', region: [0.8, 0.8, 1, 1] },
      { path: 'a', region: [0, 0, 1, 1] },
    ]);
    expect(crops).toEqual([
      { path: 'a', region: [0, 0, 1, 1] },
      { path: 'b', region: [0, 0, 0.2, 0.1] },
      { path: 'b', region: [0.8, 0.8, 1, 1] },
    ]);
    expect(uses.map((use) => use!.crop)).toEqual([1, 1, 2, 0]);
  });
});

describe('packShelves', () => {
  it('places any boxes within their page and apart from each other', () => {
    const side = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ width: side, height: side }), { minLength: 1, maxLength: 40 }),
        (boxes) => {
          const { spots, pages } = packShelves(boxes, 64);
          for (const [i, a] of boxes.entries()) {
            const at = spots[i]!;
            expect(at.x + a.width).toBeLessThanOrEqual(pages[at.page]!.width);
            expect(at.y + a.height).toBeLessThanOrEqual(pages[at.page]!.height);
            for (let j = 0; j < i; j++) {
              const other = spots[j]!;
              const b = boxes[j]!;
              const apart =
                other.page !== at.page ||
                other.x + b.width <= at.x ||
                at.x + a.width <= other.x ||
                other.y + b.height <= at.y ||
                at.y + a.height <= other.y;
              expect(apart).toBe(true);
            }
          }
        },
      ),
    );
  });
});
