/** The main roads of Lanwan, as a planner would draw them; metres east and north of the centre. */
import { onAxis } from './plan.ts';
import type { Point } from './plane.ts';

export type RoadClass = 'trunk' | 'primary' | 'secondary' | 'residential';

export interface Arterial {
  name: string;
  class: RoadClass;
  /** Straight between its points instead of curved. */
  straight?: boolean;
  points: Point[];
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
