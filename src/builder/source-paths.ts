/** The files that the person means: files as they are, folders as the sources in them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from './problem.ts';

/** In a folder the name must speak: beside sources lie pictures, indices, licences. */
const SOURCE =
  /\.(osm|pbf|geojson|geojsonl|geojsons|geojsonseq|ndjson|json|jsonl|shp|fgb|gpkg|csv|tsv|gml|tif|tiff|hgt|zip)(\.gz)?$/i;

/**
 * Replaces folders by the sources directly in them, in the order of their names.
 *
 * @throws SourceError when a folder holds no source. A path that does not exist stays: its reader says so.
 */
export async function sourcePaths(paths: readonly string[]): Promise<string[]> {
  const result: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory()) {
      result.push(path);
      continue;
    }
    const entries = await readdir(path, { withFileTypes: true });
    const sources = entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && SOURCE.test(entry.name))
      .map(({ name }) => join(path, name))
      .sort();
    if (sources.length === 0) {
      throw new SourceError(
        `folder "${path}": expected at least one source file (OSM, GeoJSON, Shapefile, CityJSON …), got none among ${entries.length} entries`,
      );
    }
    result.push(...sources);
  }
  return result;
}
