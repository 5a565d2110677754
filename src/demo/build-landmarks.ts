import { landmark, SKYLINE_PEAK } from './build-business.ts';
import type { Lot } from './lots.ts';
import { onAxis } from './plan.ts';
import type { Point, Ring } from './plane.ts';
import { contains, placed, rectangle } from './plane.ts';
import { box, court, horseshoe, oval, scaled } from './shapes.ts';
import type { Site } from './site.ts';
import { holds } from './site.ts';
import type { Structure } from './structure.ts';
import { AXIS_ANGLE } from './zones.ts';

const AXIS = (AXIS_ANGLE * Math.PI) / 180;

/** A building drawn about the origin, to be set down near a place. */
interface Landmark {
  near: Point;
  angle: number;
  /** Room kept about it, m. */
  apart: number;
  draw(to: (ring: Ring) => Ring): Structure;
}

const LANDMARKS: Landmark[] = [
  {
    near: SKYLINE_PEAK,
    angle: AXIS,
    apart: 4,
    draw: (to) => {
      const [x, y] = to([[0, 0]])[0]!;
      return landmark(x, y, AXIS);
    },
  },
  {
    near: onAxis(985, 0),
    angle: AXIS - Math.PI / 2,
    apart: 8,
    draw: (to) => ({
      outline: to(horseshoe(58, 34, 14)),
      building: 'civic',
      storeys: 8,
      height: 36,
      roof: { shape: 'flat', height: 0 },
      colour: '#d8d0c0',
      material: 'stone',
      year: 2009,
      name: { zh: '澜湾市民中心', en: 'Lanwan Civic Hall' },
      tags: { amenity: 'townhall' },
    }),
  },
  {
    near: [-330, -2560],
    angle: 1.2,
    apart: 20,
    draw: (to) => ({
      outline: to(oval(96, 66, 36)),
      building: 'civic',
      storeys: 4,
      height: 42,
      roof: { shape: 'dome', height: 34, colour: '#cfd6d6' },
      colour: '#dfe3e2',
      material: 'metal',
      year: 2017,
      name: { zh: '澜湾大剧院', en: 'Lanwan Grand Theatre' },
      tags: { amenity: 'theatre' },
    }),
  },
  {
    near: [-150, -2620],
    angle: 0.1,
    apart: 16,
    draw: (to) => {
      const { ring, hole } = court(72, 52, 18);
      return {
        outline: to(ring),
        holes: [to(hole)],
        building: 'civic',
        storeys: 4,
        height: 24,
        roof: { shape: 'flat', height: 0 },
        colour: '#b3896a',
        material: 'stone',
        year: 2013,
        name: { zh: '澜湾博物馆', en: 'Lanwan Museum' },
        tags: { tourism: 'museum' },
      };
    },
  },
  {
    near: [-2600, -700],
    angle: 1.1,
    apart: 30,
    draw: (to) => ({
      outline: to(oval(236, 192, 48)),
      holes: [to(oval(150, 106, 48)).reverse()],
      building: 'stadium',
      storeys: 4,
      height: 36,
      roof: { shape: 'flat', height: 0, colour: '#dfe2e2' },
      colour: '#d9dad6',
      year: 2009,
      name: { zh: '澜湾体育场', en: 'Lanwan Stadium' },
      tags: { leisure: 'stadium' },
    }),
  },
  {
    near: [-2440, -520],
    angle: 0.3,
    apart: 24,
    draw: (to) => ({
      outline: to(oval(128, 128, 40)),
      building: 'sports_hall',
      storeys: 3,
      height: 41,
      roof: { shape: 'dome', height: 25, colour: '#c3cacc' },
      colour: '#ced3d2',
      year: 2015,
      name: { zh: '海潮馆', en: 'Tide Arena' },
      tags: { leisure: 'sports_centre' },
    }),
  },
  {
    near: [-2420, -900],
    angle: 0.9,
    apart: 16,
    draw: (to) => ({
      outline: to(box(96, 48)),
      building: 'sports_hall',
      storeys: 2,
      height: 21,
      roof: { shape: 'gabled', height: 5, colour: '#8fa0a8' },
      colour: '#cfd4d6',
      year: 2011,
      name: { zh: '游泳馆', en: 'Natatorium' },
      tags: { leisure: 'sports_centre' },
    }),
  },
  {
    near: [-3395, 950],
    angle: 0,
    apart: 6,
    draw: (to) => ({
      outline: to(oval(22, 22, 16)),
      building: 'tower',
      storeys: 2,
      height: 118,
      roof: { shape: 'flat', height: 0 },
      colour: '#d5d5d0',
      year: 1994,
      name: { zh: '灯塔山电视塔', en: 'Dengta Hill Tower' },
      parts: [
        { ring: to(oval(22, 22, 16)), from: 0, to: 8, colour: '#b9b6ae' },
        { ring: to(oval(8, 8, 12)), from: 8, to: 84, colour: '#d5d5d0' },
        { ring: to(oval(19, 19, 16)), from: 74, to: 88, colour: '#8fa5b0' },
        {
          ring: to(oval(4, 4, 8)),
          from: 88,
          to: 118,
          colour: '#c9c9c4',
          roof: { shape: 'pyramidal', height: 12 },
        },
      ],
    }),
  },
  {
    near: [-430, 615],
    angle: 0.05,
    apart: 8,
    draw: (to) => ({
      outline: to(box(92, 34)),
      building: 'train_station',
      storeys: 2,
      height: 24,
      roof: { shape: 'skillion', height: 5, colour: '#a7acad' },
      colour: '#cfd0cb',
      year: 2011,
      name: { zh: '澜湾站', en: 'Lanwan Station' },
      tags: { railway: 'station', public_transport: 'station' },
    }),
  },
  {
    near: [-1560, 1150],
    angle: 0.05,
    apart: 14,
    draw: (to) => ({
      outline: to(box(64, 64)),
      building: 'university',
      storeys: 5,
      height: 40,
      roof: { shape: 'flat', height: 0 },
      colour: '#cdbb9d',
      material: 'stone',
      year: 1957,
      name: { zh: '澜湾大学图书馆', en: 'Lanwan University Library' },
      parts: [
        { ring: to(box(64, 64)), from: 0, to: 18, colour: '#cdbb9d' },
        { ring: to(scaled(box(64, 64), 0.62)), from: 18, to: 24, colour: '#c7b595' },
        {
          ring: to(oval(30, 30, 24)),
          from: 24,
          to: 40,
          colour: '#cdbb9d',
          roof: { shape: 'dome', height: 12 },
        },
      ],
      tags: { amenity: 'library' },
    }),
  },
  {
    near: [-1900, -430],
    angle: 0.4,
    apart: 6,
    draw: (to) => ({
      outline: to([
        [-9, -20],
        [9, -20],
        [9, 20],
        [-9, 20],
      ]),
      building: 'church',
      storeys: 1,
      height: 44,
      roof: { shape: 'gabled', height: 8, colour: '#a2543f' },
      colour: '#b8a182',
      material: 'stone',
      year: 1932,
      name: { zh: '海星教堂', en: 'Stella Maris Church' },
      parts: [
        {
          ring: to([
            [-9, -20],
            [-4.5, -20],
            [-4.5, -10],
            [-9, -10],
          ]),
          from: 0,
          to: 7,
          colour: '#b8a182',
        },
        {
          ring: to([
            [4.5, -20],
            [9, -20],
            [9, -10],
            [4.5, -10],
          ]),
          from: 0,
          to: 7,
          colour: '#b8a182',
        },

        {
          ring: to([
            [-9, -10],
            [9, -10],
            [9, 20],
            [-9, 20],
          ]),
          from: 0,
          to: 21,
          roof: { shape: 'gabled', height: 8 },
          colour: '#b8a182',
        },
        {
          ring: to([
            [-4.5, -20],
            [4.5, -20],
            [4.5, -10.5],
            [-4.5, -10.5],
          ]),
          from: 0,
          to: 44,
          roof: { shape: 'pyramidal', height: 16 },
          colour: '#b8a182',
        },
      ],
      tags: { amenity: 'place_of_worship', religion: 'christian' },
    }),
  },
  {
    near: [-760, 200],
    angle: 0,
    apart: 5,
    draw: (to) => ({
      outline: to(box(44, 24)),
      building: 'retail',
      storeys: 2,
      height: 14,
      roof: { shape: 'gabled', height: 5, colour: '#5e6264' },
      colour: '#9a8f80',
      year: 1936,
      name: { zh: '河口市场', en: 'Hekou Market Hall' },
      tags: { amenity: 'marketplace' },
    }),
  },
  {
    near: [960, -2600],
    angle: -0.1,
    apart: 10,
    draw: (to) => ({
      outline: to(box(96, 32)),
      building: 'transportation',
      storeys: 2,
      height: 19,
      roof: { shape: 'skillion', height: 5, colour: '#8fa0a8' },
      colour: '#d3d6d4',
      year: 2014,
      name: { zh: '澜湾客运码头', en: 'Lanwan Ferry Terminal' },
      tags: { amenity: 'ferry_terminal' },
    }),
  },
  {
    near: [-560, -2660],
    angle: 0,
    apart: 4,
    draw: (to) => ({
      outline: to(oval(9, 9, 12)),
      building: 'tower',
      storeys: 5,
      height: 27,
      roof: { shape: 'dome', height: 4, colour: '#a2543f' },
      colour: '#efece4',
      year: 1926,
      name: { zh: '南岬灯塔', en: 'South Cape Light' },
      tags: { man_made: 'lighthouse' },
    }),
  },
  {
    near: [760, 1330],
    angle: 0.3,
    apart: 4,
    draw: (to) => ({
      outline: to(oval(16, 16, 8)),
      building: 'pagoda',
      storeys: 7,
      height: 46,
      roof: { shape: 'pyramidal', height: 8, colour: '#5e6264' },
      colour: '#9b6450',
      year: 1921,
      name: { zh: '望潮塔', en: 'Wangchao Pagoda' },
      parts: Array.from({ length: 6 }, (_, k) => ({
        ring: to(scaled(oval(16, 16, 8), 1 - k * 0.09)),
        from: k * 6.4,
        to: k === 5 ? 46 : (k + 1) * 6.4,
        ...(k === 5 ? { roof: { shape: 'pyramidal' as const, height: 9 } } : {}),
      })),
      tags: { tourism: 'attraction' },
    }),
  },
];

/** Halls of a temple, one behind the other, drawn about the origin. */
const TEMPLE: { y: number; w: number; d: number; h: number; zh: string; en: string }[] = [
  { y: -30, w: 16, d: 8, h: 8, zh: '山门', en: 'Gate' },
  { y: -9, w: 22, d: 13, h: 13, zh: '天后殿', en: 'Hall of the Sea Goddess' },
  { y: 17, w: 26, d: 15, h: 16, zh: '大殿', en: 'Great Hall' },
];

/** Sets the landmarks down, each in the nearest lot that holds it. */
export function buildLandmarks(site: Site, lots: readonly Lot[]): void {
  for (const mark of LANDMARKS) {
    const found = spotNear(
      site,
      lots,
      mark.near,
      (x, y) => mark.draw((ring) => placed(ring, x, y, mark.angle)).outline,
      mark.apart,
    );
    if (!found) throw new Error(`landmark near "${mark.near.join(', ')}": expected room for it, got none`);
    const structure = mark.draw((ring) => placed(ring, found.x, found.y, mark.angle));
    site.build(found.lot.face, found.lot.ring, structure, 0.25);
    site.reserve(rectangleAbout(structure.outline, mark.apart));
    for (const hole of structure.holes ?? []) {
      if (structure.building === 'stadium')
        site.lay(
          { kind: 'landuse', ring: [...hole].reverse(), tags: { leisure: 'pitch', sport: 'soccer' } },
          null,
        );
    }
  }
  const precinct = (x: number, y: number): Ring => rectangle(x, y, -0.07, 34, 74);
  const found =
    spotNear(site, lots, [-1180, -120], precinct, 0.5) ??
    spotNear(site, lots, [-1180, -120], (x, y) => rectangle(x, y, 1.5, 34, 74), 0.5);
  if (!found) return;
  for (const hall of TEMPLE) {
    const to = (ring: Ring): Ring => placed(ring, found.x, found.y, -0.07);
    site.build(found.lot.face, found.lot.ring, {
      outline: to(box(hall.w, hall.d).map(([x, y]): Point => [x, y + hall.y])),
      building: 'temple',
      storeys: 1,
      height: hall.h,
      roof: { shape: 'hipped', height: Math.round(hall.d * 4.2) / 10, colour: '#b58a3c' },
      colour: '#97432f',
      material: 'wood',
      year: 1923,
      name: { zh: `天后宫${hall.zh}`, en: `Temple of the Sea Goddess, ${hall.en}` },
      tags: { amenity: 'place_of_worship', religion: 'taoist' },
    });
  }
  site.lay(
    {
      kind: 'landuse',
      ring: precinct(found.x, found.y),
      tags: { place: 'square', surface: 'paving_stones' },
    },
    null,
  );
  site.reserve(precinct(found.x, found.y));
}

function rectangleAbout(ring: Ring, margin: number): Ring {
  let [x, y] = [0, 0];
  for (const p of ring) {
    x += p[0] / ring.length;
    y += p[1] / ring.length;
  }
  return ring.map(([px, py]): Point => {
    const d = Math.hypot(px - x, py - y) || 1;
    return [px + ((px - x) / d) * margin, py + ((py - y) / d) * margin];
  });
}

/** Looks outwards in a spiral for a lot that holds a shape on flat, free ground. */
function spotNear(
  site: Site,
  lots: readonly Lot[],
  near: Point,
  shape: (x: number, y: number) => Ring,
  apart: number,
): { x: number; y: number; lot: Lot } | null {
  for (let k = 0; k < 900; k++) {
    const r = 5.5 * Math.sqrt(k);
    const a = k * 2.39996;
    const x = near[0] + r * Math.cos(a);
    const y = near[1] + r * Math.sin(a);
    const lot = lots.find((l) => contains(l.ring, x, y));
    if (!lot) continue;
    const ring = shape(x, y);
    if (holds(lot.ring, ring) && site.isBuildable(ring) && site.isFree(ring, apart)) return { x, y, lot };
  }
  return null;
}
