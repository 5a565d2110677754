import type { Point } from './plane.ts';

export type ZoneKind =
  | 'old-town'
  | 'cbd'
  | 'axis'
  | 'slab'
  | 'villa'
  | 'campus'
  | 'port'
  | 'mixed'
  | 'park'
  | 'lake-park'
  | 'promenade'
  | 'hill'
  | 'foothill'
  | 'stadium'
  | 'hospital'
  | 'culture'
  | 'industrial'
  | 'new-town';

/** What a part between main roads is: the part that holds `at` takes it, any other the nearest. */
export interface Zone {
  at: Point;
  kind: ZoneKind;
  /** Streets run along this angle from east, degrees counter-clockwise. */
  angle: number;
  /** First and last year of its buildings. */
  years: readonly [number, number];
}

/** How streets lie in a kind of zone, m. */
export interface StreetPattern {
  /** Between streets that cross the angle, and between those that follow it. */
  across: number;
  along: number;
  /** How far streets bend off a straight grid. */
  bend: number;
  /** What the lines are: streets, streets with paths between, or limits of unit grids only. */
  lines: 'streets' | 'streets-and-paths' | 'limits';
  /** Part of the cross streets between two others that is left out. */
  gaps: number;
}

export const PATTERNS: Record<ZoneKind, StreetPattern> = {
  'old-town': { across: 84, along: 118, bend: 26, lines: 'streets', gaps: 0.16 },
  cbd: { across: 122, along: 116, bend: 0, lines: 'streets', gaps: 0.05 },
  axis: { across: 196, along: 400, bend: 0, lines: 'limits', gaps: 0 },
  slab: { across: 370, along: 330, bend: 26, lines: 'streets-and-paths', gaps: 0.12 },
  villa: { across: 380, along: 160, bend: 60, lines: 'streets', gaps: 0.3 },
  campus: { across: 320, along: 300, bend: 8, lines: 'streets-and-paths', gaps: 0 },
  port: { across: 400, along: 190, bend: 0, lines: 'streets-and-paths', gaps: 0 },
  mixed: { across: 158, along: 182, bend: 22, lines: 'streets', gaps: 0.14 },
  park: { across: 230, along: 230, bend: 40, lines: 'limits', gaps: 0 },
  'lake-park': { across: 245, along: 245, bend: 0, lines: 'limits', gaps: 0 },
  promenade: { across: 260, along: 260, bend: 0, lines: 'limits', gaps: 0 },
  hill: { across: 420, along: 420, bend: 80, lines: 'limits', gaps: 0 },
  foothill: { across: 420, along: 420, bend: 80, lines: 'limits', gaps: 0 },
  stadium: { across: 900, along: 900, bend: 0, lines: 'limits', gaps: 0 },
  hospital: { across: 250, along: 230, bend: 6, lines: 'streets', gaps: 0 },
  culture: { across: 240, along: 240, bend: 0, lines: 'limits', gaps: 0 },
  industrial: { across: 330, along: 230, bend: 4, lines: 'streets', gaps: 0.2 },
  'new-town': { across: 160, along: 150, bend: 0, lines: 'streets', gaps: 0.08 },
};

const zone = (x: number, y: number, kind: ZoneKind, angle: number, from: number, to: number): Zone => ({
  at: [x, y],
  kind,
  angle,
  years: [from, to],
});

/** Angle of the business district's axis. */
export const AXIS_ANGLE = 25;

export const ZONES: Zone[] = [
  // Bay and its shores.
  zone(-386, -2210, 'promenade', 70, 2000, 2015),
  zone(-523, -749, 'promenade', 60, 2000, 2015),
  zone(-3200, -700, 'promenade', 60, 2000, 2015),
  zone(-212, -2510, 'culture', 70, 2008, 2022),
  zone(435, -2548, 'mixed', 5, 1996, 2020),
  zone(129, -2046, 'new-town', AXIS_ANGLE, 2022, 2035),
  // Business district.
  zone(-152, -1122, 'cbd', AXIS_ANGLE, 1998, 2025),
  zone(-102, -1315, 'axis', AXIS_ANGLE, 2005, 2015),
  zone(-59, -1526, 'cbd', AXIS_ANGLE, 2000, 2029),
  zone(273, -915, 'cbd', AXIS_ANGLE, 1996, 2024),
  zone(359, -1099, 'axis', AXIS_ANGLE, 2005, 2015),
  zone(444, -1283, 'cbd', AXIS_ANGLE, 1998, 2030),
  zone(608, -1620, 'cbd', AXIS_ANGLE, 2004, 2032),
  zone(56, -469, 'mixed', AXIS_ANGLE, 1965, 2012),
  zone(-360, -634, 'mixed', AXIS_ANGLE, 1950, 2010),
  zone(681, -310, 'mixed', AXIS_ANGLE, 1975, 2018),
  zone(975, -811, 'lake-park', AXIS_ANGLE, 1958, 2005),
  zone(1219, -1336, 'mixed', AXIS_ANGLE, 1985, 2020),
  zone(854, -2082, 'mixed', AXIS_ANGLE, 1990, 2020),
  // Old town about the river's mouth.
  zone(-1284, -133, 'old-town', 4, 1920, 1965),
  zone(-769, -170, 'old-town', -6, 1920, 1950),
  zone(-1321, 280, 'old-town', 3, 1925, 1975),
  zone(-807, 261, 'old-town', 0, 1922, 1970),
  zone(-269, -103, 'old-town', 38, 1924, 1975),
  zone(-358, 237, 'mixed', 2, 1950, 1995),
  zone(119, 267, 'mixed', 40, 1955, 2005),
  zone(394, 14, 'mixed', 30, 1965, 2008),
  zone(-1884, -456, 'mixed', 24, 1935, 2000),
  zone(-899, 596, 'mixed', 0, 1950, 2000),
  zone(-1382, 565, 'mixed', 0, 1955, 2002),
  zone(-418, 623, 'mixed', 4, 1960, 2012),
  zone(27, 673, 'mixed', 18, 1965, 2005),
  // Housing inland.
  zone(-1884, -119, 'slab', 4, 1972, 1998),
  zone(-1900, 399, 'slab', 2, 1978, 2004),
  zone(-2596, 301, 'slab', 3, 1988, 2014),
  zone(-2582, -264, 'slab', 2, 1985, 2012),
  zone(-2578, -751, 'stadium', 10, 2006, 2018),
  zone(-2562, 950, 'slab', 0, 2006, 2022),
  zone(-2178, 1130, 'slab', -6, 2000, 2020),
  zone(-1709, 1724, 'industrial', 12, 1996, 2024),
  zone(-1527, 1098, 'campus', 3, 1936, 2021),
  zone(-996, 1085, 'campus', 3, 1954, 2019),
  zone(-1068, 1796, 'slab', 2, 1994, 2015),
  zone(-581, 1760, 'slab', -3, 1990, 2012),
  zone(-96, 1587, 'slab', -14, 2003, 2019),
  zone(-512, 1113, 'hospital', 2, 1964, 2020),
  zone(45, 1108, 'slab', 4, 1984, 2010),
  zone(530, 588, 'slab', 22, 1982, 2006),
  zone(1114, 68, 'slab', -14, 1986, 2016),
  zone(1548, -573, 'slab', -12, 1992, 2018),
  zone(2130, -449, 'slab', -16, 1998, 2022),
  zone(2472, -948, 'slab', 4, 2004, 2024),
  zone(1849, -1042, 'slab', 18, 1990, 2014),
  zone(2004, -1663, 'slab', 8, 1994, 2018),
  zone(2472, -1526, 'park', 0, 1990, 2010),
  zone(1508, -1904, 'slab', 14, 1980, 2022),
  // Port.
  zone(2443, -2269, 'industrial', -6, 1968, 2016),
  zone(876, -2665, 'port', 0, 1955, 2008),
  zone(1570, -2595, 'port', 0, 1948, 2015),
  // Outer shores and hills.
  zone(-827, 2419, 'villa', 3, 1994, 2018),
  zone(-2238, 2048, 'villa', 32, 1998, 2022),
  zone(-3313, 1029, 'hill', 0, 1930, 1990),
  zone(-3305, 86, 'villa', 4, 1928, 2005),
  zone(3367, -523, 'villa', 40, 1996, 2020),
  zone(3051, -1532, 'villa', 0, 2002, 2023),
  zone(1400, 2740, 'hill', 0, 1990, 2015),
  zone(1915, 1151, 'foothill', -38, 1986, 2020),
];
