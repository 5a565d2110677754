/**
 * Gathers markers that would lie on each other on the screen.
 *
 * On the screen and not on the map: in a view to the horizon one distance on the map is half the picture near by and a
 * pixel far away. Points are taken in their given order, so that the same picture gathers the same way.
 */

export interface ScreenCluster {
  /** Middle of its points on the screen, px. */
  x: number;
  y: number;
  /** Positions in the given arrays, in their order. */
  members: number[];
}

/**
 * Gathers points into clusters, each within `radius` of its first point.
 *
 * @param xs - px; NaN: not on the screen, in no cluster.
 */
export function clusterOnScreen(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  radius: number,
): ScreenCluster[] {
  const clusters: (ScreenCluster & { seedX: number; seedY: number })[] = [];
  const cells = new Map<string, number[]>();
  for (let at = 0; at < xs.length; at++) {
    const [x, y] = [xs[at]!, ys[at]!];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    const [column, row] = [Math.floor(x / radius), Math.floor(y / radius)];
    let nearest = -1;
    let least = radius * radius;
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        for (const candidate of cells.get(`${i} ${j}`) ?? []) {
          const { seedX, seedY } = clusters[candidate]!;
          const distance = (seedX - x) ** 2 + (seedY - y) ** 2;
          if (distance >= least) continue;
          least = distance;
          nearest = candidate;
        }
      }
    }
    const cluster = clusters[nearest];
    if (cluster) {
      cluster.members.push(at);
      cluster.x += (x - cluster.x) / cluster.members.length;
      cluster.y += (y - cluster.y) / cluster.members.length;
    } else {
      const key = `${column} ${row}`;
      const cell = cells.get(key);
      if (cell) cell.push(clusters.length);
      else cells.set(key, [clusters.length]);
      clusters.push({ x, y, seedX: x, seedY: y, members: [at] });
    }
  }
  return clusters.map(({ x, y, members }) => ({ x, y, members }));
}
