/** Metres a degree of a great circle on a sphere of the ellipsoid's equatorial radius, rounded: 2π · 6,378,137 / 360. */
export const EQUATOR_DEGREE = 111_320;

/** Metres a degree of a great circle on a sphere of the mean radius, rounded: 2π · 6,371,009 / 360. */
export const MEAN_DEGREE = 111_195;
