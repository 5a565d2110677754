/** The desk by keyboard and hand, over prepared answers. */
import { render } from 'solid-js/web';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Command } from '#base/state/commands.ts';
import type { TwinState } from '#base/state/twin-state.ts';
import { createFakeDesk, FAKE_QUERIES, type FakeDesk } from '../fake-desk.ts';
import type { Language } from '../texts/texts.ts';
import { PlanShell } from './plan-shell.tsx';

/** A busy machine may take its time. */
const soon = <T,>(what: () => T) => expect.poll(what, { timeout: 10_000 });

let dispose: (() => void) | undefined;

beforeEach(() => page.viewport(1280, 800));

afterEach(() => {
  dispose?.();
  dispose = undefined;
  document.body.replaceChildren();
});

function open(state: Partial<TwinState> = {}, language: Language = 'en'): FakeDesk {
  const store = createFakeDesk(state);
  const root = document.createElement('div');
  document.body.append(root);
  dispose = render(
    () => (
      <PlanShell
        store={store}
        queries={FAKE_QUERIES}
        language={language}
        onContainer={() => {}}
        link={() => 'https://spar.example/?scene=lanwan#s=1.abc'}
      />
    ),
    root,
  );
  return store;
}

const typesOf = (commands: readonly Command[]): string[] => commands.map(({ type }) => type);
const text = (): string => document.body.textContent ?? '';
const labelled = <E extends HTMLElement = HTMLElement>(label: string): E => {
  const found = document.querySelector<E>(`[aria-label="${label}"]`);
  if (!found) throw new Error(`expected a control labelled "${label}", got none`);
  return found;
};

describe('plan shell', () => {
  it('finds by keyboard alone: /, words, arrow down, Enter', async () => {
    const store = open();
    await userEvent.keyboard('/');
    expect(document.activeElement).toBe(labelled('Search'));
    await userEvent.keyboard('lanwan');
    await soon(() => document.querySelectorAll('[role=option]').length).toBe(1);
    await userEvent.keyboard('{Control>}a{/Control}light');
    await soon(text).toContain('南岬灯塔');
    await userEvent.keyboard('{Enter}');
    expect(store.commands).toEqual([
      { type: 'select', ids: ['lanwan:b00014'] },
      { type: 'flyTo', id: 'lanwan:b00014' },
    ]);
    expect(document.querySelector('[role=listbox]')).toBeNull();
  });

  it('moves through what was found and tells which one is meant', async () => {
    const store = open();
    await userEvent.keyboard('/');
    await userEvent.keyboard('a');
    await soon(() => document.querySelectorAll('[role=option]').length).toBe(3);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    const meant = document.getElementById(labelled('Search').getAttribute('aria-activedescendant') ?? '');
    expect(meant?.textContent).toContain('Nanjia Road');
    await userEvent.keyboard('{Enter}');
    // A road has no feature of its own: the camera goes there.
    expect(typesOf(store.commands)).toEqual(['setCamera']);
  });

  it('takes what is written when Enter comes before the search has', async () => {
    const store = open();
    await userEvent.keyboard('/');
    await userEvent.keyboard('theatre{Enter}');
    await soon(() => store.getState().state.selection).toEqual(['lanwan:b00042']);
  });

  it('says that nothing was found', async () => {
    open();
    await userEvent.keyboard('/');
    await userEvent.keyboard('zzz');
    await soon(text).toContain('Nothing found for “zzz”');
  });

  it('reads the selected building: height given, use, storeys, year, address, source, id, gid', async () => {
    open({ selection: ['lanwan:b00014'] });
    const inspector = labelled('Selected').textContent;
    for (const part of [
      'South Cape Light',
      '27.0 m',
      'given',
      'utility',
      '1926',
      'Binhai Avenue',
      'lanwan:b00014',
      '4194318',
    ]) {
      expect(inspector).toContain(part);
    }
  });

  it('says that a height is estimated', () => {
    open({ selection: ['lanwan:b00077'] });
    expect(labelled('Selected').textContent).toContain('Height · estimated');
  });

  it('lists several, takes one out, isolates and hides by key', async () => {
    const store = open({ selection: ['lanwan:b00014', 'lanwan:b00042'] });
    expect(labelled('Selected').textContent).toContain('2 selected');
    await userEvent.keyboard('i');
    expect(store.getState().state.isolated).toEqual(['lanwan:b00014', 'lanwan:b00042']);
    expect(text()).toContain('2 shown alone');
    await userEvent.keyboard('u');
    expect(store.getState().state.isolated).toBeNull();
    await userEvent.click(document.querySelector('[aria-label="Deselect"]')!);
    expect(store.getState().state.selection).toEqual(['lanwan:b00042']);
  });

  it('has no inspector while nothing is selected', () => {
    open();
    expect(document.querySelector('.inspector')).toBeNull();
  });

  it('filters by the sliders’ keys and forgets the filter at both ends', async () => {
    const store = open();
    await soon(() => document.querySelector('[aria-label="Year built from"]')).not.toBeNull();
    const from = labelled<HTMLInputElement>('Year built from');
    from.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(store.getState().state.filters).toEqual({ buildings: { year: [1922, 2035] } });
    expect(from.getAttribute('aria-valuetext')).toBe('1922');
    labelled('Year built to').focus();
    await userEvent.keyboard('{Home}');
    // The thumbs do not pass each other.
    expect(store.getState().state.filters.buildings?.year).toEqual([1922, 1922]);
    await userEvent.keyboard('{End}');
    from.focus();
    await userEvent.keyboard('{Home}');
    expect(store.getState().state.filters).toEqual({});
  });

  it('filters by use', async () => {
    const store = open();
    await soon(text).toContain('offices');
    const box = [...document.querySelectorAll<HTMLLabelElement>('.uses label')].find((label) =>
      label.textContent.includes('offices'),
    )!;
    await userEvent.click(box);
    const use = store.getState().state.filters.buildings?.use;
    expect(use).toContain('residential');
    expect(use).not.toContain('office');
    await userEvent.click(box);
    expect(store.getState().state.filters).toEqual({});
  });

  it('colours by an attribute and shows what the colours stand for, unknown hatched', async () => {
    const store = open();
    const select = labelled<HTMLSelectElement>('Colour by');
    await userEvent.selectOptions(select, 'year');
    expect(store.getState().state.colouring).toEqual({ attribute: 'year', palette: 'auto' });
    await soon(text).toContain('1959 – 1997');
    expect(document.querySelectorAll('.legend .hatched')).toHaveLength(1);
  });

  it('takes one tool in hand; Escape leaves it before it deselects', async () => {
    const store = open({ selection: ['lanwan:b00014'] });
    await userEvent.keyboard('m');
    expect(store.getState().state.tool).toBe('distance');
    expect(document.querySelectorAll('.tools [aria-pressed=true]')).toHaveLength(2);
    await userEvent.keyboard('p');
    expect(store.getState().state.tool).toBe('area');
    await userEvent.keyboard('{Escape}');
    expect(store.getState().state).toMatchObject({ tool: null, selection: ['lanwan:b00014'] });
    await userEvent.keyboard('{Escape}');
    expect(store.getState().state.selection).toEqual([]);
  });

  it('keeps letters typed into the search from being commands', async () => {
    const store = open();
    await userEvent.keyboard('/');
    await userEvent.keyboard('mpt');
    expect(store.getState().state.tool).toBeNull();
  });

  it('changes the language at run time, the page’s own included', async () => {
    const store = open({}, 'en');
    expect(text()).toContain('Lanwan');
    await userEvent.keyboard('y');
    expect(store.getState().state.language).toBe('zh');
    expect(text()).toContain('着色');
    expect(document.documentElement.lang).toBe('zh-Hans');
    expect(document.title).toBe('澜湾 · Spar');
    await userEvent.keyboard('y');
    expect(text()).toContain('Colour');
    expect(document.title).toBe('Lanwan · Spar');
  });

  it('copies the link and says so; where it may not, shows it', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce(undefined);
    open();
    await userEvent.keyboard('k');
    await soon(text).toContain('Link copied');
    expect(write).toHaveBeenCalledWith('https://spar.example/?scene=lanwan#s=1.abc');
    write.mockRejectedValueOnce(new Error('denied'));
    await userEvent.keyboard('k');
    await soon(() => labelled<HTMLInputElement>('Link').value).toContain('#s=1.abc');
    write.mockRestore();
  });

  it('undoes by key and by button', async () => {
    const store = open();
    await userEvent.keyboard('g');
    expect(store.getState().state.levels.mode).toBe('L1');
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(store.getState().state.levels.mode).toBe('auto');
  });

  it('shows a failed layer with its reason and faults as alerts', () => {
    const store = open();
    store.report({
      layers: [{ id: 'photo', kind: 'imagery', phase: 'failed', message: 'HTTP 404' }],
      faults: [{ part: 'ground', message: 'tile 3/1/2: expected 200, got 404', fatal: false, count: 2 }],
    });
    expect(document.querySelector('.failed')?.textContent).toContain('HTTP 404');
    expect(document.querySelector('.fault')?.textContent).toContain('Ground map failed · 2 times');
  });

  it('stays calm when three hundred layers fail', () => {
    const store = open();
    const ids = Array.from({ length: 300 }, (_, at) => `photo-${at}`);
    store.report({
      layers: ids.map((id) => ({ id, kind: 'imagery', phase: 'failed', message: `${id}: HTTP 404` })),
      faults: ids.map((id) => ({ part: `layer ${id}`, message: 'HTTP 404', fatal: false, count: 1 })),
    });
    expect(document.querySelectorAll('.layers li')).toHaveLength(300);
    const toasts = [...document.querySelectorAll('.toasts li')].map((toast) => toast.textContent);
    expect(toasts).toHaveLength(4);
    expect(toasts[0]).toContain('photo-299 failed');
    expect(toasts[3]).toBe('297 more failed');
  });

  it('asks for the legend once, however often the twin reports', async () => {
    const legend = vi.spyOn(FAKE_QUERIES, 'legend');
    const store = open({ colouring: { attribute: 'year', palette: 'auto' } });
    await soon(text).toContain('1959 – 1997');
    for (let pending = 20; pending >= 0; pending--) store.report({ pending, pendingPeak: 20 });
    expect(legend).toHaveBeenCalledTimes(1);
    legend.mockRestore();
  });

  it('offers the cities that there are when there is none of that name', () => {
    const store = open();
    store.report({
      phase: 'failed',
      manifest: null,
      faults: [
        { part: 'city', message: 'city "x": expected one of the list, got none', fatal: true, count: 1 },
      ],
    });
    const links = [...document.querySelectorAll('.no-city a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['?city=lanwan', '?city=monaco']);
  });

  it('keeps everything within a window of 320 px, panels as sheets', async () => {
    await page.viewport(320, 568);
    open({ selection: ['lanwan:b00014'] });
    expect(document.querySelector('.left')).toBeNull();
    await userEvent.keyboard('l');
    const boxes = [
      ...document.querySelectorAll('.top button, .tools button, .left, .inspector, .search input'),
    ];
    const outside = boxes.filter((box) => {
      const { left, right } = box.getBoundingClientRect();
      return left < 0 || right > 320;
    });
    expect(boxes.length).toBeGreaterThan(12);
    expect(outside.map((box) => box.outerHTML)).toEqual([]);
  });

  it('gives every button a name, and every key of the help only once', async () => {
    open({ selection: ['lanwan:b00014'], tool: 'area' });
    await userEvent.keyboard('?');
    expect(document.querySelector('dialog')?.open).toBe(true);
    const nameless = [...document.querySelectorAll('button, input, select')].filter(
      (control) =>
        !control.getAttribute('aria-label') &&
        !control.closest('label')?.textContent?.trim() &&
        !control.textContent?.trim(),
    );
    expect(nameless.map((control) => control.outerHTML)).toEqual([]);
    const keys = [...document.querySelectorAll('dialog kbd')].map((key) => key.textContent);
    expect(new Set(keys).size).toBe(keys.length);
    await userEvent.keyboard('{Escape}');
    await soon(() => document.querySelector('dialog')).toBeNull();
  });
});
