/**
 * Tiling alone: 100,000 footprints of 5–12 corners, meshed, compressed and written, beside parsing them.
 *
 * Run by `npm run bench`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '#base/random.ts';
import { createBuildingStore, packBuildings } from '#city/building-store.ts';
import type { Building } from '#city/model.ts';
import { createPool } from '../../pool.ts';
import { tileTask } from './tile-task.ts';
import { writeBuildings } from './write-buildings.ts';

/** Makes footprints on a grid of `spacing` metres. */
export function syntheticBuildings(count: number, spacing = 40): Building[] {
  const random = createRandom(7);
  const columns = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, index) => {
    const east = (index % columns) * spacing;
    const north = Math.floor(index / columns) * spacing;
    const corners = 5 + Math.floor(random() * 8);
    const radius = 6 + random() * 10;
    const turn = random() * Math.PI;
    const ring = new Float64Array(corners * 2);
    for (let i = 0; i < corners; i++) {
      const angle = turn + (i / corners) * 2 * Math.PI;
      const reach = radius * (0.75 + random() * 0.25);
      ring[i * 2] = 4.3 + (east + Math.cos(angle) * reach) / 68_000;
      ring[i * 2 + 1] = 52 + (north + Math.sin(angle) * reach) / 111_320;
    }
    return {
      id: `bench:${index}`,
      outline: [[ring]],
      minHeight: 0,
      height: Math.round((3 + random() * 40) * 10) / 10,
      heightFrom: 'height',
      roof: {
        shape: 'flat',
        height: 0,
        directionDeg: null,
        orientation: 'along',
        colour: null,
        material: null,
      },
      colour: null,
      material: null,
      ground: null,
      parts: [],
      surfaces: [],
      use: 'unknown',
      storeys: 0,
      built: 0,
      demolished: 0,
      name: null,
      attributes: {},
    };
  });
}

/** Measures tiling, as the builder does it, and prints time and bytes. */
export async function bench(count = 100_000, threads?: number): Promise<void> {
  const buildings = syntheticBuildings(count);
  const text = JSON.stringify(buildings.map(({ outline }) => Array.from(outline[0]![0]!)));
  let from = performance.now();
  JSON.parse(text);
  const parse = performance.now() - from;
  const store = createBuildingStore();
  from = performance.now();
  for (let at = 0; at < count; at += 2000) store.append(packBuildings(buildings.slice(at, at + 2000)));
  const pack = performance.now() - from;
  const dir = mkdtempSync(join(tmpdir(), 'spar-tiles-'));
  const pool = await createPool(threads, async () => ({ tile: tileTask }));
  try {
    from = performance.now();
    const cpu = process.cpuUsage();
    const written = await writeBuildings({
      store,
      gids: Uint32Array.from({ length: count }, (_, i) => 0x40_0000 + i),
      grounds: new Float64Array(count),
      textures: [],
      dir,
      pool,
      signal: new AbortController().signal,
    });
    const tiling = performance.now() - from;
    const { user } = process.cpuUsage(cpu);
    if (!written) throw new Error('bench: expected tiles, got none');
    process.stdout.write(
      `tiling ${count} footprints on ${pool.size} thread(s): ${(tiling / 1000).toFixed(2)} s = ${(tiling / parse).toFixed(1)} × parse alone (${(parse / 1000).toFixed(2)} s), ${(user / 1e6).toFixed(2)} s of processor; packing ${(pack / 1000).toFixed(2)} s\n` +
        `  ${(written.bytesGz / count).toFixed(1)} B a building gzipped, ${written.tiles} tiles\n`,
    );
    for (const [level, sum] of Object.entries(written.byLevel)) {
      process.stdout.write(
        `  ${level}: ${sum.tiles} tiles, ${sum.features} features, ${(sum.bytes / count).toFixed(1)} B plain, ${(sum.bytesGz / count).toFixed(1)} B gzipped a building\n`,
      );
    }
  } finally {
    await pool.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
