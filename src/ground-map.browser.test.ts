/** What the builder's vector tiles become on the page's canvas. */
import { describe, expect, it } from 'vitest';
import { encodeTile } from '#builder/write/ground/encode-tile.ts';
import { createGroundPainter } from '#twin/scene/ground/ground-painter.ts';
import { tileMetres } from '#twin/scene/ground/tile-window.ts';

const TILE = { z: 15, x: 27391, y: 12941 };
const SIDE = 512;
const EXTENT = 8192;

/** Sea in the western half; a road of 12 m along the middle of the eastern half, from north to south. */
const BYTES = encodeTile(
  [
    {
      name: 'sea',
      features: [
        {
          kind: 'polygon',
          geometry: [Int32Array.of(-300, -300, 4096, -300, 4096, 8492, -300, 8492)],
          properties: { class: '' },
        },
      ],
    },
    {
      name: 'road',
      features: [
        {
          kind: 'line',
          geometry: [Int32Array.of(6144, -300, 6144, 8492)],
          properties: { class: 'secondary', width: 12 },
        },
        {
          kind: 'line',
          geometry: [Int32Array.of(7000, -300, 7000, 8492)],
          properties: { class: 'secondary', width: 12, tunnel: true },
        },
      ],
    },
  ],
  EXTENT,
);

function painter(answer: () => Response) {
  const asked: string[] = [];
  const get = async (url: string | URL | Request): Promise<Response> => {
    asked.push(url as string);
    return answer();
  };
  const paint = createGroundPainter(
    {
      type: 'setup',
      template: 'http://h/{z}/{x}/{y}.pbf',
      minZoom: 10,
      maxZoom: 15,
      side: SIDE,
      bounds: [110, 20, 130, 45],
    },
    get,
  );
  return { asked, paint };
}

const tileAnswer = (): Response => new Response(BYTES.slice());

/** Colours along the picture's middle row, as #rrggbb. */
async function middleRow(picture: ImageBitmap): Promise<string[]> {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d')!;
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, SIDE / 2, SIDE, 1);
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  return Array.from(
    { length: SIDE },
    (_, x) => `#${hex(data[x * 4]!)}${hex(data[x * 4 + 1]!)}${hex(data[x * 4 + 2]!)}`,
  );
}

describe('the ground map', () => {
  it('draws sea, ground and a road at its true width, and no tunnel', async () => {
    const row = await middleRow(await painter(tileAnswer).paint.paint(TILE));
    expect([row[50], row[300], row[437]]).toEqual(['#7ea4b4', '#d8d4cb', '#d8d4cb']);
    const wide = row.filter((colour) => colour === '#f1eee8').length;
    const metresPerPixel = tileMetres(TILE) / SIDE;
    expect(Math.abs(wide * metresPerPixel - 12)).toBeLessThan(2.1 * metresPerPixel);
  });

  it('draws the same road eight times wider three zooms deeper, from the same tile', async () => {
    const { paint, asked } = painter(tileAnswer);
    // The road lies at three quarters of the tile: on the edge of the sixth of eight columns.
    const deep = { z: 18, x: TILE.x * 8 + 6, y: TILE.y * 8 + 4 };
    const row = await middleRow(await paint.paint(deep));
    await paint.paint({ ...deep, x: deep.x - 1 });
    expect(asked).toEqual([`http://h/15/${TILE.x}/${TILE.y}.pbf`]);
    // To where the ground begins: markings lie on the carriageway, a kerb on its edge.
    const half = row.indexOf('#d8d4cb');
    expect(Math.abs(half * (tileMetres(deep) / SIDE) - 6)).toBeLessThan(0.5);
    expect(row[0]).toBe('#f1eee8');
  });

  it('puts the southern row first, as textures want it', async () => {
    const bytes = encodeTile(
      [
        {
          name: 'sea',
          features: [
            {
              kind: 'polygon',
              // Beyond the tile as far as the builder's tiles go: shores are drawn where areas end.
              geometry: [Int32Array.of(-512, -512, 8704, -512, 8704, 4096, -512, 4096)],
              properties: {},
            },
          ],
        },
      ],
      EXTENT,
    );
    const picture = await painter(() => new Response(bytes.slice())).paint.paint(TILE);
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const context = canvas.getContext('2d')!;
    context.drawImage(picture, 0, 0);
    expect([...context.getImageData(200, 5, 1, 1).data]).toEqual([0xd8, 0xd4, 0xcb, 255]);
    expect([...context.getImageData(200, SIDE - 5, 1, 1).data]).toEqual([0x7e, 0xa4, 0xb4, 255]);
  });

  it('takes a missing tile for bare ground, and names one that is no vector tile', async () => {
    const missing = painter(() => new Response('', { status: 404 }));
    expect(new Set(await middleRow(await missing.paint.paint(TILE)))).toEqual(new Set(['#d8d4cb']));
    const broken = painter(() => new Response('<html>'));
    await expect(broken.paint.paint(TILE)).rejects.toThrow(
      `ground tile "http://h/15/${TILE.x}/${TILE.y}.pbf": expected a vector tile, got`,
    );
    const failing = painter(() => new Response('', { status: 503 }));
    await expect(failing.paint.paint(TILE)).rejects.toThrow('expected a vector tile, got 503');
  });
});
