/** Lamp commands on their way: requested, acknowledged, observed. */
import { recordAt, textAt } from '#base/live/check.ts';
import { UNTOLD } from '#base/live/live-columns.ts';
import type { LampCommandPhase, LampCommandStatus } from '#base/live/live-status.ts';
import type { LampCommand } from '#base/live/wire.ts';
import type { CommandOf } from '#base/state/commands.ts';
import type { LiveTable } from './live-table.ts';

/** Nobody has answered after this. */
const ANSWER_MS = 10_000;
/** A lamp that does not show it after this, and its ramp, is left alone. */
const OBSERVE_MS = 60_000;
const KEPT = 50;
/** Percent by which a lamp's level may differ from what was asked for. */
const NEAR = 2;

interface Pending {
  readonly command: CommandOf<'commandLamps'>;
  readonly correlation: string;
  readonly requestedAt: number;
  /** City's time of the request, ms. */
  readonly cityAt: number;
  phase: LampCommandPhase;
  accepted: number;
  refused: number;
  observed: number;
  message: string | null;
  /** Lamps that are meant, once they are known. */
  gids: readonly number[];
  /** Nothing more is expected. */
  over: boolean;
}

export interface LampCommandContext {
  wall(): number;
  /** City's time of the feed that takes commands, ms. */
  cityNow(): number;
  newCorrelation(): string;
  table(): LiveTable | null;
  /** Finds the gids of a target. */
  lampsOf(target: CommandOf<'commandLamps'>['target']): Promise<readonly number[]>;
  /** Topic for the answers to a command. */
  replyTo(correlation: string): string;
  /** Sends a command. @returns why not, or null. */
  publish(correlation: string, payload: string): string | null;
}

export interface LampCommands {
  request(command: CommandOf<'commandLamps'>): void;
  /** Takes an answer. @throws Error when it is none. */
  answered(json: unknown, scope: string): void;
  /** Looks what the lamps say, and who has not answered; a few times a second. */
  watch(): void;
  statuses(): LampCommandStatus[];
}

/** Keeps track of the lamp commands of this page. */
export function createLampCommands(context: LampCommandContext): LampCommands {
  const pending: Pending[] = [];

  function end(one: Pending, phase: LampCommandPhase, message: string | null = null): void {
    one.phase = phase;
    one.message ??= message;
    one.over = true;
    const others = new Set(pending.flatMap((other) => (other.over ? [] : other.gids)));
    context.table()?.markCommanded(
      one.gids.filter((gid) => !others.has(gid)),
      false,
    );
  }

  function shows(one: Pending, gid: number, table: LiveTable): boolean {
    if (table.observedAt(gid) < one.cityAt) return false;
    const { level } = one.command;
    const dim = table.valueOf('dim', gid);
    const on = table.valueOf('on', gid);
    if (level === null) return true;
    if (level === 0) return on === 0 || (on !== 1 && dim === 0);
    return on !== 0 && (Number.isNaN(dim) || dim === UNTOLD || Math.abs(dim - level) <= NEAR);
  }

  return {
    request(command) {
      const correlation = context.newCorrelation();
      const cityAt = context.cityNow();
      const one: Pending = {
        command,
        correlation,
        requestedAt: context.wall(),
        cityAt,
        phase: 'requested',
        accepted: 0,
        refused: 0,
        observed: 0,
        message: null,
        gids: [],
        over: false,
      };
      pending.push(one);
      if (pending.length > KEPT) pending.shift();
      const { target, level, ramp, minutes } = command;
      const message: LampCommand = {
        correlation,
        replyTo: context.replyTo(correlation),
        observedAt: new Date(cityAt).toISOString(),
        target,
        level,
        ...(ramp === undefined ? {} : { ramp }),
        ...(minutes === undefined ? {} : { minutes }),
      };
      const problem = context.publish(correlation, JSON.stringify(message));
      if (problem !== null) {
        end(one, 'refused', problem);
        return;
      }
      context.lampsOf(target).then(
        (gids) => {
          one.gids = gids;
          if (!one.over) context.table()?.markCommanded(gids, true);
        },
        (error: Error) => {
          one.message ??= error.message;
        },
      );
    },
    answered(json, scope) {
      const record = recordAt(json, scope, '');
      const correlation = textAt(record.correlation, scope, 'correlation');
      const one = pending.find((other) => other.correlation === correlation);
      if (!one) return;
      const refused = Array.isArray(record.refused) ? (record.refused as { why?: unknown }[]) : [];
      one.accepted += typeof record.accepted === 'number' ? record.accepted : 0;
      one.refused += refused.length;
      const why = refused[0]?.why;
      if (typeof why === 'string') one.message ??= why.slice(0, 200);
      if (one.phase === 'unanswered' || one.phase === 'requested') one.phase = 'acknowledged';
      if (one.accepted === 0 && one.refused > 0) end(one, 'refused');
    },
    watch() {
      const table = context.table();
      const wall = context.wall();
      for (const one of pending) {
        if (one.over) continue;
        const ageMs = wall - one.requestedAt;
        if (one.phase === 'requested' && ageMs > ANSWER_MS) {
          end(one, 'unanswered', `expected an answer within ${ANSWER_MS / 1_000} s, got none`);
          continue;
        }
        if (one.phase !== 'acknowledged' || !table) continue;
        one.observed = one.gids.reduce((sum, gid) => sum + Number(shows(one, gid, table)), 0);
        const wanted = Math.min(one.gids.length, one.accepted);
        if (wanted > 0 && one.observed >= wanted) end(one, 'observed');
        else if (ageMs > OBSERVE_MS + 1_000 * (one.command.ramp ?? 0)) {
          end(one, 'acknowledged', `expected ${wanted} lamps to show it, got ${one.observed}`);
        }
      }
    },
    statuses: () =>
      pending.map((one) => ({
        correlation: one.correlation,
        target: one.command.target,
        level: one.command.level,
        phase: one.phase,
        requestedAt: one.requestedAt,
        accepted: one.accepted,
        refused: one.refused,
        observed: one.observed,
        lamps: one.gids.length,
        message: one.message,
      })),
  };
}
