import { describe, expect, it } from 'vitest';
import type { CaseMessage } from '#base/cases/case.ts';
import { decodeBatch, decodeVehicles } from '#base/live/batch.ts';
import type { LampAck, StateMessage } from '#base/live/wire.ts';
import type { CaseSimulationOptions } from './cases/case-simulation.ts';
import { createCaseSimulation } from './cases/case-simulation.ts';
import { createCityHours } from './city-hours.ts';
import { fakeInventory } from './fake-city.ts';
import { faultsOfDay } from './fault-schedule.ts';
import { buildLightNetwork } from './light/circuits.ts';
import { FAULT } from './light/light-model.ts';
import type { SimMessage } from './message.ts';
import { createSimulation, type Simulation } from './simulation.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const START = at('2026-11-23T16:00:00');
const inventory = fakeInventory();
const createCases = (options: CaseSimulationOptions) => createCaseSimulation(options);

function simulate({ seed = 1, startAt = START, rate = 1, city = inventory } = {}): Simulation {
  return createSimulation({ inventory: city, seed, startAt, rate, createCases });
}
const bytesOf = (messages: readonly SimMessage[]): string =>
  messages
    .map(
      ({ source, topic, payload, retain, qos }) =>
        `${source} ${topic} ${Buffer.from(payload).toString('base64')} ${retain} ${qos}`,
    )
    .join('\n');

interface Known {
  t: number;
  ttl: number;
  [column: string]: number;
}
/** What somebody knows who has listened to all of it. */
function listen(known: Map<number, Known>, messages: readonly SimMessage[]): void {
  const gids = new Map(inventory.components.map(({ id, gid }) => [id, gid]));
  for (const { topic, payload } of messages) {
    if (topic.includes('/vehicle/')) continue;
    if (topic.includes('/batch/')) {
      const { t, ttl, gid, columns } = decodeBatch(payload as Uint8Array, topic);
      gid.forEach((one, i) => {
        const values = Object.entries(columns).map(([name, column]) => [name, column[i]!] as const);
        known.set(one, { ...known.get(one), ...Object.fromEntries(values), t, ttl: ttl! });
      });
    } else if (topic.endsWith('/state')) {
      const { id, observedAt, value, ttl } = JSON.parse(payload as string) as StateMessage;
      known.set(gids.get(id)!, {
        ...(value as Record<string, number>),
        t: Date.parse(observedAt),
        ttl: ttl!,
      });
    }
  }
}
const fullOf = (simulation: Simulation, t: number): SimMessage[] =>
  simulation.sources.flatMap((_, source) => simulation.full(source, t));

describe('a simulated city', () => {
  it('sends the same bytes for the same seed and clock, and others for another seed', () => {
    const run = (seed: number): string => {
      const simulation = simulate({ seed });
      const parts = [bytesOf(fullOf(simulation, START))];
      for (let s = 1; s <= 330; s++) parts.push(bytesOf(simulation.step(START + s * 1_000)));
      return parts.join('\n');
    };
    const first = run(1);
    expect(first.length).toBeGreaterThan(100_000);
    expect(run(1)).toBe(first);
    expect(run(2)).not.toBe(first);
  });

  it('has come to the same state however it was stepped, and when it was started later the same day', () => {
    const end = at('2026-11-23T19:00:00');
    const states = [
      { startAt: START, every: 4_700 },
      { startAt: START, every: 911_000 },
      { startAt: end - 60_000, every: 60_000 },
    ].map(({ startAt, every }) => {
      const simulation = simulate({ startAt });
      for (let t = startAt; t < end; t += every) simulation.step(t);
      const known = new Map<number, Known>();
      listen(known, fullOf(simulation, end));
      // How full bins are depends on the crews, which set out when it was started.
      for (const { gid, kind } of inventory.components) if (kind === 'bin') delete known.get(gid)!.fill;
      const cases = simulation.full(simulation.sources.length - 1, end).map(({ payload }) => payload);
      return { all: [...known].sort(([a], [b]) => a - b), cases: cases.sort() };
    });
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(states[0]!.cases.length).toBeGreaterThan(10);
  });

  it('tells everything to who connects, and every state again before it is stale', () => {
    const simulation = simulate();
    const known = new Map<number, Known>();
    listen(known, fullOf(simulation, START));
    expect(known.size).toBe(inventory.components.length + inventory.roads.length);
    let oldest = 0;
    for (let t = START + 1_000; t <= START + 1_200_000; t += 1_000) {
      listen(known, simulation.step(t));
      for (const { t: seen, ttl } of known.values()) oldest = Math.max(oldest, (t - seen) / 1_000 / ttl);
    }
    expect(oldest).toBeLessThanOrEqual(1);
    expect(oldest).toBeGreaterThan(0.5);
  });

  it.each([60, 3_600])('sends no flood when time goes %d times as fast', (rate) => {
    const simulation = simulate({ rate });
    fullOf(simulation, START);
    const known = new Map<number, Known>();
    let count = 0;
    // 30 seconds of the wall's time, four ticks each.
    for (let tick = 1; tick <= 120; tick++) {
      const t = START + tick * 250 * rate;
      const messages = simulation.step(t);
      count += messages.length;
      listen(known, messages);
      if (tick === 120)
        for (const { t: seen, ttl } of known.values()) expect(t - seen).toBeLessThanOrEqual(ttl * 1_000);
    }
    expect(known.size).toBe(inventory.components.length + inventory.roads.length);
    expect(count / 30).toBeLessThan(60);
  });

  it('switches its lamps on at dusk and says so', () => {
    const simulation = simulate();
    const known = new Map<number, Known>();
    listen(known, fullOf(simulation, START));
    const lamps = inventory.components.filter(({ kind }) => kind === 'lamp').map(({ gid }) => gid);
    const lit = (): number => lamps.filter((gid) => known.get(gid)!.on === 1).length;
    const before = lit();
    for (let t = START; t <= at('2026-11-23T17:20:00'); t += 5_000) listen(known, simulation.step(t));
    expect(before / lamps.length).toBeLessThan(0.02);
    expect(lit() / lamps.length).toBeGreaterThan(0.96);
    const telling = lamps
      .map((gid) => known.get(gid)!)
      .filter(({ on, inferred, fault }) => on && !inferred && !fault);
    for (const { power, voltage, current } of telling) {
      expect(power).toBeGreaterThan(85);
      expect(power).toBeLessThan(190);
      expect(power! / (voltage! * current!)).toBeCloseTo(0.95, 2);
    }
    const inferred = lamps.map((gid) => known.get(gid)!).filter((lamp) => lamp.inferred);
    expect(inferred.length).toBeGreaterThan(100);
    expect(inferred.every(({ power }) => power === undefined)).toBe(true);
  });

  it('moves its vehicles every two seconds', () => {
    const simulation = simulate();
    const times: number[] = [];
    for (let t = START; t < START + 20_000; t += 500) {
      for (const { topic, payload } of simulation.step(t)) {
        if (topic.includes('/vehicle/')) times.push(decodeVehicles(payload as Uint8Array, topic).t);
      }
    }
    expect(times).toEqual(Array.from({ length: 10 }, (_, i) => START + i * 2_000));
  });
});

interface Told {
  id: string;
  event: string;
  lamps: string[];
}

describe('a fault', () => {
  it('opens one case of its component, and the component is sound again when that is closed', () => {
    const simulation = simulate();
    const known = new Map<number, Known>();
    const faulty = new Map<string, Set<string>>();
    const restored = new Set<string>();
    const STEP = 900_000;
    const gids = new Map(inventory.components.map(({ id, gid }) => [id, gid]));
    listen(known, fullOf(simulation, START));
    for (let t = START; t < START + 2.5 * 86_400_000; t += STEP) {
      const messages = simulation.step(t);
      listen(known, messages);
      for (const { topic, payload } of messages) {
        if (!topic.includes('/case/')) continue;
        const record = (JSON.parse(payload as string) as CaseMessage).case;
        if (record.component === null) continue;
        faulty.set(record.component, (faulty.get(record.component) ?? new Set()).add(record.id));
        expect(record.grid).not.toBeNull();
        expect(record.road).not.toBeNull();
        if (record.closedAt !== null && record.closedAt > t - STEP && record.closedAt <= t) {
          expect(known.get(gids.get(record.component)!)!.fault).toBe(0);
          restored.add(record.component);
        }
      }
    }
    expect(faulty.size).toBeGreaterThan(3);
    expect(restored.size).toBeGreaterThan(1);
  });

  it('of a stolen cable is told lamp by lamp while the current drops, and then by name', () => {
    // Streets of ten lamps on one circuit each: worth a thief's while.
    const components = fakeInventory(16).components.map((row) =>
      row.circuit === null ? row : { ...row, circuit: row.circuit.replace(/-\d$/, '-1'), grouped: false },
    );
    const city = { ...fakeInventory(16), components };
    const byId = new Map(components.map((row) => [row.id, row]));
    const hours = createCityHours(city.timeZone, city.lon);
    const theft = Array.from({ length: 60 }, (_, seed) => {
      const network = buildLightNetwork(components, seed);
      const events = faultsOfDay(hours.day(at('2026-11-24T12:00:00')), components, network, seed, hours);
      return { seed, at: events.find(({ fault }) => fault === 'cableTheft')?.at ?? 0 };
    }).find((night) => night.at > 0)!;

    const simulation = simulate({ seed: theft.seed, city, startAt: theft.at - 120_000 });
    const losses: { gid: number; t: number }[] = [];
    const currents = new Map<number, number[]>();
    const dark = new Set<number>();
    const told: Told[] = [];
    fullOf(simulation, theft.at - 120_000);
    for (let t = theft.at - 119_000; t < theft.at + 90_000; t += 1_000) {
      for (const { topic, payload } of simulation.step(t)) {
        if (topic.includes('/cabinet/')) told.push(JSON.parse(payload as string) as Told);
        if (!topic.includes('/light/batch/')) continue;
        const { gid, columns } = decodeBatch(payload as Uint8Array, topic);
        gid.forEach((one, i) => {
          if (columns.dim === undefined) {
            currents.set(one, [...(currents.get(one) ?? []), columns.current![i]!]);
          } else if (columns.fault![i] === FAULT.supplyLoss && !dark.has(one)) {
            dark.add(one);
            losses.push({ gid: one, t });
          }
        });
      }
    }
    const event = told.find((each) => each.event === 'cableTheft')!;
    const stolen = event.lamps.map((id) => byId.get(id)!);
    const lost = losses.filter(({ gid }) => stolen.some((row) => row.gid === gid));
    expect(stolen.length).toBeGreaterThanOrEqual(3);
    expect(new Set(stolen.map(({ circuit }) => circuit)).size).toBe(1);
    // One or the other may be of those that speak for themselves.
    expect(lost.length).toBeGreaterThanOrEqual(stolen.length - 1);
    expect(new Set(lost.map(({ t }) => t)).size).toBe(lost.length);
    expect(lost.at(-1)!.t - lost[0]!.t).toBeLessThanOrEqual(60_000);
    const course = currents.get(byId.get(event.id)!.gid)!;
    expect(course.at(-1)!).toBeLessThan(course[0]!);
    expect(course.at(-1)!).toBeGreaterThan(0);
  });
});

describe('a lamp command', () => {
  const NIGHT = at('2026-11-23T20:00:00');
  const topic = 'city/370299/light/-/group/c1/cmd';
  const ask = (command: Record<string, unknown>): Uint8Array =>
    Buffer.from(
      JSON.stringify({
        correlation: 'c1',
        replyTo: 'city/370299/light/-/group/c1/ack',
        observedAt: '',
        level: 0,
        ...command,
      }),
    );
  const lamp = inventory.components.find(({ circuit }) => circuit === 'KX001-1')!;
  const night = (): { simulation: Simulation; known: Map<number, Known> } => {
    const simulation = simulate({ startAt: NIGHT });
    const known = new Map<number, Known>();
    listen(known, fullOf(simulation, NIGHT));
    return { simulation, known };
  };
  const ackOf = (messages: readonly SimMessage[]): LampAck => {
    expect(messages.map((each) => each.topic)).toEqual(['city/370299/light/-/group/c1/ack']);
    return JSON.parse(messages[0]!.payload as string) as LampAck;
  };

  it('is acknowledged, and the state follows', () => {
    const { simulation, known } = night();
    expect(known.get(lamp.gid)).toMatchObject({ on: 1, dim: 100 });
    const ack = ackOf(simulation.command(topic, ask({ target: { ids: [lamp.id] } }), NIGHT + 1_000));
    expect(ack).toEqual({
      correlation: 'c1',
      observedAt: new Date(NIGHT + 1_000).toISOString(),
      accepted: 1,
      refused: [],
    });
    listen(known, simulation.step(NIGHT + 1_000));
    expect(known.get(lamp.gid)).toMatchObject({ on: 0, dim: 0, fault: 0 });
    simulation.command(topic, ask({ target: { ids: [lamp.id] }, level: null }), NIGHT + 5_000);
    listen(known, simulation.step(NIGHT + 5_000));
    expect(known.get(lamp.gid)).toMatchObject({ on: 1, dim: 100 });
  });

  it('goes over a ramp, and ends when it was said to', () => {
    const { simulation, known } = night();
    simulation.command(
      topic,
      ask({ target: { circuit: 'KX001-1' }, level: 40, ramp: 10, minutes: 5 }),
      NIGHT,
    );
    const dims = [0, 5, 10, 60, 299, 300].map((s) => {
      listen(known, simulation.step(NIGHT + s * 1_000));
      return known.get(lamp.gid)!.dim;
    });
    expect(dims).toEqual([100, 70, 40, 40, 40, 100]);
  });

  it('without an end counts until the next switching', () => {
    const { simulation, known } = night();
    simulation.command(topic, ask({ target: { cabinet: 'KX001' }, level: 20 }), NIGHT);
    listen(known, simulation.step(at('2026-11-24T05:00:00')));
    expect(known.get(lamp.gid)!.dim).toBe(20);
    listen(known, simulation.step(at('2026-11-24T12:00:00')));
    expect(known.get(lamp.gid)!.dim).toBe(0);
    listen(known, simulation.step(at('2026-11-24T20:00:00')));
    expect(known.get(lamp.gid)!.dim).toBe(100);
  });

  it('names what is not known, and lamps that only their circuit switches', () => {
    const { simulation } = night();
    const tied = inventory.components.find(({ circuit }) => circuit === 'KX001-2')!;
    const acks = simulation
      .command(topic, ask({ target: { ids: ['fake:none', tied.id, lamp.code ?? lamp.id] } }), NIGHT)
      .map(({ payload }) => JSON.parse(payload as string) as LampAck);
    expect(acks.flatMap(({ refused }) => refused).sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      [
        { id: tied.id, why: 'switched with its circuit only' },
        { id: 'fake:none', why: 'unknown' },
      ].sort((a, b) => a.id.localeCompare(b.id)),
    );
    expect(acks.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1);
    expect(ackOf(simulation.command(topic, ask({ target: { circuit: 'KX999-9' } }), NIGHT)).refused).toEqual([
      { id: 'KX999-9', why: 'unknown' },
    ]);
    expect(ackOf(simulation.command(topic, ask({ target: { circuit: 'KX001-2' } }), NIGHT)).accepted).toBe(5);
  });

  it.each([
    ['no JSON', 'x', `topic "${topic}": expected JSON, got "x"`],
    ['a level beyond 100', { level: 400 }, `topic "${topic}": level: expected 0 to 100 or null, got 400`],
    ['no target', { target: {} }, `topic "${topic}": target: expected ids, a circuit or a cabinet, got {}`],
    [
      'an answer to elsewhere',
      { replyTo: 'city/370299/clock/meta' },
      `topic "${topic}": replyTo: expected city/370299/…/ack, got "city/370299/clock/meta"`,
    ],
    [
      'an answer to another city',
      { replyTo: 'city/1/x/ack' },
      `topic "${topic}": replyTo: expected city/370299/…/ack, got "city/1/x/ack"`,
    ],
    ['a ramp of a week', { ramp: 604_800 }, `topic "${topic}": ramp: expected 0 to 3600 seconds, got 604800`],
    ['no correlation', { correlation: 7 }, `topic "${topic}": correlation: expected a text, got 7`],
  ])('with %s is refused', (_what, command, message) => {
    const { simulation } = night();
    const bytes =
      typeof command === 'string'
        ? Buffer.from(command)
        : ask({ target: { circuit: 'KX001-1' }, ...command });
    expect(() => simulation.command(topic, bytes, NIGHT)).toThrow(message);
  });
});
