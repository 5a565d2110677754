/**
 * Trees: eight species and a cypress in three sizes each. A crown is some large lumps with clumps on its outside; light
 * above and outside, dark below and within, so that it reads as leaves without any texture.
 */
import { createRandom } from '#base/random.ts';
import type { Parts, Point3 } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { mixColours } from './paints.ts';
import { TREE_HEIGHTS, TREE_SIZES, type TreeKind, type TreeSize } from './tree-kinds.ts';

interface Species {
  leaf: number;
  bark: number;
  /** Crown's width as a share of the height. */
  spread: number;
  /** Where the crown begins, as a share of the height. */
  stem: number;
  /** Trunk's radius at the foot as a share of the height. */
  trunk: number;
  form: 'round' | 'egg' | 'vase' | 'weeping' | 'tiers' | 'palm' | 'column';
  /** Share that corners go in and out. */
  rough: number;
}

const SPECIES = {
  plane: {
    leaf: 0x7d9157,
    bark: 0xa9a18c,
    spread: 0.72,
    stem: 0.3,
    trunk: 0.021,
    form: 'round',
    rough: 0.2,
  },
  camphor: {
    leaf: 0x56754a,
    bark: 0x6c6253,
    spread: 0.82,
    stem: 0.27,
    trunk: 0.024,
    form: 'round',
    rough: 0.14,
  },
  ginkgo: {
    leaf: 0x93a35a,
    bark: 0x857b6b,
    spread: 0.44,
    stem: 0.22,
    trunk: 0.018,
    form: 'egg',
    rough: 0.2,
  },
  cherry: {
    leaf: 0x879a5f,
    bark: 0x6a4f45,
    spread: 1.0,
    stem: 0.28,
    trunk: 0.024,
    form: 'vase',
    rough: 0.18,
  },
  willow: {
    leaf: 0x93a462,
    bark: 0x736652,
    spread: 0.86,
    stem: 0.3,
    trunk: 0.026,
    form: 'weeping',
    rough: 0.16,
  },
  pine: {
    leaf: 0x4b6850,
    bark: 0x6d5747,
    spread: 0.5,
    stem: 0.12,
    trunk: 0.02,
    form: 'tiers',
    rough: 0.16,
  },
  palm: {
    leaf: 0x718a4e,
    bark: 0x938472,
    spread: 0.42,
    stem: 0.8,
    trunk: 0.02,
    form: 'palm',
    rough: 0,
  },
  cypress: {
    leaf: 0x47604a,
    bark: 0x6f6254,
    spread: 0.2,
    stem: 0.05,
    trunk: 0.016,
    form: 'column',
    rough: 0.12,
  },
  broadleaf: {
    leaf: 0x70894f,
    bark: 0x6f6152,
    spread: 0.7,
    stem: 0.28,
    trunk: 0.021,
    form: 'round',
    rough: 0.2,
  },
} as const satisfies Record<TreeKind, Species>;

type TreeName = `tree-${TreeKind}-${TreeSize}`;

const SHADE = 0x1c2819;
const SUN = 0xe9e4a8;

interface Crown {
  at: Point3;
  /** Half width and half height. */
  radius: readonly [number, number];
}

function build(parts: Parts, detail: Detail, kind: TreeKind, size: 0 | 1 | 2, seed: number): void {
  const species: Species = SPECIES[kind];
  const height = TREE_HEIGHTS[kind][size];
  const random = createRandom(seed);
  const near = detail === 0;
  // Young trees are slimmer.
  const width = (species.spread * height * [0.86, 1, 1.08][size]!) / 2;
  const from = species.stem * height;
  const crown: Crown = { at: [0, 0, (from + height) / 2], radius: [width, (height - from) / 2] };
  const girth = species.trunk * height;

  /** Colouring of a lump: light where it looks up and out, dark below and within. */
  function colour(tint: number, middle: number, half: number): (at: Point3) => number {
    const leaf = mixColours(species.leaf, tint > 0 ? 0xaead66 : 0x52704c, Math.abs(tint));
    return ([x, y, z]) => {
      const up = (z - crown.at[2]) / crown.radius[1];
      const out = Math.hypot(x / crown.radius[0], y / crown.radius[0], up);
      const own = (z - middle) / half;
      // A grain of its own for every corner.
      const grain = 0.09 * Math.sin(17.3 * x + 9.1 * y) * Math.cos(13.7 * z + 5.3 * x);
      const light = (species.form === 'column' ? 0.16 : 0.34) * up + 0.34 * own + 0.3 * (out - 0.75) + grain;
      if (light < 0) return mixColours(leaf, SHADE, Math.min(-light * 0.7, 0.42));
      return mixColours(leaf, SUN, Math.min(light * 0.3, 0.26));
    };
  }

  function lump(at: Point3, radius: Point3, fineness: number, tint: number): void {
    const [a, b, c] = [random() * 6.3, random() * 6.3, random() * 6.3];
    const rough = fineness === 0 ? species.rough * 1.3 : species.rough;
    const reach = ([x, y, z]: Point3): number =>
      1 +
      rough *
        (Math.sin(5.1 * x + a) * Math.sin(4.7 * y + b) + 0.6 * Math.sin(8.3 * z + c) * Math.cos(7.1 * x + b));
    const paint = { colour: colour(tint, at[2], radius[2]), role: 'foliage' } as const;
    parts.lump(radius, fineness, reach, crown.at, paint, at);
  }

  /** Trunk up to z, with its boughs. */
  function trunk(top: number, boughs: number): void {
    parts.cylinder([girth, girth * 0.6], top, near ? 7 : 3, species.bark, { open: true });
    if (!near) return;
    parts.cylinder([girth * 1.5, girth], girth * 1.6, 7, species.bark, { open: true });
    for (let i = 0; i < boughs; i++) {
      const angle = (2 * Math.PI * (i + 0.3 * random())) / boughs;
      const reach = width * 0.55;
      const start = from * (0.86 + 0.14 * random());
      const end: Point3 = [reach * Math.cos(angle), reach * Math.sin(angle), start + (height - from) * 0.42];
      parts.rod([0, 0, start], end, girth * 0.32, 3, species.bark);
    }
  }

  const [r, h] = crown.radius;
  const middle = crown.at[2];
  switch (species.form) {
    case 'round':
    case 'egg':
    case 'vase': {
      const flare = species.form === 'vase' ? 0.22 : species.form === 'egg' ? -0.18 : 0;
      trunk(near ? middle : from + 0.3 * h, species.form === 'vase' ? 5 : 4);
      if (!near) {
        lump([0, 0, middle + 0.08 * h], [r * 0.98, r * 0.98, h * 0.94], 0, 0);
        lump(
          [r * 0.22, r * 0.1, middle - 0.3 * h],
          [r * (0.78 + flare * 0.4), r * (0.78 + flare * 0.4), h * 0.6],
          0,
          0.1,
        );
        break;
      }
      lump([0, 0, middle], [r * (0.74 + flare * 0.2), r * (0.74 + flare * 0.2), h * 0.78], 1, -0.1);
      const clumps = 13;
      for (let i = 0; i < clumps; i++) {
        // From the top down, by the golden angle.
        const level = 0.86 - (1.44 * i) / (clumps - 1);
        const angle = 2.39996 * (i + 0.35 * random());
        const wide = r * (Math.sqrt(Math.max(1 - level * level * 0.94, 0)) + flare * level) * 0.7;
        const bulk = (0.33 + 0.12 * random()) * (species.form === 'egg' ? 1.12 : 1);
        const at: Point3 = [wide * Math.cos(angle), wide * Math.sin(angle), middle + level * h * 0.82];
        lump(at, [r * bulk, r * bulk, Math.min(h, r) * bulk * 0.86], 0, 0.42 * (random() - 0.5));
      }
      break;
    }
    case 'weeping': {
      trunk(middle, 4);
      if (!near) {
        lump([0, 0, middle + 0.3 * h], [r * 0.86, r * 0.86, h * 0.66], 0, 0);
        lump([0, 0, middle - 0.2 * h], [r * 0.95, r * 0.95, h * 0.7], 0, 0.05);
        break;
      }
      lump([0, 0, middle + 0.4 * h], [r * 0.74, r * 0.74, h * 0.58], 1, 0);
      const strands = 14;
      for (let i = 0; i < strands; i++) {
        const angle = (2 * Math.PI * (i + 0.4 * random())) / strands;
        const wide = r * (i % 2 === 0 ? 0.8 : 0.62);
        const low = from * (0.3 + 0.7 * random());
        const top = height - (i % 2 === 0 ? 0.56 : 0.3) * h;
        const bulk = r * (0.22 + 0.07 * random());
        lump(
          [wide * Math.cos(angle), wide * Math.sin(angle), (low + top) / 2],
          [bulk, bulk, (top - low) / 2],
          0,
          0.4 * (random() - 0.35),
        );
      }
      break;
    }
    case 'tiers': {
      trunk(height * 0.9, 0);
      const tiers = near ? 6 : 3;
      for (let i = 0; i < tiers; i++) {
        const share = i / tiers;
        const low = from + (height - from) * share * 0.92;
        const deep = ((height - from) / tiers) * (near ? 1.75 : 1.6);
        const wide = r * (1 - share * 0.86) * (0.94 + 0.12 * random());
        const top = Math.min(low + deep, height);
        const shift: Point3 = [0.06 * r * (random() - 0.5), 0.06 * r * (random() - 0.5), low];
        tier(
          parts,
          shift,
          wide,
          top - low,
          near ? 11 : 6,
          species.rough,
          random,
          colour(0.3 * (random() - 0.5), low + deep * 0.45, deep * 0.6),
          near,
        );
      }
      break;
    }
    case 'column': {
      trunk(from * 3, 0);
      if (!near) {
        lump([0, 0, middle], [r, r, h], 0, 0);
        break;
      }
      lump([0, 0, middle - 0.1 * h], [r * 0.95, r * 0.95, h * 0.88], 1, 0);
      lump([0, 0, middle + 0.4 * h], [r * 0.55, r * 0.55, h * 0.6], 1, 0.08);
      for (let i = 0; i < 5; i++) {
        const angle = i * 2.4;
        const at: Point3 = [
          r * 0.5 * Math.cos(angle),
          r * 0.5 * Math.sin(angle),
          middle + h * (-0.55 + i * 0.22),
        ];
        lump(at, [r * 0.56, r * 0.56, h * 0.26], 0, 0.3 * (random() - 0.5));
      }
      break;
    }
    case 'palm': {
      const top = height - 0.42 * r;
      parts.cylinder([girth * 1.1, girth * 0.6], top, near ? 8 : 4, species.bark, { open: true });
      if (near)
        parts.cylinder(
          [girth * 0.8, girth * 1.5],
          girth * 3,
          8,
          mixColours(species.bark, species.leaf, 0.4),
          { at: [0, 0, top - girth * 2.4] },
        );
      const fronds = near ? 15 : 4;
      for (let i = 0; i < fronds; i++) {
        const angle = i * 2.39996;
        const lift = near ? 0.75 - (1.15 * i) / fronds : 0.25;
        frond(
          parts,
          [0, 0, top],
          angle,
          r * (0.92 + 0.16 * random()),
          lift * r,
          near ? 4 : 2,
          species.leaf,
          colour(0.3 * (random() - 0.5), top, r),
        );
      }
      break;
    }
  }
}

/** Ragged skirt of a conifer: a cone whose rim goes up and down. */
function tier(
  parts: Parts,
  at: Point3,
  radius: number,
  height: number,
  sides: number,
  rough: number,
  random: () => number,
  colour: (at: Point3) => number,
  closed: boolean,
): void {
  const [x, y, z] = at;
  const rim: Point3[] = [];
  for (let i = 0; i < sides; i++) {
    const angle = (2 * Math.PI * i) / sides;
    const reach = radius * (1 + rough * 1.4 * (random() - 0.5) + (i % 2 === 0 ? 0.1 : -0.1));
    rim.push([
      x + reach * Math.cos(angle),
      y + reach * Math.sin(angle),
      z + height * 0.14 * (random() - (i % 2 === 0 ? 0.9 : 0.2)),
    ]);
  }
  parts.tent(rim, [x, y, z + height], closed ? [x, y, z + height * 0.2] : null, { colour, role: 'foliage' });
}

/** Frond: a leaf folded along its rib that rises and hangs. */
function frond(
  parts: Parts,
  from: Point3,
  angle: number,
  length: number,
  lift: number,
  steps: number,
  leaf: number,
  colour: (at: Point3) => number,
): void {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (share: number, side: number): Point3 => {
    const out = length * share;
    const wide = side * length * 0.17 * Math.sin(Math.PI * Math.min(share * 0.86 + 0.12, 1));
    const up = from[2] + lift * Math.sin(share * 1.9) - 0.62 * length * share * share - Math.abs(wide) * 0.5;
    return [out * cos - wide * sin, out * sin + wide * cos, up];
  };
  const corners: Point3[] = [];
  for (let i = 0; i < steps; i++) {
    const [a, b] = [i / steps, (i + 1) / steps];
    for (const side of [-1, 1]) {
      corners.push(at(a, 0), at(b, 0), at(a, side));
      if (i < steps - 1) corners.push(at(b, 0), at(b, side), at(a, side));
    }
  }
  const tip = mixColours(leaf, SUN, 0.2);
  parts.blades(corners, {
    role: 'foliage',
    colour: (corner) =>
      mixColours(colour(corner), tip, Math.min(Math.hypot(corner[0], corner[1]) / length, 1) * 0.5),
  });
}

function allTrees(): Record<TreeName, Model> {
  const trees: Partial<Record<TreeName, Model>> = {};
  (Object.keys(SPECIES) as TreeKind[]).forEach((kind, i) => {
    TREE_SIZES.forEach((size, j) => {
      trees[`tree-${kind}-${size}`] = {
        dot: SPECIES[kind].leaf,
        build: (parts, detail) => build(parts, detail, kind, j as 0 | 1 | 2, 31 * i + 7 * j + 5),
      };
    });
  });
  return trees as Record<TreeName, Model>;
}

export const TREES = allTrees();
