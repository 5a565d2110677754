/** How often which event is reported, when, where and by whom: data of the simulation. */

/** Share of an hour's arrivals over the day, from midnight; their mean is brought to 1 where they are used. */
export const HOUR_PROFILES = {
  /** Inspectors on their beats. */
  day: [1, 1, 1, 1, 1, 2, 6, 14, 24, 28, 27, 22, 12, 13, 22, 26, 25, 20, 12, 8, 5, 3, 2, 1],
  /** Traffic: both peaks. */
  rush: [2, 1, 1, 1, 1, 3, 10, 24, 28, 18, 14, 16, 14, 13, 14, 16, 22, 30, 26, 18, 12, 8, 5, 3],
  /** Eating, drinking, selling and noise. */
  evening: [8, 4, 2, 1, 1, 1, 2, 4, 5, 6, 7, 10, 10, 7, 6, 7, 10, 18, 26, 32, 34, 30, 22, 14],
  /** Night works and fumes. */
  night: [22, 18, 14, 12, 10, 10, 12, 10, 8, 8, 8, 8, 9, 8, 8, 8, 8, 10, 12, 16, 22, 28, 30, 26],
  /** What breaks, breaks at any hour. */
  any: [8, 7, 6, 6, 7, 9, 12, 14, 14, 13, 12, 12, 12, 12, 12, 12, 12, 13, 13, 12, 11, 10, 9, 8],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export interface ArrivalClass {
  readonly class: string;
  /** Of all classes together 1,000. */
  readonly weight: number;
  readonly profile: keyof typeof HOUR_PROFILES;
  readonly where: 'grid' | 'road';
  /** Shares that the public calls in, and that cameras see; the rest inspectors find. */
  readonly hotline: number;
  readonly video: number;
  /** Share of the inspectors' that they set right on the spot. */
  readonly self: number;
}

type Row = readonly [
  code: string,
  weight: number,
  profile: keyof typeof HOUR_PROFILES,
  where: 'grid' | 'road',
  hotline: number,
  video: number,
  self: number,
];

const ROWS: readonly Row[] = [
  ['0101', 6, 'day', 'grid', 0.6, 0, 0],
  ['0102', 120, 'day', 'grid', 0.15, 0.2, 0.12],
  ['0103', 45, 'day', 'grid', 0.2, 0.1, 0],
  ['0104', 90, 'day', 'road', 0.12, 0.2, 0.1],
  ['0105', 14, 'day', 'grid', 0.3, 0.1, 0],
  ['0106', 32, 'day', 'grid', 0.1, 0, 0.1],
  ['0107', 4, 'day', 'road', 0.5, 0, 0],
  ['0108', 22, 'day', 'grid', 0.2, 0, 0.05],
  ['0109', 10, 'day', 'grid', 0.05, 0, 0.3],
  ['0110', 28, 'day', 'road', 0.35, 0, 0],
  ['0111', 1, 'day', 'grid', 0.3, 0, 0],
  ['0112', 16, 'night', 'road', 0.3, 0.3, 0],
  ['0113', 10, 'day', 'grid', 0.1, 0, 0],
  ['0115', 5, 'evening', 'grid', 0.6, 0, 0.1],
  ['0116', 9, 'evening', 'grid', 0.8, 0, 0],
  ['0117', 3, 'day', 'road', 0.4, 0, 0.2],
  ['0118', 2, 'day', 'grid', 0.7, 0, 0],
  ['0201', 85, 'day', 'grid', 0.04, 0, 0.35],
  ['0202', 18, 'day', 'grid', 0.15, 0, 0.05],
  ['0203', 30, 'day', 'grid', 0.1, 0.1, 0.25],
  ['0204', 6, 'evening', 'grid', 0.1, 0, 0.4],
  ['0205', 8, 'day', 'grid', 0.2, 0, 0],
  ['0301', 22, 'night', 'grid', 0.9, 0, 0],
  ['0302', 14, 'day', 'grid', 0.5, 0.2, 0],
  ['0303', 10, 'day', 'grid', 0.2, 0.1, 0],
  ['0304', 10, 'rush', 'road', 0.4, 0.1, 0],
  ['0305', 3, 'day', 'road', 0.3, 0, 0],
  ['0401', 2, 'any', 'road', 0.5, 0.1, 0],
  ['0402', 4, 'any', 'road', 0.8, 0, 0],
  ['0403', 1, 'any', 'road', 0.8, 0, 0],
  ['0404', 16, 'any', 'road', 0.6, 0, 0],
  ['0406', 6, 'any', 'road', 0.4, 0.4, 0],
  ['0408', 5, 'any', 'road', 0.5, 0, 0],
  ['0501', 78, 'evening', 'grid', 0.15, 0.2, 0.2],
  ['0502', 3, 'day', 'grid', 0.3, 0.1, 0.1],
  ['0503', 5, 'day', 'grid', 0.1, 0, 0.2],
  ['0504', 82, 'evening', 'grid', 0.15, 0.15, 0.2],
  ['0505', 52, 'rush', 'road', 0.3, 0.3, 0],
  ['0506', 64, 'rush', 'grid', 0.1, 0.15, 0.25],
  ['0507', 40, 'day', 'grid', 0.1, 0.1, 0.1],
  ['0508', 14, 'evening', 'grid', 0.9, 0, 0],
  ['0510', 12, 'evening', 'grid', 0.6, 0.1, 0.05],
  ['0511', 10, 'day', 'grid', 0.02, 0, 0.4],
  ['0513', 2, 'day', 'grid', 0.3, 0, 0],
];

export const ARRIVAL_CLASSES: readonly ArrivalClass[] = ROWS.map(
  ([code, weight, profile, where, hotline, video, self]) => ({
    class: `cjt214-event:${code}`,
    weight,
    profile,
    where,
    hotline,
    video,
    self,
  }),
);
