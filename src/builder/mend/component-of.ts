/** Makes a component of a raw feature: a row of an inventory, or an OSM node whose tags say what it is. */
import type { Geometry, Position } from 'geojson';
import type { Component, ComponentCondition } from '#city/component.ts';
import type { RawFeature } from '../read/source.ts';
import { classOfCode, classOfText } from './component-class.ts';
import {
  type ComponentField,
  componentColumn,
  componentField,
  createComponentFields,
  readComponentFields,
} from './component-fields.ts';
import type { Attributes, FieldValue } from './fields.ts';
import { geometryHash, sourceId } from './ids.ts';
import { parseDirectionDeg, parseLength } from './measures.ts';
import type { Remark } from './mend-polygon.ts';
import { osmComponentClass } from './osm-components.ts';
import { parseYear } from './years.ts';

/** Tallest component that is believed, m. */
const HIGHEST = 150;

const CONDITIONS: Readonly<Record<string, ComponentCondition>> = Object.fromEntries(
  (
    [
      [
        'intact',
        '完好 正常 良好 在用 intact good ok normal working active operational existing inuse fair excellent new',
      ],
      ['damaged', '破损 损坏 故障 损毁 damaged broken faulty poor defect defective outoforder'],
      ['lost', '丢失 缺失 遗失 lost missing stolen gone'],
      ['scrapped', '废弃 报废 停用 拆除 scrapped abandoned removed disused demolished retired'],
    ] as const
  ).flatMap(([condition, words]) => words.split(' ').map((word) => [word, condition])),
);

export interface ComponentContext {
  idPrefix: string;
  /** Scheme of identification codes and class codes. */
  scheme: string;
  /** Class of rows that do not say theirs, from the file's name; null: none. */
  fallback: string | null;
}

const fields = createComponentFields();
/** Columns that a component's own fields hold in full: they are not repeated among its attributes. */
const HELD: readonly ComponentField[] = ['code', 'owner', 'department', 'grid', 'name'];

/**
 * Makes a component.
 *
 * @param known - its class where the tags have told it; null: from code, class and name of the inventory.
 * @param attributes - of the feature; the component keeps them.
 * @returns the component and what was doubtful, or why it cannot be used.
 */
export function componentOf(
  feature: RawFeature,
  known: string | null,
  attributes: Attributes,
  { idPrefix, scheme, fallback }: ComponentContext,
): { made: Component; remarks: Remark[] } | Remark {
  const { geometry } = feature;
  if (geometry === null) return { reason: 'no-geometry', detail: 'expected a point, got no geometry' };
  const place = placeOf(geometry);
  const [lon, lat] = [place[0]!, place[1]!];
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
    return { reason: 'bad-coordinate', detail: `expected finite degrees, got [${lon}, ${lat}]` };
  }
  if (Math.abs(lon) < 1e-6 && Math.abs(lat) < 1e-6) {
    return { reason: 'at-zero', detail: 'expected a place in the city, got 0, 0' };
  }
  const remarks: Remark[] = [];
  if (geometry.type !== 'Point') {
    remarks.push({
      reason: 'not-a-point',
      detail: `expected a point, got a ${geometry.type}: its middle is taken`,
    });
  }
  readComponentFields(attributes, fields);
  const text = (name: ComponentField): string | null => {
    const value = componentField(fields, name);
    return value === undefined ? null : String(value).trim() || null;
  };
  const inventory = known === null;
  const code = inventory ? text('code') : null;
  const own = code ?? sourceId(feature.id, inventory ? componentField(fields, 'id') : undefined);
  const made: Component = {
    id: `${idPrefix}:${own ?? geometryHash([[Float64Array.of(lon, lat)]])}`,
    class:
      known ??
      knownClass(code, text('class'), text('className'), scheme) ??
      osmComponentClass(feature.tags) ??
      otherClass(code, text('class') ?? text('className'), scheme, fallback, remarks),
    code,
    lon,
    lat,
    ground: place.length > 2 && Number.isFinite(place[2]) ? place[2]! : null,
    height: heightOf(componentField(fields, 'height'), remarks),
    azimuthDeg: azimuthOf(componentField(fields, 'azimuth'), remarks),
    condition: conditionOf(text('condition'), inventory, remarks),
    name: text('name'),
    owner: text('owner'),
    department: text('department'),
    grid: text('grid'),
    installed: yearOf(componentField(fields, 'installed'), remarks),
    attributes: inventory ? withoutHeld(attributes) : attributes,
  };
  return { made, remarks };
}

function knownClass(
  code: string | null,
  given: string | null,
  name: string | null,
  scheme: string,
): string | null {
  return (
    (given && classOfText(given, scheme)) ||
    (name && classOfText(name, scheme)) ||
    (code && classOfCode(code, scheme)) ||
    null
  );
}

function otherClass(
  code: string | null,
  given: string | null,
  scheme: string,
  fallback: string | null,
  remarks: Remark[],
): string {
  if (given === null && fallback !== null) return fallback;
  const said = given ?? (code && /^\d{16}$/u.test(code) ? code.slice(6, 10) : 'unknown');
  remarks.push({
    reason: 'unknown-class',
    detail: `expected a class of ${scheme} by code or name, got ${JSON.stringify(said)}: kept as "other:${said}"`,
  });
  return `other:${said}`;
}

function heightOf(value: FieldValue | undefined, remarks: Remark[]): number {
  if (value === undefined) return 0;
  const height = parseLength(value);
  if (height >= 0 && height <= HIGHEST) return height;
  remarks.push({
    reason: 'bad-height',
    detail: `expected a height of 0 to ${HIGHEST} m, got ${JSON.stringify(value)}: its model's own`,
  });
  return 0;
}

/** Directions along a way, of OSM: not azimuths, and no mistakes. */
const ALONG = /^(forward|backward|both|up|down|clockwise|anticlockwise)$/u;

function azimuthOf(value: FieldValue | undefined, remarks: Remark[]): number | null {
  if (value === undefined || (typeof value === 'string' && ALONG.test(value))) return null;
  // Of several (`90;270`) and of sectors (`45-135`) the first.
  const first = typeof value === 'string' ? value.split(/[;,]/u)[0]!.replace(/(?<=\d)-.*$/u, '') : value;
  const degrees = Math.abs(Number(first)) > 360 ? null : parseDirectionDeg(first);
  if (degrees === null) {
    remarks.push({
      reason: 'bad-azimuth',
      detail: `expected degrees from north or a direction, got ${JSON.stringify(value)}: towards the road`,
    });
  }
  return degrees;
}

function conditionOf(value: string | null, inventory: boolean, remarks: Remark[]): ComponentCondition {
  if (value === null) return 'intact';
  const found = CONDITIONS[value.toLowerCase().replace(/[\s_-]+/gu, '')];
  if (found) return found;
  if (inventory) {
    remarks.push({
      reason: 'unknown-state',
      detail: `expected intact, damaged, lost or scrapped (完好, 破损, 丢失, 废弃), got ${JSON.stringify(value)}: taken as intact`,
    });
  }
  return 'intact';
}

function yearOf(value: FieldValue | undefined, remarks: Remark[]): number {
  const year = parseYear(value);
  if (!Number.isNaN(year)) return year;
  remarks.push({ reason: 'bad-year', detail: `expected a year or a date, got ${JSON.stringify(value)}` });
  return 0;
}

function withoutHeld(attributes: Attributes): Attributes {
  const held = HELD.map((name) => componentColumn(fields, name));
  const out: Attributes = {};
  for (const key in attributes) if (!held.includes(key)) out[key] = attributes[key]!;
  return out;
}

/** A point for any geometry: the mean of its positions, heights left out but for points. */
function placeOf(geometry: Geometry): Position {
  if (geometry.type === 'Point') return geometry.coordinates;
  let [lon, lat, count] = [0, 0, 0];
  const visit = (value: unknown, ring: boolean): void => {
    const list = value as unknown[];
    if (typeof list[0] === 'number') {
      lon += list[0];
      lat += list[1] as number;
      count++;
      return;
    }
    // A ring's last position is its first again.
    const closed = ring && typeof (list[0] as unknown[] | undefined)?.[0] === 'number' && list.length > 1;
    for (let i = 0; i < list.length - (closed ? 1 : 0); i++) visit(list[i], ring);
  };
  const parts = geometry.type === 'GeometryCollection' ? geometry.geometries : [geometry];
  for (const part of parts) {
    if (part.type !== 'GeometryCollection') visit(part.coordinates, part.type.endsWith('Polygon'));
  }
  return [lon / count, lat / count];
}
