/** From polygons and columns to a building or a part. */
import type { Building, LonLatPolygon, Roof, Volume } from '#city/model.ts';
import { orientedBox } from '#city/oriented-box.ts';
import { parseColour } from './colours.ts';
import { type Fields, type FieldValue, field } from './fields.ts';
import { type Heights, heightsOf } from './heights.ts';
import { METRES_A_DEGREE, type Remark } from './mend-polygon.ts';
import { type RoofTags, roofOf, usualRoofHeight } from './roof-of.ts';
import { useOf } from './use-of.ts';
import { parseYear } from './years.ts';

export interface Made<T> {
  made: T;
  remarks: Remark[];
}

/**
 * Makes a building of clean polygons and its columns.
 *
 * @param area - of the polygons, m².
 */
export function buildingOf(
  id: string,
  outline: LonLatPolygon[],
  area: number,
  fields: Fields,
): Made<Building> {
  const use = useOf(fields.attributes, field(fields, 'use'));
  const roofTags = roofOf(fields);
  const heights = heightsOf(fields, use, area, roofTags.given);
  const { remarks } = heights;
  if (roofTags.remark) remarks.push(roofTags.remark);
  const name = field(fields, 'name');
  return {
    made: {
      id,
      outline,
      minHeight: heights.minHeight,
      height: heights.height,
      heightFrom: heights.heightFrom,
      roof: fitRoof(roofTags, outline, heights, remarks),
      colour: parseColour(field(fields, 'colour')),
      material: materialOf(fields),
      ground: null,
      parts: [],
      surfaces: [],
      use,
      storeys: heights.storeys,
      built: yearOf(field(fields, 'built'), 'construction', remarks),
      demolished: yearOf(field(fields, 'demolished'), 'demolition', remarks),
      name: name === undefined ? null : String(name),
      attributes: fields.attributes,
    },
    remarks,
  };
}

/** Makes the volumes of a building part, one a polygon; `estimated` when neither height nor levels tell how high it is. */
export function volumesOf(
  outline: LonLatPolygon[],
  area: number,
  fields: Fields,
): Made<Volume[]> & { estimated: boolean } {
  const use = useOf(fields.attributes, field(fields, 'use'));
  const roofTags = roofOf(fields);
  const heights = heightsOf(fields, use, area, roofTags.given);
  const { remarks } = heights;
  if (roofTags.remark) remarks.push(roofTags.remark);
  const colour = parseColour(field(fields, 'colour'));
  const material = materialOf(fields);
  const made = outline.map((polygon) => ({
    polygon,
    minHeight: heights.minHeight,
    height: heights.height,
    roof: fitRoof(roofTags, [polygon], heights, remarks),
    colour,
    material,
  }));
  return { made, estimated: heights.heightFrom === 'rule' || heights.heightFrom === 'roof', remarks };
}

function materialOf(fields: Fields): string | null {
  const material = field(fields, 'material');
  return typeof material === 'string' ? material.toLowerCase() : null;
}

function fitRoof(roofTags: RoofTags, outline: LonLatPolygon[], heights: Heights, remarks: Remark[]): Roof {
  const { roof, given, pitch } = roofTags;
  if (roof.shape === 'flat') return roof;
  const room = heights.height - heights.minHeight;
  if (!Number.isNaN(given)) {
    if (given > room) {
      remarks.push({
        reason: 'bad-roof-height',
        detail: `expected a roof lower than its building of ${room.toFixed(1)} m, got ${given} m: cut down`,
      });
    }
    return { ...roof, height: Math.min(given, room) };
  }
  const usual = usualRoofHeight(roof.shape, halfWidthOf(outline[0]!), pitch);
  return { ...roof, height: Math.min(usual, room / 2) };
}

function halfWidthOf(polygon: LonLatPolygon): number {
  const ring = polygon[0]!;
  const mx = METRES_A_DEGREE * Math.cos((ring[1]! * Math.PI) / 180);
  const local = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    local[i] = (ring[i]! - ring[0]!) * mx;
    local[i + 1] = (ring[i + 1]! - ring[1]!) * METRES_A_DEGREE;
  }
  return orientedBox(local).halfWidth;
}

function yearOf(value: FieldValue | undefined, what: string, remarks: Remark[]): number {
  const year = parseYear(value);
  if (!Number.isNaN(year)) return year;
  remarks.push({
    reason: 'bad-year',
    detail: `expected a year of ${what}, got ${JSON.stringify(value)}: left unknown`,
  });
  return 0;
}
