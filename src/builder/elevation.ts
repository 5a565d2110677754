/** The city's ground as one function, made from elevation grids, reliefs or the buildings' own bases. */
export interface Elevation {
  /** Height of the ground that the terrain tiles show, m ellipsoidal, for a place in degrees. Defined everywhere: beyond the data it falls to sea level. */
  heightAt(lonDeg: number, latDeg: number): number;
  /** Geoid undulation, m: ellipsoidal height of the sea. */
  seaLevelAt(lonDeg: number, latDeg: number): number;
  /** Distance between samples of the data, m; 0 when flat. */
  spacing: number;
  /** Zoom of terrain tiles whose nodes are the elevation's own samples around the city; tiles go no deeper. */
  deepestZoom?: number;
  /** How far around the city the ground is known or falls to the sea, m; beyond it there is the sea's level alone. */
  reach?: number;
  /** For report and manifest: `N43E007.hgt.zip (SRTM, EGM96)`, `relief of denhaag.city.json`, `bases of 13 buildings`, `none: sea level`. */
  source: string;
}
