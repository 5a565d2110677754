/** Plain markers of what has no model of its own: a post with a body by the major class it is of. */
import type { Parts } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { mixColours, PAINT } from './paints.ts';

type Body = 'cube' | 'diamond' | 'drum' | 'ball' | 'house' | 'pyramid' | 'hexagon';

function body(parts: Parts, detail: Detail, shape: Body, colour: number): void {
  const at = [0, 0, 0.78] as const;
  if (shape === 'cube') parts.box([0.34, 0.34, 0.34], colour, { at });
  if (shape === 'drum') parts.cylinder([0.19, 0.19], 0.34, detail === 0 ? 14 : 7, colour, { at });
  if (shape === 'hexagon') parts.cylinder([0.2, 0.2], 0.34, 6, colour, { at });
  if (shape === 'pyramid') parts.cylinder([0.26, 0.01], 0.36, 4, colour, { at, turn: Math.PI / 4 });
  if (shape === 'ball')
    parts.ball([0.19, 0.19, 0.19], detail === 0 ? [12, 8] : [6, 4], colour, { at: [0, 0, 0.95] });
  if (shape === 'house') {
    parts.profile(
      [
        [-0.19, 0],
        [0.19, 0],
        [0.19, 0.2],
        [0, 0.36],
        [-0.19, 0.2],
      ],
      0.34,
      colour,
      { at },
    );
  }
  if (shape === 'diamond') {
    parts.cylinder([0.01, 0.22], 0.18, 4, colour, { at, open: true });
    parts.cylinder([0.22, 0.01], 0.18, 4, colour, { at: [0, 0, 0.96], open: true });
  }
}

function marker(shape: Body, colour: number): Model {
  return {
    dot: colour,
    build(parts, detail) {
      parts.cylinder([0.05, 0.04], 0.78, detail === 0 ? 8 : 3, PAINT.graphite, { open: true });
      if (detail === 0) parts.cylinder([0.16, 0.14], 0.05, 10, PAINT.graphite);
      if (detail === 0)
        parts.cylinder([0.09, 0.09], 0.04, 8, mixColours(colour, 0, 0.3), { at: [0, 0, 0.74] });
      body(parts, detail, shape, colour);
    },
  };
}

export const MARKERS = {
  'marker-utility': marker('cube', 0x6a8fb0),
  'marker-traffic': marker('diamond', 0xb59a5a),
  'marker-sanitation': marker('drum', 0x6f9f94),
  'marker-greenery': marker('ball', 0x7d9a5e),
  'marker-premises': marker('house', 0xa8826a),
  'marker-other': marker('pyramid', 0x8f8f94),
  'marker-local': marker('hexagon', 0x9182a8),
} as const satisfies Record<string, Model>;
