import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseScene } from '#base/state/scene-document.ts';
import type { Title } from '#base/state/scene-layers.ts';

/** A scene as the page's list gives it. */
export interface SceneEntry {
  name: string;
  title: Title;
  /** Name of its city, or null for any. */
  city: string | null;
  /** Why it cannot be opened; absent when it can. */
  problem?: string;
}

/**
 * Gives the origins that scenes name, for the policy of what the page may load: none but its own and these.
 *
 * @returns `https://tiles.example`, sorted, each once.
 */
export async function namedOrigins(folder: string | undefined): Promise<string[]> {
  const origins = new Set<string>();
  if (folder === undefined) return [];
  for (const { name, problem } of await listScenes(folder)) {
    if (problem !== undefined) continue;
    const json: unknown = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
    const { layers, feeds } = parseScene(json, name).scene;
    const named = [...layers, ...feeds] as { url?: string; snapshot?: string }[];
    for (const url of named.flatMap((one) => [one.url, one.snapshot])) {
      // A template's braces may stand in the host: {s}.tiles.example.
      const host = /^(https?|wss?):\/\/[\w.:[\]-]+(?=[/?#]|$)/i.exec(url ?? '')?.[0];
      if (host !== undefined) origins.add(new URL(host).origin);
    }
  }
  return [...origins].sort();
}

const SCENE_FILE = /^([^.].*)(?<!\.schema)\.json$/;

/** Lists the scene documents of a folder by name; a folder that is not there has none. */
export async function listScenes(folder: string | undefined): Promise<SceneEntry[]> {
  if (folder === undefined) return [];
  const files = await readdir(folder).catch(() => []);
  const names = files.flatMap((file) => SCENE_FILE.exec(file)?.[1] ?? []).sort();
  return Promise.all(
    names.map(async (name): Promise<SceneEntry> => {
      try {
        const json: unknown = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
        const { scene } = parseScene(json, `scenes/${name}.json`);
        return { name, title: scene.title ?? name, city: scene.city };
      } catch (error) {
        return { name, title: name, city: null, problem: (error as Error).message };
      }
    }),
  );
}
