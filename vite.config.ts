import { playwright } from '@vitest/browser-playwright';
import solid from 'vite-plugin-solid';
import { viteStaticCopy } from 'vite-plugin-static-copy';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findChromium } from './.ci/chromium.mjs';

const CESIUM = 'node_modules/cesium/Build/Cesium';
const CESIUM_FOLDERS = ['Workers', 'Assets', 'ThirdParty', 'Widgets'];
const underTest = process.env.VITEST !== undefined;
const chromium = findChromium();

/** Every browser that runs the page reads woff2: the older files beside them stay out. */
const woff2Alone = {
  name: 'woff2-alone',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    /@fontsource.*\.css/.test(id) ? code.replace(/, url\([^)]*\.woff\) format\('woff'\)/g, '') : null,
};

/** Tests in Node take what packages have for Node: the plugin for Solid would have them take what is for browsers. */
const nodeBuilds = {
  name: 'node-builds',
  enforce: 'post' as const,
  configEnvironment(_name: string, config: { resolve?: { conditions?: string[] } }) {
    if (config.resolve?.conditions) {
      config.resolve.conditions = config.resolve.conditions.filter((name) => name !== 'browser');
    }
  },
};

export default defineConfig({
  base: './',
  define: { CESIUM_BASE_URL: JSON.stringify(underTest ? '/cesium/' : './cesium/') },
  plugins: [
    solid({ ssr: false }),
    woff2Alone,
    viteStaticCopy({
      targets: CESIUM_FOLDERS.map((folder) => ({ src: `${CESIUM}/${folder}`, dest: 'cesium' })),
      silent: true,
    }),
  ],
  build: {
    outDir: 'dist/app',
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  optimizeDeps: {
    include: [
      'cesium',
      'solid-js',
      'solid-js/web',
      'zustand/vanilla',
      'valibot',
      '@mapbox/vector-tile',
      'pbf',
      'fflate',
      'minisearch',
      'astronomy-engine',
      '@deck.gl/core',
      '@deck.gl/layers',
      '@deck.gl/aggregation-layers',
    ],
  },
  server: {
    proxy: {
      '/tilesets': 'http://127.0.0.1:8080',
      '/scenes': 'http://127.0.0.1:8080',
      '/api': 'http://127.0.0.1:8080',
      '/mqtt': { target: 'ws://127.0.0.1:8080', ws: true },
    },
  },
  test: {
    environment: 'node',
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        plugins: [nodeBuilds],
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', '.ci/**/*.test.mjs'],
          exclude: ['src/**/*.browser.test.ts', 'src/**/*.page.test.ts'],
          globalSetup: ['.ci/test-scratch.mjs'],
          testTimeout: 30_000,
        },
      },
      {
        // The built page, served by our own server, in Chromium.
        extends: true,
        plugins: [nodeBuilds],
        test: {
          name: 'page',
          environment: 'node',
          include: ['src/**/*.page.test.ts'],
          env: { CHROMIUM_PATH: chromium ?? '', CHROMIUM_FLAGS: CHROMIUM_FLAGS.join(' ') },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: CHROMIUM_FLAGS },
            }),
            instances: [{ browser: 'chromium' }],
            viewport: { width: 400, height: 300 },
          },
        },
      },
    ],
  },
});
