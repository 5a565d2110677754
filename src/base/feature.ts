import type { CaseRecord } from './cases/case.ts';

/** What the twin knows of one feature of the city, or of what a scene lays over it. What belongs to another layer's features is null. */
export interface Feature {
  /** 0 of cases and vehicles, which only feeds tell of, and of GeoJSON. */
  gid: number;
  /** Of GeoJSON: `<id of the layer>/<its own id, else its place in the file>`. */
  id: string;
  layer: 'buildings' | 'components' | 'roads' | 'events' | 'vehicles' | 'geojson';
  name: string | null;
  use: string | null;
  /** m above ground; null unknown. */
  height: number | null;
  /** Where the height comes from; `rule` is an estimate. */
  heightFrom: string | null;
  /** 0 or null unknown. */
  storeys: number | null;
  built: number | null;
  demolished: number | null;
  /** Of components. */
  component?: ComponentFacts;
  /** Of managed roads. */
  road?: RoadFacts;
  /** Of events: the case as it stands. */
  case?: CaseRecord;
  /** Of vehicles: as they were seen last. */
  vehicle?: VehicleFacts;
  attributes: Record<string, string | number | boolean>;
}

export interface ComponentFacts {
  /** `<scheme>:<code>` */
  readonly class: string;
  readonly code: string | null;
  /** Name of the model that stands for it. */
  readonly model: string | null;
  /** As the inventory has it: `intact`, `damaged`, `lost`, `scrapped`. */
  readonly condition: string;
  readonly owner: string | null;
  readonly department: string | null;
  readonly grid: string | null;
  /** Year; null unknown. */
  readonly installed: number | null;
}

export interface RoadFacts {
  /** `primary`, `residential` … */
  readonly class: string | null;
  /** m */
  readonly length: number | null;
  readonly width: number | null;
  readonly lanes: number | null;
  readonly oneway: boolean;
  /** km/h */
  readonly freeSpeed: number | null;
  readonly owner: string | null;
  /** Grades of maintenance and of cleaning. */
  readonly maintenance: string | null;
  readonly cleaning: string | null;
}

export interface VehicleFacts {
  /** `inspection`, `sanitation` … */
  readonly kind: string;
  /** km/h */
  readonly speed: number;
  /** From north clockwise. */
  readonly headingDeg: number;
  /** City's time, ms since 1970. */
  readonly observedAt: number;
  /** City seconds since then. */
  readonly ageSeconds: number;
}
