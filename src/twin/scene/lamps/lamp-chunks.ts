/** Lamps gathered into chunks that lie together, ready for the graphics card: one draw a chunk. */
import type { LampColumns } from './lamp-columns.ts';

const LAMPS_A_CHUNK = 4_096;
/** Lamps are gathered by squares of this side, m. */
const CELL = 250;
/** Floats of a lamp: east, north, up; gid, height, strength, warm, circuit. */
export const LAMP_FLOATS = 8;

export interface LampChunk {
  readonly count: number;
  /** Metres east, north, up of the city's origin. */
  readonly middle: readonly [number, number, number];
  readonly radius: number;
  /** LAMP_FLOATS a lamp; places from the middle. */
  readonly floats: Float32Array;
}

/** Interleaves the bits of two cell numbers: neighbours get neighbouring keys. */
function morton(x: number, y: number): number {
  let key = 0;
  for (let bit = 0; bit < 12; bit++) {
    key += (((x >> bit) & 1) + 2 * ((y >> bit) & 1)) * 4 ** bit;
  }
  return key;
}

/** Splits lamps into chunks. Pure. */
export function chunkLamps(lamps: LampColumns): LampChunk[] {
  const { count, place } = lamps;
  const keys = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const cell = (metres: number): number => Math.min(4095, Math.max(0, Math.floor(metres / CELL) + 2048));
    keys[at] = morton(cell(place[3 * at]!), cell(place[3 * at + 1]!));
  }
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort(
    (a, b) => keys[a]! - keys[b]! || a - b,
  );
  const chunks: LampChunk[] = [];
  // Equal shares: no chunk of a few lamps at the end.
  const many = Math.max(1, Math.ceil(count / LAMPS_A_CHUNK));
  for (let index = 0; index < many && count > 0; index++) {
    const members = order.subarray((index * count) / many, ((index + 1) * count) / many);
    chunks.push(pack(lamps, members));
  }
  return chunks;
}

function pack({ gid, place, height, strength, warm, circuit }: LampColumns, members: Uint32Array): LampChunk {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const at of members) {
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis]!, place[3 * at + axis]!);
      high[axis] = Math.max(high[axis]!, place[3 * at + axis]!);
    }
  }
  const middle = low.map((value, axis) => (value + high[axis]!) / 2) as [number, number, number];
  const floats = new Float32Array(members.length * LAMP_FLOATS);
  members.forEach((at, index) => {
    floats.set(
      [
        place[3 * at]! - middle[0],
        place[3 * at + 1]! - middle[1],
        place[3 * at + 2]! - middle[2],
        gid[at]!,
        height[at]!,
        strength[at]!,
        warm[at]!,
        circuit[at]!,
      ],
      index * LAMP_FLOATS,
    );
  });
  const radius = Math.hypot(...high.map((value, axis) => value - middle[axis]!));
  return { count: members.length, middle, radius, floats };
}
