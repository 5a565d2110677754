import type { Point } from '../plane.ts';
import type { Random } from '../random.ts';
import type { Inventory } from './inventory.ts';
import type { Arm, Junction } from './junctions.ts';
import { rankOf } from './junctions.ts';
import { azimuth } from './thing.ts';

/** Behind the kerb, m. */
const MAST = 0.8;

/** The place right of who comes along an arm, `back` metres before the junction's middle. */
function rightOf(junction: Junction, arm: Arm, back: number, behind: number): Point {
  const off = arm.half + behind;
  return [junction.at[0] + arm.ux * back - arm.uy * off, junction.at[1] + arm.uy * back + arm.ux * off];
}

/** How far before the middle the roads that cross leave the kerb alone, m. */
function clearOf(junction: Junction, arm: Arm): number {
  const others = junction.arms.filter((other) => Math.abs(other.ux * arm.uy - other.uy * arm.ux) > 0.35);
  return Math.max(4, ...others.map(({ half }) => half)) + 3;
}

/** Sets down, further from the junction if need be; says whether it could. */
function standBack(
  inventory: Inventory,
  junction: Junction,
  arm: Arm,
  from: number,
  behind: number,
  make: (at: Point) => Parameters<Inventory['stand']>[0],
  room: number,
): boolean {
  for (let back = from; back < from + 12; back += 2) {
    if (inventory.stand(make(rightOf(junction, arm, back, behind)), room)) return true;
  }
  return false;
}

/** Signals with masts, controllers, street-name signs, warning signs and the cameras of junctions. */
export function furnishJunctions(inventory: Inventory, junctions: readonly Junction[], random: Random): void {
  for (const junction of junctions) {
    if (junction.signals) signals(inventory, junction);
    names(inventory, junction, random);
    if (!junction.signals) signs(inventory, junction, random);
  }
}

function signals(inventory: Inventory, junction: Junction): void {
  const wide = junction.arms.some((arm) => rankOf(arm.track) <= 1);
  for (const arm of junction.arms) {
    const road = arm.track.name;
    const facing = azimuth(arm.ux, arm.uy);
    const clear = clearOf(junction, arm);
    const mast = rankOf(arm.track) <= 2;
    const common = { azimuthDeg: facing, ...(road ? { road } : {}) };
    standBack(
      inventory,
      junction,
      arm,
      clear,
      MAST,
      (at) => ({
        ...common,
        kind: '0210',
        at,
        height: mast ? 6.5 : 3.6,
        attributes: {
          type: mast ? '悬臂式机动车信号灯' : '柱式机动车信号灯',
        },
      }),
      0.6,
    );
    if (wide && mast) {
      standBack(
        inventory,
        junction,
        arm,
        clear + 2,
        1.2,
        (at) => ({ ...common, kind: '2112', at, height: 6.8, name: `${road ?? ''}路口电子警察` }),
        0.5,
      );
    }
  }
  const corner = junction.arms[0]!;
  standBack(
    inventory,
    junction,
    corner,
    clearOf(junction, corner) + 3,
    2.2,
    (at) => ({ kind: '0214', at, attributes: { arms: junction.arms.length } }),
    0.8,
  );
  const watched = junction.arms[1]!;
  standBack(
    inventory,
    junction,
    watched,
    clearOf(junction, watched) + 1,
    2,
    (at) => ({
      kind: '0136',
      at,
      azimuthDeg: azimuth(junction.at[0] - at[0], junction.at[1] - at[1]),
      height: 6,
      attributes: { type: '球机', view: '路口' },
    }),
    0.5,
  );
}

/** A sign for every named street that begins or crosses here, at the corner of its first arm. */
function names(inventory: Inventory, junction: Junction, random: Random): void {
  const done = new Set<string>();
  for (const arm of junction.arms) {
    const name = arm.track.road.name;
    if (!name || done.has(name.zh)) continue;
    if (rankOf(arm.track) === 3 && random.chance(0.45)) continue;
    const placed = standBack(
      inventory,
      junction,
      arm,
      clearOf(junction, arm) - 1,
      1.1,
      // Its plate runs along the street, so that it is read from the one that crosses.
      (at) => ({
        kind: '0213',
        at,
        azimuthDeg: azimuth(arm.uy, -arm.ux),
        name: name.zh,
        road: name.zh,
        attributes: { nameEn: name.en },
      }),
      0.4,
    );
    if (placed) done.add(name.zh);
  }
}

/** Give way where a small road meets a larger one; stop where the larger one is main. */
function signs(inventory: Inventory, junction: Junction, random: Random): void {
  const most = Math.min(...junction.arms.map(({ track }) => rankOf(track)));
  for (const arm of junction.arms) {
    const rank = rankOf(arm.track);
    if (rank <= most || random.chance(0.25)) continue;
    const stop = most <= 1;
    const road = arm.track.name;
    standBack(
      inventory,
      junction,
      arm,
      clearOf(junction, arm),
      0.6,
      (at) => ({
        kind: '0209',
        at,
        azimuthDeg: azimuth(arm.ux, arm.uy),
        name: stop ? '停车让行标志' : '减速让行标志',
        ...(road ? { road } : {}),
        attributes: { type: stop ? '停车让行标志' : '减速让行标志' },
      }),
      0.4,
    );
  }
}
