/** Finds the system's Chromium (or Chrome), which the browser tests drive. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
];

/** Flags under which WebGL2 works without a GPU, and the browser asks nothing of the network. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Gives the path of an executable Chromium, or null. CHROMIUM_PATH comes first. */
export function findChromium(env = process.env) {
  const wanted = env.CHROMIUM_PATH;
  if (wanted) return isExecutable(wanted) ? wanted : null;
  for (const name of NAMES) {
    for (const folder of (env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (folder && isExecutable(path)) return path;
    }
  }
  return PLACES.find(isExecutable) ?? null;
}
