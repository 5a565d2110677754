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
