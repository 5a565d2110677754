import type { Block } from './block.ts';
import { yearNear } from './block.ts';
import { offset } from './clip.ts';
import { alongFronts, at, inRows } from './layout.ts';
import { roofing, wall } from './palette.ts';
import { box, oval } from './shapes.ts';

/** Quays: long sheds, container yards, tanks. */
export function buildPort(block: Block, order: number): void {
  const { lot, site, random } = block;
  const yard = order % 5 === 2;
  site.lay(
    {
      kind: 'landuse',
      ring: lot.ring,
      tags: yard
        ? { landuse: 'port', surface: 'concrete', description: 'container yard' }
        : { landuse: 'port' },
    },
    null,
  );
  if (yard) return;
  if (order % 11 === 7) {
    inRows(lot.ring, lot.angle, { width: [26, 26], depth: 26, spacing: 38, gap: [12, 12] }, random, (place) =>
      site.build(
        lot.face,
        lot.ring,
        {
          outline: at(place, oval(26, 26, 20)),
          building: 'storage_tank',
          storeys: 1,
          height: 17,
          roof: { shape: 'dome', height: 4, colour: '#c9cbc8' },
          colour: '#d8d8d2',
          material: 'metal',
          year: yearNear(block, 3, 12),
        },
        8,
      ),
    );
    return;
  }
  const deep = random.range(26, 38);
  inRows(
    lot.ring,
    lot.angle,
    { width: [60, 118], depth: deep, spacing: deep + 22, gap: [14, 24] },
    random,
    (place) => {
      const roof = Math.round(deep * 1.3) / 10;
      const year = yearNear(block, 8, 20);
      return site.build(
        lot.face,
        lot.ring,
        {
          outline: at(place, box(place.width, deep)),
          building: 'warehouse',
          storeys: 1,
          height: Math.round((random.range(9, 13) + roof) * 10) / 10,
          roof: {
            shape: random.chance(0.7) ? 'gabled' : 'skillion',
            height: roof,
            colour: roofing('metal', random),
          },
          colour: wall('shed', random),
          material: year < 1975 ? 'brick' : 'metal',
          year,
          ...(year < 1966 && random.chance(0.3) ? { endYear: random.int(2027, 2031) } : {}),
        },
        6,
      );
    },
  );
}

/** Works and workshops, an office at the street. */
export function buildIndustry(block: Block): void {
  const { lot, site, random } = block;
  site.lay({ kind: 'landuse', ring: lot.ring, tags: { landuse: 'industrial' } }, null);
  const inner = offset(lot.ring, -3)[0] ?? lot.ring;
  alongFronts(lot.ring, { width: [26, 44], depth: [13, 16], gap: [20, 60], inset: 4 }, random, (place) => {
    if (!random.chance(0.3)) return false;
    const storeys = random.int(3, 6);
    return site.build(
      lot.face,
      lot.ring,
      {
        outline: at(place, box(place.width, place.depth)),
        building: 'office',
        storeys,
        height: storeys * 3.8 + 1,
        roof: { shape: 'flat', height: 0, colour: roofing('flat', random) },
        colour: wall('concrete', random),
        year: yearNear(block, 2, 10),
      },
      6,
    );
  });
  const deep = random.range(20, 32);
  inRows(
    inner,
    lot.angle,
    { width: [34, 86], depth: deep, spacing: deep + 14, gap: [9, 16] },
    random,
    (place) => {
      const shape = random.pick(['gabled', 'gabled', 'flat', 'skillion'] as const);
      const roof = shape === 'flat' ? 0 : Math.round(deep * 1.2) / 10;
      return site.build(
        lot.face,
        lot.ring,
        {
          outline: at(place, box(place.width, deep)),
          building: 'industrial',
          storeys: random.int(1, 3),
          height: Math.round((random.range(8, 13) + roof) * 10) / 10,
          roof: { shape, height: roof, colour: roofing('metal', random) },
          colour: wall('shed', random),
          material: 'metal',
          year: yearNear(block, 4, 14),
        },
        5,
      );
    },
  );
}
