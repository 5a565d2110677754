/** What a person does with live things at the desk: lamps, vehicles, filters of components, styles of layers. */
import { render } from 'solid-js/web';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { FeedStatus, LampCommandStatus } from '#base/live/live-status.ts';
import type { DeskStatus } from '../desk-store.ts';
import { createFakeDesk, FAKE_QUERIES, type FakeDesk } from '../fake-desk.ts';
import { PlanShell } from './plan-shell.tsx';

const LAMP = 'lanwan:3799010118000042';
const FEED: FeedStatus = {
  name: 'city',
  kind: 'mqtt',
  phase: 'live',
  since: 0,
  message: null,
  protocol: 5,
  messages: 1,
  changes: 1,
  messagesPerSecond: 1,
  changesPerSecond: 1,
  refused: [],
  lastObservedAt: 0,
  latencyMs: null,
  offline: [],
};
const LAYERS: DeskStatus['layers'] = [
  { id: 'components', kind: 'components', phase: 'ready' },
  { id: 'streetlights', kind: 'streetlights', phase: 'ready' },
  { id: 'cases', kind: 'aggregate', phase: 'ready', style: { as: 'heat' } },
];

let dispose: (() => void) | undefined;

beforeEach(() => page.viewport(1280, 800));

afterEach(() => {
  dispose?.();
  dispose = undefined;
  document.body.replaceChildren();
});

function open(store: FakeDesk): FakeDesk {
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

const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
const buttonIn = (within: string, label: string): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find(
    (one) => one.textContent === label,
  )!;
const boxOf = (within: string, label: string): HTMLInputElement =>
  [...document.querySelectorAll<HTMLLabelElement>(`${within} label`)]
    .find((one) => one.textContent?.includes(label))!
    .querySelector('input')!;

function status(change: Partial<LampCommandStatus>): LampCommandStatus {
  return {
    correlation: 'c1',
    target: { ids: [LAMP] },
    level: 50,
    phase: 'requested',
    requestedAt: 0,
    accepted: 0,
    refused: 0,
    observed: 0,
    lamps: 1,
    message: null,
    ...change,
  };
}

describe('control of lamps', () => {
  const at = (selection: readonly string[]): FakeDesk => createFakeDesk({ selection }, { feeds: [FEED] });

  it('is there for lamps alone, and only with feeds', async () => {
    const store = open(at([LAMP]));
    await expect.poll(() => textOf('.lamp-control')).toContain('Schedule');
    store.dispatch({ type: 'select', ids: ['lanwan:b00042'] });
    await expect.poll(() => document.querySelector('.lamp-control')).toBeNull();
    store.dispatch({ type: 'select', ids: [LAMP] });
    store.report({ feeds: [] });
    await expect.poll(() => document.querySelector('.lamp-control')).toBeNull();
  });

  it('tells one lamp at once, and gives it back to its schedule', () => {
    const store = open(at([LAMP]));
    buttonIn('.lamp-levels', '50 %').click();
    buttonIn('.lamp-levels', 'Off').click();
    buttonIn('.lamp-levels', 'Schedule').click();
    expect(store.commands).toEqual([
      { type: 'commandLamps', target: { ids: [LAMP] }, level: 50 },
      { type: 'commandLamps', target: { ids: [LAMP] }, level: 0 },
      { type: 'commandLamps', target: { ids: [LAMP] }, level: null },
    ]);
  });

  it('asks first how many a circuit or a cabinet has, and sends nothing when that is cancelled', async () => {
    const store = open(at([LAMP]));
    boxOf('.lamp-control', 'K017-5').click();
    buttonIn('.lamp-levels', '100 %').click();
    await expect.poll(() => textOf('.lamp-confirm p')).toBe('100 %: 24 lamps (circuit K017-5)?');
    buttonIn('.lamp-confirm', 'Cancel').click();
    expect(document.querySelector('.lamp-confirm')).toBeNull();
    expect(store.commands).toEqual([]);

    boxOf('.lamp-control', '3799012101000022').click();
    buttonIn('.lamp-levels', 'Off').click();
    await expect.poll(() => textOf('.lamp-confirm p')).toBe('Off: 24 lamps (cabinet 3799012101000022)?');
    await expect.poll(() => document.activeElement?.textContent).toBe('Send');
    buttonIn('.lamp-confirm', 'Send').click();
    expect(store.commands).toEqual([
      { type: 'commandLamps', target: { cabinet: '3799012101000022' }, level: 0 },
    ]);
  });

  it('says how far a command has come, what was refused and why', async () => {
    const store = open(at([LAMP]));
    const done = (): (string | null)[] =>
      [...document.querySelectorAll('.lamp-commands .done')].map(({ textContent }) => textContent);
    store.report({ commands: [status({})] });
    await expect.poll(done).toEqual(['requested']);
    store.report({ commands: [status({ phase: 'acknowledged', accepted: 1 })] });
    await expect.poll(done).toEqual(['requested', 'acknowledged']);
    store.report({ commands: [status({ phase: 'observed', accepted: 1, observed: 1 })] });
    await expect.poll(done).toEqual(['requested', 'acknowledged', 'observed']);
    store.report({
      commands: [
        status({
          target: { circuit: 'K017-5' },
          phase: 'acknowledged',
          accepted: 23,
          observed: 20,
          refused: 1,
          message: 'no supply',
        }),
      ],
    });
    await expect.poll(() => textOf('.lamp-commands')).toContain('20 of 23 lamps show it');
    expect(textOf('.lamp-commands')).toContain('1 refused');
    expect(textOf('.lamp-commands')).toContain('no supply');
    store.report({ commands: [status({ phase: 'unanswered' })] });
    await expect.poll(() => textOf('.lamp-failed')).toBe('unanswered');
  });

  it('shows commands of other lamps elsewhere', async () => {
    const store = open(at([LAMP]));
    store.report({
      commands: [status({ target: { ids: ['lanwan:other'] } }), status({ target: { circuit: 'K001-1' } })],
    });
    await expect.poll(() => document.querySelector('.lamp-control')).not.toBeNull();
    expect(document.querySelector('.lamp-commands')).toBeNull();
  });
});

describe('a vehicle in the inspector', () => {
  it('tells kind, speed, heading and when it was seen', async () => {
    open(createFakeDesk({ selection: ['vehicle:S-03'] }));
    await expect.poll(() => textOf('.inspector dl')).toContain('refuse lorry');
    expect(textOf('.inspector h2')).toBe('S-03');
    expect(textOf('.inspector dl')).toContain('31 km/h');
    expect(textOf('.inspector dl')).toContain('268°');
    expect(textOf('.inspector dl')).toContain('4 s ago');
  });

  it('says that nobody has heard of it', async () => {
    open(createFakeDesk({ selection: ['vehicle:gone'] }));
    await expect.poll(() => textOf('.inspector')).toContain('Nothing is heard of this vehicle');
  });
});

describe('the filter of components', () => {
  const summary = (): HTMLElement =>
    [...document.querySelectorAll<HTMLElement>('.section > summary')].find((one) =>
      one.textContent?.includes('Filter components'),
    )!;

  it('is not there without components', () => {
    open(createFakeDesk());
    expect(summary()).toBeUndefined();
  });

  it('shows majors with their classes, and hides a class, a major, an owner', async () => {
    const store = open(createFakeDesk({}, { layers: LAYERS }));
    summary().click();
    await expect.poll(() => textOf('.component-classes')).toContain('Street tree');
    const filter = () => store.getState().state.filters.components;
    boxOf('.component-classes', 'Streetlight').click();
    expect(filter()?.class).toEqual(['cjt214:0402', 'cjt214:0104', 'lanwan:2103', 'other:水马']);
    const major = document.querySelector<HTMLInputElement>('.component-classes summary input')!;
    await expect.poll(() => major.indeterminate).toBe(true);
    // What is shown in part is shown wholly first.
    major.click();
    expect(filter()).toBeUndefined();
    expect([major.checked, major.indeterminate]).toEqual([true, false]);
    major.click();
    expect(filter()?.class).toEqual(['cjt214:0402', 'lanwan:2103', 'other:水马']);
    boxOf('.component-values[aria-label="Owner"]', '园林局').click();
    expect(filter()?.owner).toEqual(['澜湾市城市管理局']);
    boxOf('.component-values[aria-label="Condition"]', 'intact').click();
    expect(filter()?.condition).toEqual(['damaged']);
    await expect.poll(() => buttonIn('.section', 'Show all components')).toBeDefined();
    buttonIn('.section', 'Show all components').click();
    expect(filter()).toBeUndefined();
  });

  it('takes codes of grids or what they begin with, and no others', async () => {
    const store = open(createFakeDesk({}, { layers: LAYERS }));
    summary().click();
    const input = document.querySelector<HTMLInputElement>('.grid-filter input')!;
    const type = (text: string): void => {
      input.value = text;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    type('379901003，379901004 ');
    expect(store.getState().state.filters.components).toEqual({ grid: ['379901003', '379901004'] });
    type('37x');
    await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true');
    expect(store.getState().state.filters.components).toEqual({ grid: ['379901003', '379901004'] });
    type('');
    expect(store.getState().state.filters.components).toBeUndefined();
  });
});

describe('styles of layers', () => {
  it('colours components by state, with a legend, and by class', async () => {
    const store = open(createFakeDesk({}, { layers: LAYERS }));
    expect(document.querySelector('.state-legend')).toBeNull();
    boxOf('.layer-style', 'State').click();
    expect(store.getState().state.layers.components?.style).toEqual({ colourBy: 'state' });
    await expect.poll(() => textOf('.state-legend')).toContain('fault');
    boxOf('.layer-style', 'Class').click();
    expect(store.getState().state.layers.components?.style).toEqual({ colourBy: 'class' });
  });

  it('shows cases as hexagons or heat, as the scene has it until somebody chooses', () => {
    const store = open(createFakeDesk({}, { layers: LAYERS }));
    expect(boxOf('.layer-style', 'Heat').checked).toBe(true);
    boxOf('.layer-style', 'Hexagons').click();
    expect(store.getState().state.layers.cases?.style).toEqual({ as: 'hexagons' });
    const radius = document.querySelector<HTMLSelectElement>('.layer-style select')!;
    radius.value = '300';
    radius.dispatchEvent(new Event('change', { bubbles: true }));
    expect(store.getState().state.layers.cases?.style).toEqual({ as: 'hexagons', radius: 300 });
  });

  it('names layers by their kind, and counts the components as a level', async () => {
    open(createFakeDesk({}, { layers: LAYERS }));
    expect(textOf('.layers')).toContain('Streetlights');
    await expect.poll(() => textOf('.level-more')).toContain('64,709');
  });
});
