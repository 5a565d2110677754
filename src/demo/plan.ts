/**
 * The plan of Lanwan as a planner would draw it: coast, river, hills, main roads, and what stands where.
 *
 * All coordinates are metres east and north of the centre (120.95° E, 35.55° N).
 */
import type { Point } from './plane.ts';

export const CENTRE: Point = [120.95, 35.55];

/** The shore, counter-clockwise (land on the left). `rough` shores are cliffs and rocks; the others are built or sand. */
export const COAST: { rough: boolean; sharp?: boolean; points: Point[] }[] = [
  {
    rough: false,
    points: [
      [-640, -2640],
      [-480, -2800],
      [-100, -2870],
      [500, -2840],
      [900, -2720],
    ],
  },
  {
    rough: false,
    sharp: true,
    points: [
      [1150, -2640],
      [1150, -3010],
      [1430, -3010],
      [1430, -2640],
      [1700, -2640],
      [1700, -3010],
      [1980, -3010],
      [1980, -2640],
      [2420, -2640],
      [2420, -2480],
      [2640, -2480],
    ],
  },
  {
    rough: true,
    points: [
      [2870, -2330],
      [3130, -1960],
      [3290, -1520],
      [3240, -1090],
      [3390, -640],
      [3760, -290],
      [3980, 200],
    ],
  },
  {
    rough: true,
    points: [
      [3900, 700],
      [3620, 1120],
      [3660, 1600],
      [3350, 2060],
      [2800, 2360],
      [2200, 2560],
      [1500, 2860],
    ],
  },
  {
    rough: true,
    points: [
      [800, 2960],
      [200, 2790],
      [-300, 2680],
      [-900, 2800],
      [-1500, 2720],
      [-2000, 2400],
      [-2500, 2260],
    ],
  },
  {
    rough: true,
    points: [
      [-3000, 1950],
      [-3450, 1720],
      [-3850, 1320],
      [-4000, 820],
      [-3830, 350],
      [-3540, 0],
      [-3480, -450],
    ],
  },
  {
    rough: false,
    points: [
      [-3290, -900],
      [-3060, -1340],
      [-2780, -1650],
      [-2560, -1660],
    ],
  },
  {
    rough: false,
    points: [
      [-2390, -1370],
      [-2220, -1020],
      [-1960, -730],
      [-1620, -570],
      [-1250, -505],
      [-960, -525],
    ],
  },
  {
    rough: false,
    points: [
      [-640, -660],
      [-480, -860],
      [-400, -1200],
      [-385, -1600],
      [-430, -2000],
      [-560, -2350],
    ],
  },
];

/** The river's middle from the hills to the bay, with its width (m) at each point. */
export const RIVER: { at: Point; width: number }[] = [
  { at: [1760, 1260], width: 4 },
  { at: [1420, 980], width: 7 },
  { at: [1080, 720], width: 14 },
  { at: [800, 400], width: 26 },
  { at: [480, 230], width: 32 },
  { at: [180, 60], width: 38 },
  { at: [-70, -180], width: 44 },
  { at: [-380, -270], width: 52 },
  { at: [-620, -400], width: 66 },
  { at: [-830, -640], width: 96 },
];

/** Foot of the main hills: inside it the ground rises. */
export const HILL_FOOT: Point[] = [
  [-260, 2900],
  [-120, 2450],
  [90, 2020],
  [340, 1520],
  [560, 1110],
  [850, 800],
  [1250, 510],
  [1720, 210],
  [2230, -60],
  [2680, -330],
  [3020, -520],
  [3330, -420],
  [3900, -250],
  [4400, 500],
  [4400, 2600],
  [2000, 3300],
  [-200, 3300],
];

/** Crests of the hills: points with their part of the highest. */
export const RIDGES: { at: Point; part: number }[][] = [
  [
    { at: [420, 2420], part: 0.34 },
    { at: [880, 2200], part: 0.56 },
    { at: [1400, 1900], part: 0.72 },
    { at: [1980, 1480], part: 1 },
    { at: [2450, 1050], part: 0.78 },
    { at: [2950, 720], part: 0.6 },
    { at: [3350, 380], part: 0.36 },
  ],
  [
    { at: [1980, 1480], part: 1 },
    { at: [2380, 1850], part: 0.62 },
    { at: [2800, 2050], part: 0.38 },
  ],
  [
    { at: [1400, 1900], part: 0.72 },
    { at: [960, 1480], part: 0.44 },
  ],
  [
    { at: [2450, 1050], part: 0.78 },
    { at: [2120, 560], part: 0.5 },
    { at: [1950, 330], part: 0.26 },
  ],
];

/** Lone hills: centre, radius of the foot, height. */
export const LONE_HILLS: { at: Point; radius: number; height: number }[] = [
  { at: [-3390, 960], radius: 560, height: 128 },
  { at: [2490, -1560], radius: 330, height: 52 },
  { at: [-1240, 1085], radius: 250, height: 34 },
];

/** Axis of the business district: s metres inland from the bay, t metres to the south-east of the axis. */
export function onAxis(s: number, t: number): Point {
  return [-330 + 0.9063 * s + 0.4226 * t, -1420 + 0.4226 * s - 0.9063 * t];
}
