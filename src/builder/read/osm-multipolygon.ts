/** One multipolygon or boundary relation: from member ways to nested polygons, with what was wrong on the way. */
import type { Position } from 'geojson';
import type { Problem } from '../problem.ts';
import { nestRings, type RoleRing } from './osm-nest.ts';
import { closeGaps, joinRings, type OpenChain, type RingWay } from './osm-rings.ts';
import type { OsmData, OsmRelation } from './osm-store.ts';

/** Ends this near to each other (m) are taken for the same place. */
export const MEND_GAP_M = 1;

type Role = RoleRing['role'];
type Finding = Pick<Problem, 'action' | 'reason' | 'detail'>;

export interface AssembledRelation {
  /** Empty when nothing closed. */
  polygons: Position[][][];
  findings: Finding[];
  /** Indices of the ways that are outer members. */
  outerWays: number[];
}

/** Gives the distance between two nodes of the file, m; on a sphere, for messages and tolerances. */
export function nodeDistance({ lon, lat }: OsmData, a: number, b: number): number {
  const metres = Math.PI * (6_371_008.8 / 180) * 1e-7;
  const middle = ((lat[a]! + lat[b]!) / 2) * 1e-7 * (Math.PI / 180);
  return metres * Math.hypot((lon[a]! - lon[b]!) * Math.cos(middle), lat[a]! - lat[b]!);
}

/** Turns node indices into positions in degrees. */
export function positionsOf({ lon, lat }: OsmData, nodes: ArrayLike<number>): Position[] {
  const positions: Position[] = new Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) positions[i] = [lon[nodes[i]!]! / 1e7, lat[nodes[i]!]! / 1e7];
  return positions;
}

function list(ids: readonly number[]): string {
  const shown = ids.slice(0, 3).map((id) => `way/${id}`);
  return ids.length > 3 ? `${shown.join(', ')} and ${ids.length - 3} more` : shown.join(', ');
}

/** Builds polygons from a relation's member ways. Roles other than outer, inner and none are not part of the shape. */
export function assembleRelation(data: OsmData, relation: OsmRelation): AssembledRelation {
  const findings: Finding[] = [];
  const outerWays: number[] = [];
  const missing: number[] = [];
  const cut: number[] = [];
  const groups: Record<Role, RingWay[]> = { outer: [], inner: [], '': [] };
  const seen = new Set<number>();
  for (const member of relation.members) {
    if (member.kind !== 'way') continue;
    const role = roleOf(member.role);
    if (role === null) continue;
    const way = data.wayIndex(member.ref);
    if (way < 0) {
      missing.push(member.ref);
      continue;
    }
    if (seen.has(way)) continue;
    seen.add(way);
    if (role !== 'inner') outerWays.push(way);
    const nodes = data.wayNodes(way);
    const present = nodes.includes(-1) ? nodes.filter((node) => node >= 0) : nodes;
    if (present.length < nodes.length) cut.push(member.ref);
    else if (present.length >= 2) groups[role].push({ id: member.ref, nodes });
  }
  const distance = (a: number, b: number) => nodeDistance(data, a, b);
  const hasRoles = groups.outer.length > 0;
  let rings: RoleRing[] = [];
  let open: OpenChain[] = [];
  const take = (ways: RingWay[], role: Role) => {
    const joined = joinRings(ways);
    const mended = closeGaps(joined.open, MEND_GAP_M, distance);
    for (const nodes of joined.rings) rings.push({ ring: positionsOf(data, nodes), role });
    for (const { nodes, gap, wayIds } of mended.closed) {
      rings.push({ ring: positionsOf(data, nodes), role });
      const detail = `expected a closed ring of ${list(wayIds)}, its ends lie ${gap.toFixed(2)} m apart: closed`;
      findings.push({ action: 'mended', reason: 'ring-closed', detail });
    }
    open.push(...mended.open);
  };
  if (hasRoles) {
    take([...groups.outer, ...groups['']], 'outer');
    take(groups.inner, 'inner');
  } else {
    take([...groups[''], ...groups.inner], '');
  }
  if (hasRoles && open.length > 0 && groups.inner.length > 0 && missing.length + cut.length === 0) {
    // Roles that do not form rings apart may form them together: then places decide, not roles.
    const [kept, keptOpen, keptFindings] = [rings, open, findings.splice(0)];
    [rings, open] = [[], []];
    take([...groups.outer, ...groups[''], ...groups.inner], '');
    if (open.length > 0) {
      [rings, open] = [kept, keptOpen];
      findings.splice(0, findings.length, ...keptFindings);
    } else {
      const detail =
        'expected outer and inner ways that close apart, they close only together: roles left aside';
      findings.push({ action: 'mended', reason: 'roles-mixed', detail });
    }
  }
  rings = rings.filter(({ ring }) => ring.length >= 4);
  const { polygons, faults } = nestRings(rings);
  for (const fault of faults) {
    const detail = `expected holes inside outer rings and outer rings apart, got a ring ${fault.replaceAll('-', ' ')}: ring left out`;
    findings.push({ action: 'mended', reason: fault, detail });
  }
  // A boundary with a gap would be told of another area than its own; of a wood the closed pieces are still wood.
  const partial = missing.length + cut.length + open.length > 0;
  const kept = partial && relation.tags.type === 'boundary' ? [] : polygons;
  findings.push(...incomplete(kept.length, missing, cut, open, distance));
  return { polygons: kept, findings, outerWays };
}

function incomplete(
  polygons: number,
  missing: number[],
  cut: number[],
  open: OpenChain[],
  distance: (a: number, b: number) => number,
): Finding[] {
  const action = polygons > 0 ? 'mended' : 'dropped';
  const fate = polygons > 0 ? ': the closed rings are kept' : '';
  if (missing.length > 0 || cut.length > 0) {
    const absent =
      missing.length > 0 ? `${list(missing)} not in the file` : `nodes of ${list(cut)} not in the file`;
    return [
      {
        action,
        reason: 'missing-members',
        detail: `expected every member way and node, got ${absent}${fate}`,
      },
    ];
  }
  if (open.length > 0) {
    const { wayIds, nodes } = open[0]!;
    const gap = distance(nodes[0]!, nodes.at(-1)!).toFixed(1);
    const more = open.length > 1 ? ` (and ${open.length - 1} more open rings)` : '';
    const detail = `expected a closed ring, the ends of ${list(wayIds)} lie ${gap} m apart${more}${fate}`;
    return [{ action, reason: 'unclosed-ring', detail }];
  }
  if (polygons > 0) return [];
  return [{ action, reason: 'no-rings', detail: 'expected member ways that form a ring, got none' }];
}

function roleOf(role: string): Role | null {
  if (role === 'outer' || role === 'inner' || role === '') return role;
  // Older names of the same roles.
  if (role === 'exclave') return 'outer';
  if (role === 'enclave') return 'inner';
  return null;
}
