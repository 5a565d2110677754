/** The desk's clock and feeds, over prepared answers. */
import { render } from 'solid-js/web';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FeedStatus } from '#base/live/live-status.ts';
import { createFakeDesk, FAKE_QUERIES, type FakeDesk } from '../fake-desk.ts';
import { PlanShell } from './plan-shell.tsx';

let dispose: (() => void) | undefined;

beforeEach(() => page.viewport(1280, 800));

afterEach(() => {
  dispose?.();
  dispose = undefined;
  document.body.replaceChildren();
});

function open(store: FakeDesk = createFakeDesk()): FakeDesk {
  const root = document.createElement('div');
  document.body.append(root);
  dispose = render(
    () => (
      <PlanShell
        store={store}
        queries={FAKE_QUERIES}
        language="en"
        onContainer={() => {}}
        link={() => 'https://spar.example/'}
      />
    ),
    root,
  );
  return store;
}

const bar = (): string => document.querySelector('.clock-bar')?.textContent ?? '';
const button = (label: string): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>('.clock-bar button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === label,
  )!;
/** Midday in Lanwan, whose clocks are eight hours ahead. */
const NOON = Date.UTC(2026, 10, 21, 4);

function manifestIn(zone: string) {
  const { manifest } = createFakeDesk().getState().status;
  return { manifest: { ...manifest!, timeZone: zone } };
}

const FEED: FeedStatus = {
  name: 'city',
  kind: 'mqtt',
  phase: 'live',
  since: 0,
  message: null,
  protocol: 5,
  messages: 1_000,
  changes: 50_000,
  messagesPerSecond: 42,
  changesPerSecond: 1_234,
  refused: [],
  lastObservedAt: 0,
  latencyMs: { p50: 20, p99: 180 },
  offline: [],
};

describe('the clock of the desk', () => {
  it('shows the pleasant hour until a time is chosen, and tells the city’s own time then', async () => {
    const store = open(createFakeDesk({}, manifestIn('Asia/Shanghai')));
    expect(bar()).toContain('Afternoon');
    store.dispatch({ type: 'setTime', mode: 'paused', instant: NOON });
    await expect.poll(bar).toContain('12:00');
    expect(bar()).toContain('Sat');
    expect(bar()).toContain('21 Nov');
  });

  it('goes by keyboard along the day, in the city’s time zone', async () => {
    const store = open(createFakeDesk({}, manifestIn('Asia/Shanghai')));
    store.dispatch({ type: 'setTime', mode: 'paused', instant: NOON });
    document.querySelector<HTMLInputElement>('.clock-bar input')!.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(store.getState().state.moments[0].clock).toMatchObject({
      mode: 'paused',
      instant: NOON + 300_000,
    });
    await expect.poll(bar).toContain('12:05');
  });

  it('plays, changes its speed, stops where it is, and goes back to live', async () => {
    const store = open();
    const clock = () => store.getState().state.moments[0].clock;
    store.dispatch({ type: 'setTime', mode: 'paused', instant: NOON });
    button('Play the day').click();
    expect(clock()).toMatchObject({ mode: 'played', rate: 60 });
    expect(Math.abs(clock().instant! - NOON)).toBeLessThan(1_000);
    const speed = document.querySelector<HTMLSelectElement>('.clock-bar select')!;
    await userEvent.selectOptions(speed, '3600');
    expect(clock()).toMatchObject({ mode: 'played', rate: 3_600 });
    button('Stop the clock').click();
    expect(clock().mode).toBe('paused');
    expect(clock().instant!).toBeGreaterThanOrEqual(NOON);
    button('Live').click();
    expect(clock()).toMatchObject({ mode: 'live', rate: 1 });
    expect(button('Live').getAttribute('aria-pressed')).toBe('true');
  });
});

describe('the feeds of the desk', () => {
  const panel = (): string => document.querySelector('.feeds')?.textContent ?? '';

  it('are not there without feeds', () => {
    open();
    expect(document.querySelector('.feeds')).toBeNull();
  });

  it('tell phase, rates and latency, and what was not taken with an example', async () => {
    const store = open();
    const refused = [
      { why: 'payload' as const, count: 7, example: 'topic "city/x": expected CBOR, got 3 bytes' },
    ];
    store.report({ feeds: [{ ...FEED, refused }] });
    await expect.poll(panel).toContain('42 messages/s · 1,234 changes/s');
    expect(panel()).toContain('99 % within 180 ms');
    expect(panel()).toContain('MQTT 5');
    expect(panel()).toContain('7 not taken');
    expect(panel()).toContain('not readable');
    expect(panel()).toContain('topic "city/x": expected CBOR, got 3 bytes');
  });

  it('tell a lost broker by word and by shape', async () => {
    const store = open();
    store.report({
      feeds: [{ ...FEED, phase: 'lost', message: 'broker "ws://x": expected an answer, got none' }],
    });
    await expect.poll(panel).toContain('lost');
    expect(panel()).toContain('broker "ws://x": expected an answer, got none');
    const mark = getComputedStyle(document.querySelector('.feed .mark')!);
    expect(mark.transform).not.toBe('none');
    expect(document.body.textContent).toContain('0 of 1 live');
  });
});

describe('live values in the inspector', () => {
  const reading = (): string => document.querySelector('.live-reading')?.textContent ?? '';

  it('tell value, unit, fault and age, draw their way, and say that they are stale', async () => {
    const store = open();
    store.dispatch({ type: 'select', ids: ['lanwan:b00077'] });
    await expect.poll(reading).toContain('stale · 1 min ago');
    expect(reading()).toContain('Lightlit');
    expect(reading()).toContain('Conditionleakage');
    expect(reading()).toContain('Power96.5 W');
    expect(document.querySelector('.live-reading .sparkline polyline')).not.toBeNull();
    expect(document.querySelector('.live-reading.stale')).not.toBeNull();
  });

  it('are not there for what no feed tells of', async () => {
    const store = open();
    store.dispatch({ type: 'select', ids: ['lanwan:b00042'] });
    await expect.poll(() => document.querySelector('.inspector')?.textContent).toContain('澜湾大剧院');
    expect(document.querySelector('.live-reading')).toBeNull();
  });
});

describe('a case in the inspector', () => {
  const reading = (): string => document.querySelector('.inspector')?.textContent ?? '';

  it('tells what it is, how it stands to its limit in working hours, and what happened, newest first', async () => {
    const store = open(createFakeDesk({}, manifestIn('Asia/Shanghai')));
    store.dispatch({ type: 'select', ids: ['case:379901-20261120-0007'] });
    await expect.poll(reading).toContain('Exposed refuse');
    // Ten to one o'clock with the offices closed from twelve to two: two of four hours.
    expect(reading()).toContain('50 % of the limit used');
    expect(reading()).toContain('to be checked');
    expect(reading()).toContain('379901003001009');
    const events = [...document.querySelectorAll('.case-reading li')].map((one) => one.textContent);
    expect(events).toHaveLength(3);
    expect(events[0]).toContain('handled · department');
    expect(events[0]).toContain('13:00');
    expect(events[2]).toContain('reported · inspector');
    expect(document.querySelector('.inspector [aria-label="Isolate"]')).toBeNull();
  });

  it('says so when nobody knows it', async () => {
    open().dispatch({ type: 'select', ids: ['case:nobody'] });
    await expect.poll(reading).toContain('This case is not known here');
  });
});
