import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Manifest, parseManifest } from '#base/manifest.ts';

/** A city as the page's list gives it. */
export interface CityEntry {
  name: string;
  title: Record<string, string>;
  /** Where its folder is, relative to the server's root: `tilesets/<folder>/`. */
  url: string;
  /** Why the folder cannot be opened (a manifest of another version, say); absent when it can. */
  problem?: string;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function isCity(path: string): Promise<boolean> {
  return (await stat(join(path, 'manifest.json')).catch(() => null))?.isFile() ?? false;
}

/**
 * Finds the city folders among what a person named: each a city folder, or a folder of city folders.
 *
 * @returns folders by the last part of their path, in the order named; those of a parent by name.
 * @throws Error naming a folder that is missing or holds no city, and two of the same name.
 */
export async function findCities(folders: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders.map((path) => resolve(path))) {
    if (!(await isFolder(folder))) throw new Error(`city folder "${folder}": expected a folder, got none`);
    const cities = (await isCity(folder)) ? [folder] : await childCities(folder);
    if (cities.length === 0) {
      throw new Error(
        `city folder "${folder}": expected manifest.json in it or in a folder in it, got none (spar build makes one)`,
      );
    }
    for (const city of cities) {
      const name = basename(city);
      const other = found.get(name);
      if (other !== undefined && other !== city) {
        throw new Error(`city folder "${city}": expected a name of its own, got that of "${other}"`);
      }
      found.set(name, city);
    }
  }
  return found;
}

/** Gives the folder of one city by the last part of its path, or null; reads no more than it must. */
export async function findCity(folders: readonly string[], name: string): Promise<string | null> {
  if (name === '' || name.startsWith('.') || /[\\/\0]/.test(name)) return null;
  for (const folder of folders.map((path) => resolve(path))) {
    if (basename(folder) === name && (await isCity(folder))) return folder;
    if (!(await isCity(folder)) && (await isCity(join(folder, name)))) return join(folder, name);
  }
  return null;
}

async function childCities(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  const cities = await Promise.all(
    names.map(async (name) => ((await isCity(join(folder, name))) ? [join(folder, name)] : [])),
  );
  return cities.flat();
}

/** Reads the manifests; a city that cannot be read is listed with its problem. */
export async function listCities(cities: ReadonlyMap<string, string>): Promise<CityEntry[]> {
  return Promise.all(
    [...cities].map(async ([folderName, folder]): Promise<CityEntry> => {
      const url = `tilesets/${encodeURIComponent(folderName)}/`;
      try {
        const text = await readFile(join(folder, 'manifest.json'), 'utf8');
        const manifest: Manifest = parseManifest(JSON.parse(text), `city "${folderName}": manifest.json`);
        return { name: manifest.name, title: manifest.title, url };
      } catch (error) {
        return { name: folderName, title: {}, url, problem: (error as Error).message };
      }
    }),
  );
}
