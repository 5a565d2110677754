/** Colours and widths of the ground map, as plain data: another style is another object. */

export const GROUND_COLOUR = '#d8d4cb';
export const WATER_COLOUR = '#7ea4b4';
/** Shades of water keep the hue of WATER_COLOUR: by it the globe's shader tells water from land. */
export const SHORE_COLOUR = '#93bfd2';
/** The far globe's land, dark and light. */
export const FAR_LAND_COLOURS = ['#8f9a7c', '#d6d0c1'] as const;
const ROAD_COLOUR = '#f1eee8';

/** Fills of land use; a class that is not here stays ground. */
const LANDUSE_COLOURS: Readonly<Record<string, string>> = {
  park: '#9db37f',
  grass: '#b0bf90',
  forest: '#83996d',
  scrub: '#a0ab83',
  sand: '#e8ddbb',
  rock: '#c3bdb1',
  farmland: '#c9c9a6',
  residential: '#dad6cd',
  commercial: '#dcd6cf',
  industrial: '#cfcac3',
  construction: '#d3c8b6',
  cemetery: '#abb696',
  pitch: '#8fb084',
  school: '#dcd7c6',
  hospital: '#ded5cd',
  parking: '#cdc9c2',
  railway: '#c8c3ba',
  port: '#cbc7c0',
  wetland: '#9fb3a0',
};

/** Land use that says what a quarter is for; it lies under what is really there. */
export const QUARTER_CLASSES: ReadonlySet<string> = new Set([
  'residential',
  'commercial',
  'industrial',
  'port',
  'railway',
  'school',
  'hospital',
  'construction',
]);

export interface RoadStyle {
  /** Carriageway when the data gives none, m. */
  width: number;
  /** Thinnest line that it is drawn with, px; thinner than a pixel becomes fainter. */
  minPx: number;
  /** Drawn at this many metres a pixel and nearer. */
  maxMetresPerPixel: number;
  /** Later ones lie on earlier ones. */
  rank: number;
  fill: string;
  /** Footways have no kerb of their own. */
  kerb: boolean;
}

const road = (width: number, minPx: number, maxMetresPerPixel: number, rank: number): RoadStyle => ({
  width,
  minPx,
  maxMetresPerPixel,
  rank,
  fill: ROAD_COLOUR,
  kerb: true,
});
const path = (width: number, maxMetresPerPixel: number): RoadStyle => ({
  width,
  minPx: 0.6,
  maxMetresPerPixel,
  rank: 0,
  fill: '#e6e1d6',
  kerb: false,
});

const ROAD_STYLES: Readonly<Record<string, RoadStyle>> = {
  motorway: road(15, 1.5, 2000, 8),
  trunk: road(13, 1.3, 1000, 7),
  primary: road(12, 1.1, 300, 6),
  secondary: road(10, 0.9, 120, 5),
  tertiary: road(8, 0.7, 60, 4),
  residential: road(6, 0.45, 30, 3),
  service: road(4, 0.35, 10, 2),
  pedestrian: { ...road(6, 0.35, 10, 1), fill: '#e9e4da' },
  track: path(3, 8),
  path: path(1.8, 4),
  steps: path(2, 3),
};
const OTHER_ROAD: RoadStyle = road(5, 0.4, 20, 2);

/** Everything that a ground map is drawn with; it travels to the worker as a message. */
export interface GroundStyle {
  ground: string;
  water: string;
  /** Strip along the shore, in the water's hue. */
  shore: string;
  square: string;
  pier: string;
  kerb: string;
  /** Sides of bridges. */
  bridge: string;
  rail: string;
  marking: string;
  /** Spots on what grows. */
  mottle: { dark: string; light: string };
  landuse: Readonly<Record<string, string>>;
  roads: Readonly<Record<string, RoadStyle>>;
  otherRoad: RoadStyle;
}

export const DAY_STYLE: GroundStyle = {
  ground: GROUND_COLOUR,
  water: WATER_COLOUR,
  shore: SHORE_COLOUR,
  square: '#e6e0d4',
  pier: '#cfcabf',
  kerb: '#b9b1a2',
  bridge: '#9d978b',
  rail: '#8f8a82',
  marking: '#b8ae9d',
  mottle: { dark: '#5e7448', light: '#c3cc9a' },
  landuse: LANDUSE_COLOURS,
  roads: ROAD_STYLES,
  otherRoad: OTHER_ROAD,
};
