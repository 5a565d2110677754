import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sourcePaths } from './source-paths.ts';

it('takes the sources of a folder in the order of their names, and leaves what lies beside them', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'spar-folder-'));
  await mkdir(join(dir, 'textures'));
  for (const name of [
    'b.geojson',
    'a.shp',
    'a.dbf',
    'LICENSE.txt',
    'c.osm.pbf',
    'd.json.gz',
    '.hidden.json',
  ]) {
    await writeFile(join(dir, name), 'x');
  }
  expect(await sourcePaths([join(dir, 'c.osm.pbf'), dir])).toEqual(
    ['c.osm.pbf', 'a.shp', 'b.geojson', 'c.osm.pbf', 'd.json.gz'].map((name) => join(dir, name)),
  );
});

it('names a folder without sources', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'spar-folder-'));
  await expect(sourcePaths([dir])).rejects.toThrow('expected at least one source file');
});
