/** Checks `roads/network.json`: nodes, edges, their lines and gids. */
import type { RoadNetwork } from '#base/feature-table.ts';

/** Farthest that an edge's end may lie from its node, degrees (a millimetre). */
const AT_NODE = 1e-8;

/** Gives what is wrong with a graph; [] when nothing is. @param gids - of the roads. */
export function inspectNetwork({ nodes, edges }: RoadNetwork, gids: ReadonlySet<number>): string[] {
  const findings: string[] = [];
  const count = nodes.length / 2;
  const used = new Uint8Array(Math.ceil(count));
  for (const [at, { gid, from, to, line, freeSpeed }] of edges.entries()) {
    const tell = (text: string): void => {
      if (findings.length < 20) findings.push(`edge ${at}: ${text}`);
    };
    if (!gids.has(gid)) tell(`gid: expected one of the roads, got ${gid}`);
    if (!(from < count && to < count)) {
      tell(`expected nodes below ${count}, got ${from} and ${to}`);
      continue;
    }
    used[from] = 1;
    used[to] = 1;
    if (line.length < 4 || line.length % 2 !== 0)
      tell(`line: expected 2 places or more, got ${line.length} numbers`);
    const near = (node: number, position: number): boolean =>
      Math.abs(nodes[node * 2]! - line[position]!) <= AT_NODE &&
      Math.abs(nodes[node * 2 + 1]! - line[position + 1]!) <= AT_NODE;
    if (!near(from, 0) || !near(to, line.length - 2))
      tell('line: expected from node to node, got other ends');
    if (!(freeSpeed > 0)) tell(`freeSpeed: expected a speed, got ${freeSpeed}`);
  }
  const lonely = used.reduce((sum, is) => sum + (is ? 0 : 1), 0);
  if (lonely > 0) findings.push(`nodes: expected each at an edge, got ${lonely} at none`);
  return findings;
}
