import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROWS_A_CHUNK } from '#base/feature-table.ts';
import { createFakeCity, type FakeCity } from './fake-city.ts';

/** Writes the small city of tests as a city folder: what a simulator reads of one. */
export async function writeFakeCity(folder: string, streets?: number): Promise<FakeCity> {
  const city = createFakeCity(streets);
  const { manifest, components, roads, network } = city;
  await mkdir(join(folder, 'roads'), { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'roads/network.json'), JSON.stringify(network));
  for (const [theme, { start, count, columns }] of Object.entries({ components, roads })) {
    await mkdir(join(folder, 'features', theme), { recursive: true });
    for (let at = 0; at < count; at += ROWS_A_CHUNK) {
      const part = Object.fromEntries(
        Object.entries(columns).map(([name, list]) => [
          name,
          (list as unknown[]).slice(at, at + ROWS_A_CHUNK),
        ]),
      );
      const chunk = { start: start + at, count: Math.min(ROWS_A_CHUNK, count - at), columns: part };
      await writeFile(join(folder, 'features', theme, `${at / ROWS_A_CHUNK}.json`), JSON.stringify(chunk));
    }
  }
  return city;
}
