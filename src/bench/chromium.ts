/** The system's Chromium as benches use it, and what it is asked. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { say } from './figures.ts';

/** Size of the picture, px: small, for the software rasteriser is the slow part. */
export const WIDTH = 400;
export const HEIGHT = 300;

/** Starts Chromium; `SPAR_GPU=1` lets it draw with the graphics card. @throws Error when there is none. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const { CHROMIUM_FLAGS, findChromium } = (await import(join(process.cwd(), '.ci/chromium.mjs'))) as {
    CHROMIUM_FLAGS: string[];
    findChromium(): string | null;
  };
  const executablePath = findChromium();
  if (!executablePath) throw new Error('bench: expected Chromium (CHROMIUM_PATH), got none');
  const gpu = process.env.SPAR_GPU === '1';
  const args = gpu ? ['--no-sandbox', '--use-angle=default', '--ignore-gpu-blocklist'] : CHROMIUM_FLAGS;
  return chromium.launch({ executablePath, args: [...args, ...more] });
}

/** Opens an empty page of the benches' size. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(240_000);
  page.on('pageerror', (error) => say(`  page error: ${error.message}`));
  return page;
}

/** Gives a page's heap after collection, bytes. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Says what is measured on. */
export async function tellMachine(browser: Browser, what: string): Promise<void> {
  const page = await openPage(browser);
  const name = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    const info = gl?.getExtension('WEBGL_debug_renderer_info');
    return info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'unknown';
  });
  await page.context().close();
  say(
    `${what}, ${WIDTH} × ${HEIGHT} px, Chromium ${browser.version()}, ${name}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`,
  );
}
