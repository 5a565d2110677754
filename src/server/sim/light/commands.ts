import { decodeJson } from '#base/live/json.ts';
import type { LampAck, LampCommand } from '#base/live/wire.ts';
import type { ComponentRow } from '../inventory.ts';
import type { LightNetwork } from './circuits.ts';
import { FAULT, type LightModel } from './light-model.ts';

const MOST_IDS = 100_000;
const LONGEST_RAMP_S = 3_600;
const LONGEST_MINUTES = 24 * 60;

/** What came of a command, by gateway; `gateway` −1: lamps that are not known or whose gateway is away. */
export interface CommandOutcome {
  readonly replyTo: string;
  readonly acks: readonly { readonly gateway: number; readonly ack: LampAck }[];
}

/**
 * Reads a command.
 *
 * @throws Error `topic "…": level: expected 0 to 100 or null, got 400`.
 */
export function parseLampCommand(payload: Uint8Array, scope: string): LampCommand {
  const json = decodeJson(payload, scope) as Record<string, unknown> | null;
  const wrong = (path: string, expected: string, got: unknown): Error =>
    new Error(`${scope}: ${path}: expected ${expected}, got ${JSON.stringify(got)?.slice(0, 80)}`);
  if (typeof json !== 'object' || json === null) throw new Error(`${scope}: expected an object`);
  const { correlation, replyTo, level, ramp, minutes } = json;
  for (const [name, value] of [
    ['correlation', correlation],
    ['replyTo', replyTo],
  ] as const) {
    if (typeof value !== 'string' || value === '' || value.length > 512) throw wrong(name, 'a text', value);
  }
  const isBetween = (value: unknown, low: number, high: number): boolean =>
    typeof value === 'number' && value >= low && value <= high;
  if (level !== null && !isBetween(level, 0, 100)) throw wrong('level', '0 to 100 or null', level);
  if (ramp !== undefined && !isBetween(ramp, 0, LONGEST_RAMP_S)) {
    throw wrong('ramp', `0 to ${LONGEST_RAMP_S} seconds`, ramp);
  }
  if (minutes !== undefined && !isBetween(minutes, 0.1, LONGEST_MINUTES)) {
    throw wrong('minutes', `up to ${LONGEST_MINUTES}`, minutes);
  }
  const target = json.target as Record<string, unknown> | null | undefined;
  const isText = (value: unknown): boolean => typeof value === 'string';
  const good =
    isText(target?.circuit) ||
    isText(target?.cabinet) ||
    (Array.isArray(target?.ids) && target.ids.length <= MOST_IDS && target.ids.every(isText));
  if (!good) throw wrong('target', 'ids, a circuit or a cabinet', target);
  return json as unknown as LampCommand;
}

/** Takes commands for lamps. */
export interface LampCommands {
  /** The levels count from `t` on; every lamp that does not take it is named with the reason. */
  run(command: LampCommand, t: number): CommandOutcome;
}

/** Why a lamp does not take a command, by its fault. */
const REFUSING: Readonly<Record<number, string>> = {
  [FAULT.lampFailure]: 'faulty',
  [FAULT.damaged]: 'faulty',
  [FAULT.lost]: 'faulty',
  [FAULT.dimmingFailure]: 'cannot be dimmed',
  [FAULT.controlGearCommFailure]: 'does not answer',
  [FAULT.supplyLoss]: 'no supply',
  [FAULT.offline]: 'offline',
};

/** @param isOffline - whether a gateway is. */
export function createLampCommands(
  components: readonly ComponentRow[],
  network: LightNetwork,
  model: LightModel,
  isOffline: (gateway: number, t: number) => boolean,
): LampCommands {
  const { lamps, circuits, circuitOf, cabinets } = network;
  const byId = new Map<string, number>();
  lamps.forEach((component, lamp) => {
    const { id, code } = components[component]!;
    byId.set(id, lamp);
    if (code !== null) byId.set(code, lamp);
  });
  const byCircuit = new Map(circuits.map(({ id }, at) => [id, at]));
  const byCabinet = new Map<string, number>();
  cabinets.forEach(({ code, component }, at) => {
    byCabinet.set(code, at);
    const row = components[component];
    if (row) byCabinet.set(row.id, at);
    if (row?.code) byCabinet.set(row.code, at);
  });

  /** Lamps that are meant, and what is not known. */
  function resolve(target: LampCommand['target']): {
    found: number[];
    unknown: { id: string; why: string }[];
  } {
    if ('ids' in target) {
      const ids = [...new Set(target.ids)];
      return {
        found: [...new Set(ids.flatMap((id) => byId.get(id) ?? []))],
        unknown: ids.filter((id) => !byId.has(id)).map((id) => ({ id, why: 'unknown' })),
      };
    }
    const id = 'circuit' in target ? target.circuit : target.cabinet;
    const members =
      'circuit' in target
        ? [byCircuit.get(id)].filter((at) => at !== undefined)
        : (cabinets[byCabinet.get(id) ?? -1]?.circuits ?? []);
    const found = members.flatMap((at) => [...circuits[at]!.lamps]);
    return { found, unknown: members.length === 0 ? [{ id, why: 'unknown' }] : [] };
  }
  function refusal(lamp: number, whole: ReadonlySet<number>, t: number): string | null {
    const at = circuitOf[lamp]!;
    const circuit = circuits[at]!;
    if (isOffline(cabinets[circuit.cabinet]!.gateway, t)) return 'offline';
    if (model.isLocked(at, t)) return 'in repair';
    if (circuit.grouped && !whole.has(at)) return 'switched with its circuit only';
    return REFUSING[model.fault[lamp]!] ?? null;
  }
  return {
    run({ correlation, replyTo, target, level, ramp, minutes }, t) {
      model.update(t);
      const { found, unknown } = resolve(target);
      const asked = new Map<number, number>();
      for (const lamp of found) asked.set(circuitOf[lamp]!, (asked.get(circuitOf[lamp]!) ?? 0) + 1);
      const whole = new Set([...asked].flatMap(([at, n]) => (n === circuits[at]!.lamps.length ? [at] : [])));
      const byGateway = new Map<number, { accepted: number; refused: { id: string; why: string }[] }>();
      const answerOf = (gateway: number) => {
        let answer = byGateway.get(gateway);
        if (!answer) {
          answer = { accepted: 0, refused: [] };
          byGateway.set(gateway, answer);
        }
        return answer;
      };
      for (const lamp of found) {
        const circuit = circuitOf[lamp]!;
        const why = refusal(lamp, whole, t);
        // Those that are away cannot answer themselves.
        const answer = answerOf(why === 'offline' ? -1 : cabinets[circuits[circuit]!.cabinet]!.gateway);
        if (why !== null) {
          answer.refused.push({ id: components[lamps[lamp]!]!.id, why });
          continue;
        }
        answer.accepted++;
        if (level === null) model.overrides.delete(lamp);
        else {
          model.overrides.set(lamp, {
            level: Math.round(level),
            from: model.dim[lamp]!,
            startAt: t,
            rampMs: (ramp ?? 0) * 1_000,
            endAt: minutes === undefined ? Number.POSITIVE_INFINITY : t + minutes * 60_000,
            wanted: model.wanted(circuit),
          });
        }
      }
      if (unknown.length > 0 || byGateway.size === 0) answerOf(-1).refused.push(...unknown);
      const observedAt = new Date(t).toISOString();
      return {
        replyTo,
        acks: [...byGateway].map(([gateway, answer]) => ({
          gateway,
          ack: { correlation, observedAt, ...answer },
        })),
      };
    },
  };
}
