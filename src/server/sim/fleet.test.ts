import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../broker/broker.ts';
import { type Fleet, runFleet } from './fleet.ts';
import type { SimMessage } from './message.ts';
import type { Simulation } from './simulation.ts';

let broker: Broker;
let tcp: Server;
let watcher: MqttClient;
let fleet: Fleet;
let away: number;
let heard: string[];
let said: string[];
const sockets = new Set<Socket>();

/** Two sources that say their number and how they were asked. */
const simulation: Simulation = {
  sources: ['gateway-01', 'cases'],
  commands: 'city/x/light/+/group/+/cmd',
  step: () => [0, 1].map((source) => message(source, 'step')),
  full: (source) => [message(source, 'full')],
  isOffline: (source) => source === away,
  command: (topic, payload) => {
    if (payload.toString() === 'rubbish') throw new Error(`topic "${topic}": expected better`);
    return [message(0, `ack-${payload.toString()}`)];
  },
};
function message(source: number, payload: string): SimMessage {
  return { source, topic: `city/x/test/${source}`, payload, retain: false, qos: 0 };
}
async function until(ask: () => boolean): Promise<void> {
  for (let tries = 0; tries < 150 && !ask(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(ask()).toBe(true);
}

beforeEach(async () => {
  away = -1;
  heard = [];
  said = [];
  broker = await createBroker();
  tcp = createServer((socket) => {
    sockets.add(socket);
    broker.acceptTcp(socket);
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', () => resolve()));
  const url = `mqtt://127.0.0.1:${(tcp.address() as AddressInfo).port}`;
  watcher = await connectAsync(url, { protocolVersion: 4 });
  watcher.on('message', (topic, payload) =>
    heard.push(`${topic.slice('city/x/'.length)} ${payload.toString()}`),
  );
  await watcher.subscribeAsync('city/x/#');
  const clock = { epoch: 0, rate: 60, at: Date.now() };
  fleet = runFleet({ simulation, division: 'x', url, clock, say: (line) => said.push(line) });
});
afterEach(async () => {
  await fleet.close();
  await watcher.endAsync(true);
  for (const socket of sockets) socket.destroy();
  tcp.close();
  await broker.close();
});

describe('a fleet', () => {
  it('has a connection a source: says that it is there, tells everything, then what changes', async () => {
    await until(() => heard.includes('test/0 step') && heard.includes('test/1 step'));
    for (const source of [0, 1]) {
      expect(heard.indexOf(`test/${source} full`)).toBeGreaterThanOrEqual(0);
      expect(heard.indexOf(`test/${source} full`)).toBeLessThan(heard.indexOf(`test/${source} step`));
    }
    expect(heard).toContain('gateway-01/availability online');
    expect(heard).toContain('cases/availability online');
    // The watcher and both sources.
    expect(broker.clients()).toBe(3);
  });

  it('lets the last will tell that a gateway is away, and tells everything when it is back', async () => {
    await until(() => heard.includes('test/0 step'));
    away = 0;
    await until(() => heard.includes('gateway-01/availability offline'));
    heard.length = 0;
    await until(() => heard.includes('test/1 step'));
    expect(heard).not.toContain('test/0 step');
    away = -1;
    await until(() => heard.includes('test/0 step'));
    expect(heard).toContain('gateway-01/availability online');
    expect(heard).toContain('test/0 full');
    expect(heard.indexOf('test/0 full')).toBeLessThan(heard.indexOf('test/0 step'));
  });

  it('obeys commands, and says of a flood of rubbish one line', async () => {
    await until(() => heard.includes('cases/availability online') && heard.includes('test/1 step'));
    for (let i = 0; i < 1_000; i++) watcher.publish('city/x/light/-/group/1/cmd', 'rubbish');
    watcher.publish('city/x/light/-/group/1/cmd', 'please', { qos: 1 });
    await until(() => heard.includes('test/0 ack-please'));
    expect(said).toEqual(['simulator of "x": topic "city/x/light/-/group/1/cmd": expected better']);
  });

  it('is gone when it is closed, and says so by its wills', async () => {
    await until(() => heard.includes('test/0 step') && heard.includes('test/1 step'));
    await fleet.close();
    await until(
      () => heard.includes('gateway-01/availability offline') && heard.includes('cases/availability offline'),
    );
    expect(broker.clients()).toBe(1);
  });
});
