/**
 * Attribute tables of a city folder: `features/<theme>/<chunk>.json`, columnar, 4,096 rows a chunk by gid.
 *
 * Row r of chunk c belongs to the gid `start of the theme's block + c × 4,096 + r`; a retired gid has null in every
 * column.
 */
export const ROWS_A_CHUNK = 4_096;

export interface BuildingTable {
  /** Gid of the first row. */
  start: number;
  count: number;
  columns: {
    id: (string | null)[];
    name: (string | null)[];
    use: (string | null)[];
    /** Top above ground, m. */
    height: (number | null)[];
    /** `height`, `levels`, `roof`, `parts`, `surfaces`, or `rule` when estimated. */
    heightFrom: (string | null)[];
    /** 0 unknown. */
    storeys: (number | null)[];
    /** Years; 0 unknown. */
    built: (number | null)[];
    demolished: (number | null)[];
    /** Middle of the footprint, degrees. */
    lon: (number | null)[];
    lat: (number | null)[];
    attributes: (Record<string, string | number | boolean> | null)[];
  };
}

/** Components: `features/components`. */
export interface ComponentTable {
  /** Gid of the first row. */
  start: number;
  count: number;
  columns: {
    id: (string | null)[];
    /** `<scheme>:<code>` */
    class: (string | null)[];
    code: (string | null)[];
    name: (string | null)[];
    /** Name of the model that is drawn. */
    model: (string | null)[];
    condition: (string | null)[];
    owner: (string | null)[];
    department: (string | null)[];
    grid: (string | null)[];
    /** 0 unknown. */
    installed: (number | null)[];
    /** Foot; degrees, m ellipsoidal. */
    lon: (number | null)[];
    lat: (number | null)[];
    ground: (number | null)[];
    /** m above the foot. */
    height: (number | null)[];
    azimuth: (number | null)[];
    attributes: (Record<string, string | number | boolean> | null)[];
  };
}

/** Managed road segments: `features/roads`. */
export interface RoadTable {
  start: number;
  count: number;
  columns: {
    id: (string | null)[];
    name: (string | null)[];
    /** `primary`, `residential` … as in the ground map. */
    class: (string | null)[];
    /** m */
    length: (number | null)[];
    width: (number | null)[];
    lanes: (number | null)[];
    /** 1 along the line's direction only, 0 both ways. */
    oneway: (number | null)[];
    /** Speed without traffic, km/h. */
    freeSpeed: (number | null)[];
    owner: (string | null)[];
    /** Grades of maintenance and of cleaning. */
    maintenance: (string | null)[];
    cleaning: (string | null)[];
    /** Middle of the line, degrees. */
    lon: (number | null)[];
    lat: (number | null)[];
    attributes: (Record<string, string | number | boolean> | null)[];
  };
}

/**
 * `roads/network.json`: the graph of the road segments, for what moves on it. Lines run from node to node; a segment of
 * the inventory that others meet on its way has more than one edge.
 */
export interface RoadNetwork {
  /** Flat [lon, lat, …], degrees. */
  nodes: number[];
  edges: {
    gid: number;
    from: number;
    to: number;
    /** Flat [lon, lat, …] from node to node. */
    line: number[];
    oneway: 0 | 1;
    /** Position in the roads' table `class`. */
    class: string;
    /** km/h */
    freeSpeed: number;
    width: number;
  }[];
}

/** Gives the chunk and the row that hold a gid of a theme whose block starts at `start`. */
export function chunkOfGid(gid: number, start: number): { chunk: number; row: number } {
  const at = gid - start;
  return { chunk: Math.floor(at / ROWS_A_CHUNK), row: at % ROWS_A_CHUNK };
}
