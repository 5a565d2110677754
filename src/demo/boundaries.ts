import type { Arrangement } from './arrangement.ts';
import { combine } from './clip.ts';
import { pointInside, quarterOf } from './lots.ts';
import { communityName } from './names.ts';
import type { Point, Ring } from './plane.ts';
import { centroid, contains, signedArea } from './plane.ts';
import type { Quarter } from './streets.ts';
import type { Bilingual } from './structure.ts';

/**
 * Division code of the city's only district. 37 is Shandong, whose prefectures run from 3701 to 3717 in GB/T 2260;
 * 3799 is given to none, so that no code of Lanwan can be taken for a real place's.
 */
export const DIVISION = '379901';

/** Sub-districts by a place within; a quarter belongs to the nearest. */
const SUBDISTRICTS: (Bilingual & { at: Point })[] = [
  { zh: '河口街道', en: 'Hekou', at: [-1020, 60] },
  { zh: '海澜街道', en: 'Hailan', at: [250, -1180] },
  { zh: '南岬街道', en: 'Nanjia', at: [150, -2250] },
  { zh: '东港街道', en: 'Donggang', at: [1900, -2250] },
  { zh: '东山街道', en: 'Dongshan', at: [2350, -1000] },
  { zh: '镜湖街道', en: 'Jinghu', at: [1000, -450] },
  { zh: '澜山街道', en: 'Lanshan', at: [1900, 1200] },
  { zh: '北岭街道', en: 'Beiling', at: [-450, 1500] },
  { zh: '学府街道', en: 'Xuefu', at: [-1750, 1400] },
  { zh: '西滩街道', en: 'Xitan', at: [-2600, 200] },
];

export interface Area {
  code: string;
  name: Bilingual;
  rings: Ring[];
}

export interface UnitGrid {
  code: string;
  face: number;
  ring: Ring;
  area: number;
}

export interface Boundaries {
  subdistricts: Area[];
  communities: Area[];
  grids: UnitGrid[];
  /** Code of the grid of each face. */
  codeOfFace: string[];
}

/** Faces below this join a neighbour's grid, m². */
const SLIVER = 1500;

const three = (n: number): string => String(n).padStart(3, '0');

/**
 * Makes the hierarchy sub-district → community → unit grid out of the faces between all lines.
 *
 * Codes: 6 division + 3 sub-district + 3 community + 3 grid; within a community grids count from west to east,
 * then from north to south.
 */
export function createBoundaries(plan: Arrangement, quarters: readonly Quarter[]): Boundaries {
  const subOf = quarters.map((q) => {
    const [x, y] = contains(q.ring, ...centroid(q.ring)) ? centroid(q.ring) : pointInside(q.ring);
    const away = (s: { at: Point }): number => Math.hypot(s.at[0] - x, s.at[1] - y);
    return SUBDISTRICTS.reduce((best, s, i) => (away(s) < away(SUBDISTRICTS[best]!) ? i : best), 0);
  });
  const facesOf = new Map<number, number[]>();
  for (const [f, face] of plan.faces.entries()) {
    const q = quarterOf(face, quarters).index;
    const list = facesOf.get(q);
    if (list) list.push(f);
    else facesOf.set(q, [f]);
  }
  const codeOfFace: string[] = new Array<string>(plan.faces.length).fill('');
  const subdistricts: Area[] = [];
  const communities: Area[] = [];
  const grids: UnitGrid[] = [];
  for (const [s, sub] of SUBDISTRICTS.entries()) {
    const code9 = DIVISION + three(s + 1);
    const members = quarters.filter((q) => subOf[q.index] === s && facesOf.has(q.index));
    members.sort((p, q) => centroid(q.ring)[1] - centroid(p.ring)[1] || p.index - q.index);
    const all: Ring[] = [];
    for (const [c, quarter] of members.entries()) {
      const code12 = code9 + three(c + 1);
      const faces = facesOf.get(quarter.index)!;
      const rings = faces.map((f) => plan.faces[f]!.ring);
      all.push(...rings);
      communities.push({
        code: code12,
        name: communityName(communities.length),
        rings: combine('union', rings, []),
      });
      // Bands of 120 m from the north, each read from the west.
      const middle = (f: number): Point => pointInside(plan.faces[f]!.ring);
      const band = (f: number): number => Math.floor((4000 - middle(f)[1]) / 120);
      faces.sort((p, q) => band(p) - band(q) || middle(p)[0] - middle(q)[0]);
      const hosts = slivers(plan, faces);
      let g = 0;
      for (const f of faces) {
        if (hosts.has(f)) continue;
        const code = code12 + three(++g);
        codeOfFace[f] = code;
        const joined = faces.filter((other) => hosts.get(other) === f);
        for (const other of joined) codeOfFace[other] = code;
        const own = plan.faces[f]!.ring;
        const ring =
          joined.length === 0
            ? own
            : combine('union', [own, ...joined.map((j) => plan.faces[j]!.ring)], [])[0]!;
        grids.push({ code, face: f, ring, area: signedArea(ring) });
      }
    }
    subdistricts.push({ code: code9, name: sub, rings: combine('union', all, []) });
  }
  return { subdistricts, communities, grids, codeOfFace };
}

/** Faces too small for a grid of their own, with the neighbour in the community that takes each (longest common border). */
function slivers(plan: Arrangement, faces: readonly number[]): Map<number, number> {
  const sides = new Map<string, number>();
  const key = (a: number, b: number): string => `${a},${b}`;
  for (const f of faces) {
    const { nodes } = plan.faces[f]!;
    for (let i = 0; i < nodes.length; i++) sides.set(key(nodes[i]!, nodes[(i + 1) % nodes.length]!), f);
  }
  const hosts = new Map<number, number>();
  for (const f of faces) {
    const { nodes, ring, area } = plan.faces[f]!;
    if (area >= SLIVER) continue;
    const shared = new Map<number, number>();
    for (let i = 0; i < nodes.length; i++) {
      const k = (i + 1) % nodes.length;
      const other = sides.get(key(nodes[k]!, nodes[i]!));
      if (other === undefined || plan.faces[other]!.area < SLIVER) continue;
      const length = Math.hypot(ring[k]![0] - ring[i]![0], ring[k]![1] - ring[i]![1]);
      shared.set(other, (shared.get(other) ?? 0) + length);
    }
    let best = -1;
    for (const [other, length] of shared) if (best < 0 || length > shared.get(best)!) best = other;
    if (best >= 0) hosts.set(f, best);
  }
  return hosts;
}
