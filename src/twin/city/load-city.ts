import { type Manifest, parseManifest } from '#base/manifest.ts';

export interface ListedCity {
  name: string;
  title: Record<string, string>;
  url: string;
  problem?: string;
}

export interface City {
  manifest: Manifest;
  /** Absolute address of its folder, with a slash at the end. */
  base: string;
}

type Fetch = typeof fetch;

/** Fetches JSON; a message names the address and what came. */
export async function loadJson(url: string, signal: AbortSignal, get: Fetch): Promise<unknown> {
  let response: Response;
  try {
    response = await get(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(`"${url}": expected an answer, got none (${(error as Error).message})`, { cause: error });
  }
  if (!response.ok) throw new Error(`"${url}": expected a file, got ${response.status}`);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`"${url}": expected JSON, got ${JSON.stringify(text.slice(0, 40))}`, { cause });
  }
}

/** Loads the list of cities that the server has. */
export async function loadCities(page: string, signal: AbortSignal, get: Fetch): Promise<ListedCity[]> {
  const list = await loadJson(new URL('api/cities', page).href, signal, get);
  if (!Array.isArray(list)) throw new Error('list of cities: expected an array');
  return list as ListedCity[];
}

/**
 * Chooses a city of the list: the one named, by name or by folder, else the first.
 *
 * @throws Error naming the cities that there are.
 */
export function chooseCity(cities: readonly ListedCity[], name: string | null): ListedCity {
  const folder = name === null ? '' : `tilesets/${encodeURIComponent(name)}/`;
  const city =
    name === null
      ? cities[0]
      : (cities.find((one) => one.name === name) ?? cities.find((one) => one.url === folder));
  if (city) return city;
  const known = cities.map((one) => one.name).join(', ') || 'none';
  throw new Error(`city "${name ?? ''}": expected one of those that are here (${known})`);
}

/** Loads a city's manifest. */
export async function loadCity(
  listed: ListedCity,
  page: string,
  signal: AbortSignal,
  get: Fetch,
): Promise<City> {
  const base = new URL(listed.url, page).href;
  const json = await loadJson(new URL('manifest.json', base).href, signal, get);
  return { manifest: parseManifest(json, `city "${listed.name}": manifest.json`), base };
}
