import { lengthOf } from './plane.ts';
import { createRandom, hash32 } from './random.ts';
import type { Road } from './roads.ts';

/** What the city's road inventory says of a stretch beyond its form. */
interface RoadManagement {
  /** km/h */
  maxspeed: number;
  owner: string;
  /** Grade of maintenance: 一等 to 三等. */
  maintenance: string;
  /** Grade of cleaning: 一级 to 四级. */
  cleaning: string;
  /** Surface of the carriageway. */
  surface: string;
  /** Defects that inspectors have found, e.g. `坑槽 2 处;裂缝 14 m`. */
  defects?: string;
  /** Permits to dig that are in force. */
  permits?: string;
}

const CITY = '澜湾市市政设施养护中心';
const GRADES: Record<
  Exclude<Road['class'], 'path'>,
  readonly [speed: number, owner: string, maintenance: string, cleaning: string]
> = {
  trunk: [80, '澜湾市快速路管理处', '一等', '一级'],
  primary: [60, CITY, '一等', '一级'],
  secondary: [50, CITY, '二等', '二级'],
  residential: [30, CITY, '三等', '三级'],
};
const LANE = [20, '河口街道办事处', '三等', '二级'] as const;
const WORKS = ['燃气管道改造', '供水管网更新', '电力电缆敷设', '通信管道扩容', '雨污分流改造'];
/** Defects found a kilometre, and permits to dig a kilometre. */
const DEFECTS_A_KM = 0.7;
const PERMITS_A_KM = 0.12;

/**
 * Gives how a stretch is managed; nothing for paths.
 *
 * @param index - of the stretch, which decides what ails it.
 */
export function managementOf(road: Road, index: number): RoadManagement | Record<string, never> {
  if (road.class === 'path') return {};
  const random = createRandom(hash32(index, road.name?.zh ?? ''));
  const [maxspeed, owner, maintenance, cleaning] = road.lanes === 1 ? LANE : GRADES[road.class];
  const km = lengthOf(road.points) / 1000;
  const several = (rate: number): number => Math.floor(km * rate + random.next());
  const defects = Array.from({ length: Math.min(6, several(DEFECTS_A_KM)) }, () =>
    random.pick([
      `坑槽 ${random.int(1, 4)} 处`,
      `裂缝 ${random.int(4, 40)} m`,
      `沉陷 ${random.int(1, 6)} m²`,
      `井周破损 ${random.int(1, 3)} 处`,
      `车辙 ${random.int(8, 60)} m`,
    ]),
  );
  const permits = Array.from({ length: Math.min(3, several(PERMITS_A_KM)) }, () => {
    const number = String(random.int(1, 480)).padStart(4, '0');
    const month = random.int(10, 11);
    return `掘占许字〔2026〕${number}号 ${random.pick(WORKS)} 2026-${month}-${String(random.int(1, 28)).padStart(2, '0')}/2026-12-${random.int(10, 28)}`;
  });
  return {
    maxspeed,
    owner,
    maintenance,
    cleaning,
    surface: road.lanes === 1 ? 'sett' : 'asphalt',
    ...(defects.length > 0 ? { defects: defects.join(';') } : {}),
    ...(permits.length > 0 ? { permits: permits.join(';') } : {}),
  };
}
