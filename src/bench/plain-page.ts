import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Builds a page of the engine alone around a script, for baselines.
 *
 * @param name - of the folder that it is built in.
 * @returns the folder to be served.
 */
export async function buildPlainPage(dir: string, name: string, script: string): Promise<string> {
  // Below the project, so that packages are found.
  const root = join(process.cwd(), 'dist/bench', name);
  await mkdir(root, { recursive: true });
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><style>html,body,#map{margin:0;width:100%;height:100%}</style><div id="map"></div><script type="module" src="./plain.js"></script>',
  );
  await writeFile(join(root, 'plain.js'), script);
  const { build } = await import('vite');
  const outDir = join(dir, name);
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    define: { CESIUM_BASE_URL: JSON.stringify('./cesium/') },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 9000 },
  });
  for (const folder of ['Workers', 'Assets', 'ThirdParty', 'Widgets']) {
    await cp(join('node_modules/cesium/Build/Cesium', folder), join(outDir, 'cesium', folder), {
      recursive: true,
    });
  }
  return outDir;
}
