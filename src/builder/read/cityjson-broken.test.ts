import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cityJsonReader } from './cityjson.ts';

const folder = mkdtempSync(join(tmpdir(), 'spar-cityjson-broken-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reasons, by object, that a document of these geometries is dropped for; null where it is not. */
async function flaws(geometries: Record<string, unknown>): Promise<Record<string, string | null>> {
  const path = join(folder, 'a.city.json');
  const objects = Object.entries(geometries).map(([id, geometry]) => [id, { type: 'Building', geometry }]);
  const document = {
    type: 'CityJSON',
    version: '1.1',
    transform: { scale: [1, 1, 1], translate: [0, 0, 0] },
    CityObjects: Object.fromEntries(objects),
    vertices: [[0, 0, 0]],
  };
  writeFileSync(path, JSON.stringify(document));
  const reading = await cityJsonReader.read(
    { path, name: 'a.city.json', options: {} },
    new AbortController().signal,
  );
  const out: Record<string, string | null> = {};
  for await (const batch of reading.features) {
    for (const { place, flaw } of batch) out[place] = flaw ? `${flaw.reason} ${flaw.detail}` : null;
  }
  return out;
}

it('drops a building none of whose faces can be read, and says out of what', async () => {
  const text = (id: string, got: string) =>
    `bad-geometry cityjson "a.city.json" object "${id}": expected faces, got none out of ${got}`;
  const instance = { type: 'GeometryInstance', template: 5, boundaries: [0], transformationMatrix: [] };
  expect(
    await flaws({
      text: 'x',
      blob: [{ type: 'Blob', lod: '1' }],
      missing: [{ type: 'Solid', lod: '1', boundaries: [[[[7, 8, 9]]]] }],
      template: [instance],
    }),
  ).toEqual({
    text: text('text', '"x"'),
    blob: text('blob', 'a Blob'),
    missing: text('missing', 'a Solid'),
    template: text('template', 'template 5'),
  });
});

it('leaves to others buildings without a geometry, or with a point', async () => {
  const point = [{ type: 'MultiPoint', lod: '0', boundaries: [0] }];
  expect(await flaws({ none: null, empty: [], point })).toEqual({ none: null, empty: null, point: null });
});
