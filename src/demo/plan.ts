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

export type RoadClass = 'trunk' | 'primary' | 'secondary' | 'residential';

export interface Arterial {
  name: string;
  class: RoadClass;
  /** Straight between its points instead of curved. */
  straight?: boolean;
  points: Point[];
}

/** Axis of the business district: s metres inland from the bay, t metres to the south-east of the axis. */
export function onAxis(s: number, t: number): Point {
  return [-330 + 0.9063 * s + 0.4226 * t, -1420 + 0.4226 * s - 0.9063 * t];
}

/** Main roads. An end near another road is joined to it; an end near the shore stops there. */
export const ARTERIALS: Arterial[] = [
  {
    name: 'ring',
    class: 'trunk',
    points: [
      [-2640, -1180],
      [-2900, -800],
      [-3060, -300],
      [-2990, 250],
      [-2800, 750],
      [-2680, 1260],
      [-2300, 1720],
      [-1700, 2060],
      [-1000, 2160],
      [-400, 2040],
      [0, 1700],
      [240, 1300],
      [480, 920],
      [810, 590],
      [1190, 310],
      [1650, 20],
      [2150, -260],
      [2620, -560],
      [2890, -1000],
      [2820, -1550],
      [2450, -1990],
      [1900, -2250],
      [1200, -2330],
      [600, -2400],
      [60, -2380],
      [-340, -2210],
    ],
  },
  {
    name: 'bay',
    class: 'primary',
    points: [
      [-2640, -1180],
      [-2470, -1080],
      [-2300, -920],
      [-2030, -640],
      [-1650, -475],
      [-1270, -410],
      [-960, -420],
      [-740, -500],
      [-560, -590],
      [-400, -800],
      [-318, -1180],
      [-300, -1600],
      [-340, -2000],
      [-430, -2340],
      [-480, -2560],
      [-340, -2720],
      [0, -2760],
      [450, -2720],
      [800, -2590],
      [960, -2420],
      [1000, -2370],
    ],
  },
  {
    name: 'east-west',
    class: 'primary',
    points: [
      [-3510, -120],
      [-3060, -200],
      [-2600, -60],
      [-2100, 60],
      [-1550, 130],
      [-1000, 120],
      [-500, 60],
      [-150, -20],
      [60, -66],
      [300, -120],
      [700, -105],
      [1150, -130],
      [1480, -300],
      [1800, -520],
      [2250, -700],
      [2750, -790],
    ],
  },
  {
    name: 'north-south',
    class: 'primary',
    points: [
      [-900, 2140],
      [-870, 1700],
      [-800, 1250],
      [-720, 800],
      [-600, 350],
      [-520, 70],
      [-440, -180],
      [-380, -290],
      [-230, -540],
      onAxis(470, -464),
      onAxis(470, 0),
      onAxis(470, 480),
      onAxis(500, 760),
      [620, -2200],
      [650, -2380],
    ],
  },
  {
    name: 'north-west',
    class: 'primary',
    points: [
      [-2320, 1690],
      [-2000, 1300],
      [-1750, 900],
      [-1620, 500],
      [-1560, 130],
      [-1500, -200],
      [-1480, -430],
    ],
  },
  {
    name: 'park-west',
    class: 'primary',
    straight: true,
    points: [onAxis(1050, -930), onAxis(1050, 900), [1150, -2100], [1210, -2310]],
  },
  {
    name: 'park-east',
    class: 'secondary',
    straight: true,
    points: [onAxis(1830, -560), onAxis(1830, 900), onAxis(1850, 1400), [2040, -2180]],
  },
  { name: 'axis-north', class: 'secondary', straight: true, points: [onAxis(60, -45), onAxis(1050, -45)] },
  { name: 'axis-south', class: 'secondary', straight: true, points: [onAxis(20, 45), onAxis(1050, 45)] },
  { name: 'park-north', class: 'secondary', straight: true, points: [onAxis(150, -360), onAxis(1830, -360)] },
  {
    name: 'park-south',
    class: 'secondary',
    straight: true,
    points: [onAxis(-110, 360), onAxis(1830, 360), onAxis(2430, 360)],
  },
  {
    name: 'south',
    class: 'secondary',
    points: [onAxis(500, 800), onAxis(1050, 800), onAxis(1830, 800), [2200, -1180], [2850, -1150]],
  },
  {
    name: 'north-1',
    class: 'secondary',
    points: [
      [-2780, 760],
      [-2200, 720],
      [-1690, 700],
      [-1200, 720],
      [-720, 790],
      [-200, 830],
      [250, 880],
      [470, 920],
    ],
  },
  {
    name: 'north-2',
    class: 'secondary',
    points: [
      [-2050, 1340],
      [-1500, 1450],
      [-820, 1420],
      [-300, 1400],
      [190, 1370],
    ],
  },
  {
    name: 'north-3',
    class: 'secondary',
    points: [
      [-250, 1950],
      [-270, 1400],
      [-200, 830],
      [-150, 400],
      [-165, 0],
    ],
  },
  {
    name: 'upper-bridge',
    class: 'secondary',
    points: [
      [690, -110],
      [590, 90],
      [490, 230],
      [390, 420],
      [280, 650],
      [215, 860],
    ],
  },
  {
    name: 'old-town-west',
    class: 'secondary',
    points: [
      [-1050, -400],
      [-1050, 120],
      [-1080, 420],
      [-1180, 720],
      [-1230, 1440],
      [-1300, 2110],
    ],
  },
  {
    name: 'old-town-north',
    class: 'secondary',
    points: [
      [-1580, 430],
      [-1080, 425],
      [-640, 440],
      [-150, 430],
      [300, 610],
    ],
  },
  {
    name: 'west-1',
    class: 'secondary',
    points: [
      [-2230, -840],
      [-2220, -430],
      [-2150, 50],
      [-2240, 710],
      [-2640, 1330],
    ],
  },
  {
    name: 'west-2',
    class: 'secondary',
    points: [
      [-3010, -500],
      [-2600, -490],
      [-2200, -420],
      [-1900, -330],
      [-1510, -180],
    ],
  },
  {
    name: 'east-1',
    class: 'secondary',
    points: [
      [1700, -20],
      [1660, -250],
      [1650, -420],
    ],
  },
  {
    name: 'east-2',
    class: 'secondary',
    points: [
      [2080, -640],
      [2150, -1170],
      [2130, -1650],
      [2300, -2080],
    ],
  },
  {
    name: 'corniche',
    class: 'secondary',
    points: [
      [-200, 1950],
      [-60, 2230],
      [180, 2470],
      [700, 2690],
      [1400, 2610],
      [2100, 2350],
      [2720, 2150],
      [3140, 1860],
      [3430, 1500],
      [3430, 1100],
      [3670, 650],
      [3720, 150],
      [3480, -220],
      [3170, -520],
      [2800, -780],
    ],
  },
  {
    name: 'north-cape',
    class: 'secondary',
    points: [
      [-1480, 2120],
      [-1530, 2400],
      [-1560, 2680],
    ],
  },
  {
    name: 'west-cape',
    class: 'secondary',
    points: [
      [-2560, 1440],
      [-2800, 1640],
      [-3080, 1960],
    ],
  },
  {
    name: 'west-shore',
    class: 'secondary',
    points: [
      [-2960, 330],
      [-3350, 280],
      [-3800, 290],
    ],
  },
  {
    name: 'south-cape',
    class: 'secondary',
    points: [
      [60, -2400],
      [40, -2600],
      [30, -2750],
      [20, -2850],
    ],
  },
  {
    name: 'port-1',
    class: 'secondary',
    straight: true,
    points: [
      [1840, -2260],
      [1840, -2650],
      [1840, -2990],
    ],
  },
  {
    name: 'port-2',
    class: 'secondary',
    straight: true,
    points: [
      [1290, -2320],
      [1290, -2650],
      [1290, -2990],
    ],
  },
  {
    name: 'east-shore',
    class: 'secondary',
    points: [
      [2880, -1250],
      [3100, -1230],
      [3240, -1220],
    ],
  },
  {
    name: 'south-east',
    class: 'secondary',
    points: [
      [2760, -1650],
      [2900, -1800],
      [3190, -1850],
    ],
  },
  {
    name: 'sunrise',
    class: 'secondary',
    points: [
      [3700, 300],
      [3960, 330],
    ],
  },
  {
    name: 'north-shore',
    class: 'secondary',
    points: [
      [-60, 2230],
      [-180, 2450],
      [-250, 2690],
    ],
  },
];

/** The road under the bay that closes the ring, between its two ends. */
export const BAY_TUNNEL: Point[] = [
  [-900, -2090],
  [-1900, -1600],
];
