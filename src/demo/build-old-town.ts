import type { Block } from './block.ts';
import { frontOf, yearNear } from './block.ts';
import { offset } from './clip.ts';
import type { Place } from './layout.ts';
import { alongFronts, at, parcels } from './layout.ts';
import { roofing, wall } from './palette.ts';
import type { Ring } from './plane.ts';
import { boxAlong, orientedBox } from './plane.ts';
import { box } from './shapes.ts';
import type { Structure } from './structure.ts';

/** Lanes of courtyard houses; shop houses in closed rows on the wider streets. */
export function buildOldTown(block: Block): void {
  const { lot, site, random } = block;
  alongFronts(
    lot.ring,
    { width: [6.5, 13], depth: [9, 12], gap: [0.25, 0.25], inset: 0.3 },
    random,
    (place) => {
      const front = frontOf(block, place);
      if (front !== 'primary' && front !== 'secondary') return false;
      return site.build(lot.face, lot.ring, shopHouse(block, place));
    },
  );
  for (const parcel of parcels(lot.ring, 860, random)) courtyard(block, parcel);
}

function shopHouse(block: Block, place: Place): Structure {
  const { random } = block;
  const storeys = random.chance(0.6) ? 2 : 3;
  const roof = Math.min(3.4, place.depth * 0.27);
  return {
    outline: at(place, box(place.width, place.depth)),
    building: 'retail',
    storeys,
    height: round(storeys * 3.5 + 0.4 + roof),
    roof: {
      shape: 'gabled',
      height: round(roof),
      colour: roofing(random.chance(0.7) ? 'greyTile' : 'redTile', random),
    },
    colour: wall(random.chance(0.6) ? 'plaster' : 'oldBrick', random),
    material: 'brick',
    year: yearNear(block, 12, 25),
    tags: {
      shop: random.pick([
        'tea',
        'books',
        'bakery',
        'clothes',
        'seafood',
        'herbalist',
        'hardware',
        'convenience',
      ]),
    },
  };
}

/** A court between a hall at the back, wings at its sides and a house at the lane. */
function courtyard(block: Block, parcel: Ring): void {
  const { lot, site, random } = block;
  const inner = offset(parcel, -0.35)[0];
  if (!inner) return;
  const frame = boxAlong(inner, orientedBox(inner).angle + (random.chance(0.5) ? Math.PI / 2 : 0));
  const angle = frame.angle;
  const { width, depth } = frame;
  const year = random.chance(0.78) ? yearNear(block, 15, 20) : random.int(1978, 2016);
  const endYear = random.chance(0.012) ? random.int(2027, 2034) : undefined;
  const hall = Math.min(8.4, Math.max(5.4, depth * 0.27));
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const tile = roofing(year < 1990 || random.chance(0.5) ? 'greyTile' : 'redTile', random);
  const raise = (u: number, v: number, w: number, d: number, turned: boolean, storeys: number): boolean => {
    const along = turned ? angle + Math.PI / 2 : angle;
    const place = {
      x: frame.cx + c * u - s * v,
      y: frame.cy + s * u + c * v,
      angle: along,
      width: turned ? d : w,
      depth: turned ? w : d,
    };
    const pitch = round(Math.min(3.2, Math.min(place.width, place.depth) * 0.32));
    return site.build(lot.face, inner, {
      outline: at(place, box(place.width, place.depth)),
      building: storeys > 2 ? 'apartments' : 'house',
      storeys,
      height: round(storeys * 3.1 + 0.5 + pitch),
      roof: { shape: random.chance(0.86) ? 'gabled' : 'hipped', height: pitch, colour: tile },
      colour: wall(year > 1980 ? 'plaster' : 'oldBrick', random),
      material: 'brick',
      year,
      ...(endYear === undefined ? {} : { endYear }),
    });
  };
  const storeys = (): number => (random.chance(0.56) ? 1 : random.chance(0.8) ? 2 : 3);
  const wide = width - 0.4;
  const tryWide = (v: number, tall: number): void => {
    for (const part of [1, 0.86, 0.7]) if (raise(0, v, wide * part, hall, false, tall)) return;
  };
  tryWide(depth / 2 - hall / 2 - 0.2, storeys());
  if (depth > hall * 2 + 5) tryWide(-depth / 2 + hall / 2 + 0.2, storeys());
  const between = depth - 2 * hall - 3;
  if (between > 5 && width > 12) {
    const wing = Math.min(5.6, width * 0.27);
    raise(-width / 2 + wing / 2 + 0.2, 0, wing, between, true, 1);
    if (random.chance(0.62)) raise(width / 2 - wing / 2 - 0.2, 0, wing, between, true, 1);
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
