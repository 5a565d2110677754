import { onAxis } from './plan.ts';
import type { Point } from './plane.ts';
import { smoothCurve } from './plane.ts';
import type { Bilingual } from './structure.ts';

/** Metro lines by their turns; stations lie at them. */
export const METRO: readonly (Bilingual & { turns: Point[] })[] = [
  {
    zh: '澜湾地铁1号线',
    en: 'Lanwan Metro Line 1',
    turns: [
      [-1000, 2200],
      [-840, 1300],
      [-430, 615],
      [-380, -290],
      [-60, -900],
      onAxis(470, 60),
      onAxis(520, 800),
      [640, -2300],
      [1250, -2450],
    ],
  },
  {
    zh: '澜湾地铁2号线',
    en: 'Lanwan Metro Line 2',
    turns: [
      [-2900, 200],
      [-2100, 80],
      [-1000, 130],
      [-150, 0],
      [680, -90],
      [1480, -290],
      [2250, -690],
      [2700, -1100],
    ],
  },
];

/** The tram along the bay: its middle line and half the width of its bed, m. */
export const TRAM: Bilingual & { line: Point[]; half: number } = {
  zh: '滨海有轨电车',
  en: 'Binhai Tram',
  half: 1.4,
  line: smoothCurve(
    [
      [-2300, -932],
      [-2030, -652],
      [-1650, -487],
      [-1270, -422],
      [-960, -432],
      [-744, -511],
      [-568, -602],
      [-411, -806],
      [-330, -1180],
      [-312, -1600],
      [-352, -2000],
      [-440, -2330],
    ],
    20,
  ),
};
