/** What the twin knows of one feature of the city. */
export interface Feature {
  gid: number;
  id: string;
  layer: 'buildings';
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
  attributes: Record<string, string | number | boolean>;
}
