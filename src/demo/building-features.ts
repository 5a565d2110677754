import type { Boundaries } from './boundaries.ts';
import { SKYLINE_PEAK } from './build-business.ts';
import type { FeatureFile } from './geojson.ts';
import { towerName } from './names.ts';
import type { Point } from './plane.ts';
import { centroid } from './plane.ts';
import type { Site } from './site.ts';
import type { Bilingual, Structure } from './structure.ts';

/** The year that the demo city is shown in unless a person chooses another; later ones are planned. */
export const PRESENT = 2026;

/** Writes buildings and their parts with the tags of OpenStreetMap; returns how many parts there are. */
export function addBuildings(
  file: FeatureFile,
  site: Site,
  boundaries: Boundaries,
  addressOf: (x: number, y: number) => { street: Bilingual; number: number } | null,
): number {
  let parts = 0;
  let named = 0;
  for (const [i, structure] of site.structures.entries()) {
    const id = `b${String(i + 1).padStart(5, '0')}`;
    const [x, y] = centroid(structure.outline);
    const address = addressOf(x, y);
    const name = structure.name ?? (isTall(structure) ? towerName(named++, structure.building) : undefined);
    file.add(
      id,
      { polygon: structure.outline, ...(structure.holes ? { holes: structure.holes } : {}) },
      {
        id,
        building: structure.building,
        height: structure.height,
        'building:levels': structure.storeys,
        'roof:shape': structure.roof.shape,
        'roof:height': structure.roof.height > 0 ? structure.roof.height : undefined,
        'roof:colour': structure.roof.colour,
        'building:colour': structure.colour,
        'building:material': structure.material,
        name: name?.zh,
        'name:en': name?.en,
        start_date: String(structure.year),
        end_date: structure.endYear === undefined ? undefined : String(structure.endYear),
        ...lifecycle(structure),
        'addr:street': address?.street.zh,
        'addr:street:en': address?.street.en,
        'addr:housenumber': address ? String(address.number) : undefined,
        grid: boundaries.codeOfFace[site.faces[i]!]!,
        ...structure.tags,
      },
    );
    for (const [k, part] of (structure.parts ?? []).entries()) {
      parts++;
      file.add(
        `${id}-${k + 1}`,
        { polygon: part.ring },
        {
          id: `${id}-${k + 1}`,
          'building:part': 'yes',
          height: part.to,
          min_height: part.from > 0 ? part.from : undefined,
          'building:levels': part.storeys,
          'building:colour': part.colour ?? structure.colour,
          'building:material': structure.material,
          'roof:shape': part.roof?.shape ?? 'flat',
          'roof:height': part.roof?.height,
        },
      );
    }
  }
  return parts;
}

function isTall(structure: Structure): boolean {
  if (structure.height < 70 || structure.building === 'hospital') return false;
  const [x, y]: Point = centroid(structure.outline);
  return Math.hypot(x - SKYLINE_PEAK[0], y - SKYLINE_PEAK[1]) < 1100 && structure.parts !== undefined;
}

/** Under construction in the present and the two years before opening; planned after that. */
function lifecycle(structure: Structure): Record<string, string> {
  if (structure.year <= PRESENT) return {};
  if (structure.year <= PRESENT + 2) return { construction: structure.building };
  return { planned: 'yes' };
}
