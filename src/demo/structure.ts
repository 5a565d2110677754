import type { RoofShape } from '#city/roof-shape.ts';
import type { Ring } from './plane.ts';

export interface Bilingual {
  zh: string;
  en: string;
}

/** A prism of a building that is more than one. */
export interface StructurePart {
  ring: Ring;
  /** Underside and top (roof included), m above ground. */
  from: number;
  to: number;
  roof?: { shape: RoofShape; height: number };
  colour?: string;
  storeys?: number;
}

/** A building of the demo city, in the plane; tags follow from it. */
export interface Structure {
  outline: Ring;
  /** Courtyards, clockwise or not. */
  holes?: Ring[];
  /** Value of OSM's `building`. */
  building: string;
  /** Top, roof included, m above ground. */
  height: number;
  storeys: number;
  roof: { shape: RoofShape; height: number; colour?: string; directionDeg?: number };
  colour: string;
  material?: string;
  parts?: StructurePart[];
  /** Year built (or to be built). */
  year: number;
  /** Year of a demolition that is planned. */
  endYear?: number;
  name?: Bilingual;
  /** Further tags: amenity, office, shop … */
  tags?: Record<string, string>;
}

/** A polygon or line of the ground that a builder lays: pitch, square, lake, yard. */
export interface GroundShape {
  kind: 'landuse' | 'water' | 'road' | 'rail';
  ring: Ring;
  holes?: Ring[];
  /** A line instead of a polygon. */
  open?: boolean;
  tags: Record<string, string>;
}
