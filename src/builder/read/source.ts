/**
 * What readers give: features as their file has them, in the file's own frame, in batches.
 *
 * A reader knows its format and nothing of cities: no projection, no mending, no classification.
 */
import type { Geometry } from 'geojson';
import type { Problem } from '../problem.ts';

/** A source given by the person, with what the recipe says of it. */
export interface SourceFile {
  /** Path on disk. */
  path: string;
  /** File name for messages. */
  name: string;
  options: SourceOptions;
}

/** The part of the recipe that concerns one source. All optional: content decides where the recipe is silent. */
export interface SourceOptions {
  /** EPSG code, `EPSG:1234`, a proj4 string or WKT; overrides what the file says. */
  crs?: string | number;
  /** Datum shifted coordinates on request. */
  shift?: 'gcj02' | 'bd09';
  /** Local frames: see frame.ts. */
  local?: LocalFrame;
  /** X and Y exchanged: 'auto' (default) finds it. */
  axes?: 'auto' | 'xy' | 'yx';
  /** Heights of the source. Default: what the CRS says, else orthometric. */
  heights?: 'ellipsoidal' | 'orthometric';
  /** Text encoding of DBF or CSV, else found. */
  encoding?: string;
  /** Theme of features whose tags say nothing. */
  theme?:
    | 'building'
    | 'road'
    | 'rail'
    | 'water'
    | 'landuse'
    | 'boundary'
    | 'square'
    | 'pier'
    | 'coastline'
    | 'component';
  /** Scheme of components' codes, `cjt214` where not said. */
  scheme?: string;
  /** Source column → Spar attribute: `{"height": "HOEHE", "id": "gml_id"}`: key is ours, value the file's column. */
  columns?: Record<string, string>;
  /** Table of a GeoPackage, entry of a zip. */
  layer?: string;
  /** Prefix of stable ids; default from the format (`osm`) or the file name. */
  idPrefix?: string;
}

/** Four parameters (planar similarity) or seven (Helmert, position vector) from a local frame to a known CRS. */
export type LocalFrame =
  | {
      kind: 'similarity';
      target: string | number;
      dx: number;
      dy: number;
      rotationDeg: number;
      scale: number;
    }
  | {
      kind: 'helmert';
      /** Projection of the local frame on its own ellipsoid (proj4 string). */
      source: string;
      /** dx, dy, dz (m), rx, ry, rz (arc seconds, position vector), ds (ppm) to WGS84. */
      parameters: [number, number, number, number, number, number, number];
    };

/** A face as a city-model file has it, in the file's frame (x y z triples a ring). */
export interface RawSurface {
  kind: 'wall' | 'roof' | 'ground' | 'other';
  rings: Float64Array[];
  /** Index in `SourceReading.textures`, or -1. */
  texture: number;
  uv: Float32Array[];
}

/** One thing as its file gives it. */
export interface RawFeature {
  /** Id in the source (`way/123`, GML id, fid), or null. */
  id: string | null;
  /** Place in the file for messages. */
  place: string;
  /** RFC 7946 geometry in the file's own frame; null when only surfaces are given. */
  geometry: Geometry | null;
  tags: Record<string, unknown>;
  /** Detailed faces of city models. */
  surfaces?: RawSurface[];
  /** Level of detail that the surfaces come from ('1', '2.2' …). */
  lod?: string;
  /**
   * Heights of a box of a city model (LoD1), in the file's frame; m ellipsoidal once the frame was applied, which also
   * gives the tag `height`. `bottom` becomes NaN where the file has 0: such files say nothing of the ground.
   */
  box?: { bottom: number; top: number };
  /** Why it cannot be used, when the reader could not even parse it: it is dropped for this when its frame is applied. */
  flaw?: { reason: string; detail: string };
}

/** Faces of a relief (TIN) in a city model, in the file's frame: flat [x, y, z] × 3 a triangle. */
export interface RawRelief {
  triangles: Float64Array;
}

/** What a file says of its frame; null where it is silent. */
export interface CrsHint {
  epsg?: number;
  /** WKT or proj4 text. */
  text?: string;
  /** The file's axes are latitude first (GML 3 with EPSG:4326, 6697 …). */
  latitudeFirst?: boolean;
}

/** Bytes of some hundred to a few thousand features (about 1 MiB), and the index of the first for messages. */
export interface FeatureChunk {
  bytes: Uint8Array;
  firstIndex: number;
}

export interface SourceReading {
  /** `osm-pbf`, `geojson`, `shapefile`, `cityjson` … */
  format: string;
  crs: CrsHint | null;
  /** Names of all columns, where the file lists them: features leave out the empty ones. */
  columns?: readonly string[];
  /** Prefix of ids when the recipe gives none: `osm`, else the file's stem. */
  idPrefix: string;
  /** Batches of some hundreds to thousands of features, in file order. May throw SourceError when the file breaks off. */
  features: AsyncIterable<RawFeature[]>;
  /**
   * The same features as undecoded byte ranges, for formats whose features can be parsed apart (GeoJSON, text
   * sequences): the orchestrator sends them to worker threads, which call `parseChunk`. Iterate either this or
   * `features`, not both.
   */
  chunks?: AsyncIterable<FeatureChunk>;
  /** Textures that surfaces refer to: absolute paths, filled while features are read. */
  textures: string[];
  /** Relief triangles, filled while features are read. */
  reliefs: RawRelief[];
  /** What the reader itself had to drop or mend, filled while features are read. */
  problems: Problem[];
}

/** One file format: says whether a file is its, and reads it. */
export interface Reader {
  format: string;
  /**
   * Looks at the first bytes (up to 64 KiB, already ungzipped) and the name; answers by content, the name only breaks ties.
   */
  probe(head: Uint8Array, name: string): boolean;
  read(file: SourceFile, signal: AbortSignal): Promise<SourceReading>;
}

/** Elevation as a file has it: a grid of pixel centres in the file's frame. */
export interface ElevationGrid {
  file: string;
  crs: CrsHint | null;
  width: number;
  height: number;
  /** Centre of the first (top left) pixel and the steps to the next column and row (dy is usually negative). */
  originX: number;
  originY: number;
  stepX: number;
  stepY: number;
  /** Row-major, NaN where there is no data; in metres times `1 / unit`. */
  values: Float32Array;
  /** Metres a unit (1, 0.3048, 0.304800609601219). */
  unit: number;
  heights: 'ellipsoidal' | 'orthometric';
  problems: Problem[];
}

/** One elevation format. */
export interface ElevationReader {
  format: string;
  probe(head: Uint8Array, name: string): boolean;
  read(file: SourceFile, signal: AbortSignal): Promise<ElevationGrid>;
}
