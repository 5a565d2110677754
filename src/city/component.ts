/**
 * City components (L4): lamps, manholes, signals, signs, trees, bins, cameras, hydrants and the like.
 *
 * Frames: WGS84 degrees, metres; heights ellipsoidal unless the name says "above ground"; azimuths from north clockwise.
 */

/** State of a component as inventories and inspectors know it; live faults come over feeds. */
export const COMPONENT_CONDITIONS = ['intact', 'damaged', 'lost', 'scrapped'] as const;
export type ComponentCondition = (typeof COMPONENT_CONDITIONS)[number];

export interface Component {
  /** `<source>:<id>`; of components with an identification code `<source>:<code>`. Stable across builds. */
  id: string;
  /** Class as `<scheme>:<code>` of the catalogue, e.g. `cjt214:0118`; a class that no scheme knows is `other:<text>`. */
  class: string;
  /** 16-digit identification code, or whatever code the inventory gives; null without. */
  code: string | null;
  lon: number;
  lat: number;
  /** Foot, m ellipsoidal; null: on the terrain. */
  ground: number | null;
  /** Of the thing above its foot, m; 0: its model's own. */
  height: number;
  /** Where its front looks; null: towards the nearest road, else north. */
  azimuthDeg: number | null;
  condition: ComponentCondition;
  name: string | null;
  owner: string | null;
  department: string | null;
  /** Unit grid's code. */
  grid: string | null;
  /** Year installed; 0 unknown. */
  installed: number;
  /** Every attribute of the source; lamps: `circuit`, `cabinet`, `powerRating` …; trees: `species`, `size`. */
  attributes: Record<string, string | number | boolean>;
}

/**
 * A component's model: one mesh in metres, z up, front to +y, foot at the origin. Colours are baked to corners.
 *
 * `index` has three a triangle; `position` and `normal` three a corner; `colour` four a corner: sRGB and what the corner
 * is (`CORNER_ROLE`), so that shaders know what shines by night or bends in the wind.
 */
export interface ComponentMesh {
  position: Float32Array;
  normal: Float32Array;
  colour: Uint8Array;
  index: Uint16Array;
  /** Height of the mesh as it is, m: an instance of another height is scaled by the ratio. */
  height: number;
}

/** Fourth byte of a corner's colour. */
export const CORNER_ROLE = { plain: 0, lightsource: 64, foliage: 128, screen: 192 } as const;
