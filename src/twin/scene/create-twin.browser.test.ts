/** What a twin leaves behind on the page once it is disposed: nothing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTwinStore } from '../state/twin-store.ts';
import { createTwin } from './create-twin.ts';

const MANIFEST = {
  spar: 1,
  name: 'bare',
  title: { en: 'Bare' },
  origin: [7.42, 43.73, 50],
  extent: [7.4, 43.7, 7.44, 43.76],
  heights: [40, 60],
  sources: [],
  geoid: null,
  counts: {},
  gids: {},
  levels: { L1: { terrain: null, ground: null }, L2: null, L3: null },
  features: {},
  search: null,
  years: null,
  attribution: [],
  ledger: '',
};
const FILES: Record<string, unknown> = {
  'api/cities': [{ name: 'bare', title: { en: 'Bare' }, url: 'tilesets/bare/' }],
  'api/scenes': [],
  'tilesets/bare/manifest.json': MANIFEST,
};

const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0).reverse()) one();
});

/** Serves a city of bare ground; everything else is asked for as usual. */
function serveBareCity(): void {
  const real = window.fetch.bind(window);
  const spy = vi.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    const file = Object.keys(FILES).find((path) => url.endsWith(path));
    return file ? Response.json(FILES[file]) : real(input, init);
  });
  undo.push(() => spy.mockRestore());
}

/** Listeners that window and document have more than at first, as `type: count`. */
function countListeners(): () => Record<string, number> {
  const heard: { target: EventTarget; type: string; listener: unknown }[] = [];
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const isPage = (target: unknown): boolean =>
    target === document || target === window || target === undefined;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const once = typeof options === 'object' && options?.once === true;
    if (isPage(this) && !once) {
      const target = this ?? window;
      const known = heard.some(
        (one) => one.target === target && one.type === type && one.listener === listener,
      );
      if (!known) heard.push({ target, type, listener });
    }
    return Reflect.apply(addEventListener, this, [type, listener, options]);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (isPage(this)) {
      const target = this ?? window;
      const at = heard.findIndex(
        (one) => one.target === target && one.type === type && one.listener === listener,
      );
      if (at >= 0) heard.splice(at, 1);
    }
    return Reflect.apply(removeEventListener, this, [type, listener, options]);
  };
  undo.push(() => Object.assign(EventTarget.prototype, { addEventListener, removeEventListener }));
  return () => {
    const counts: Record<string, number> = {};
    for (const { type } of heard) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  };
}

/** Contexts that were made and are still alive. */
function countContexts(): () => number {
  const made = new Set<WebGL2RenderingContext>();
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: unknown[]) {
    const context = Reflect.apply(getContext, this, given) as unknown;
    if (context instanceof WebGL2RenderingContext) made.add(context);
    return context;
  } as typeof getContext;
  undo.push(() => {
    HTMLCanvasElement.prototype.getContext = getContext;
  });
  return () => [...made].filter((context) => !context.isContextLost()).length;
}

/** Workers of our own that were started and not ended; the engine keeps its own ones for the next picture. */
function countWorkers(): () => number {
  const running = new Set<Worker>();
  const Real = window.Worker;
  window.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (/-worker/.test(String(url))) running.add(this);
    }
    override terminate(): void {
      running.delete(this);
      super.terminate();
    }
  };
  undo.push(() => {
    window.Worker = Real;
  });
  return () => running.size;
}

describe('a twin that is disposed', () => {
  it('leaves no element, listener, worker or graphics context on the page, three times over', async () => {
    serveBareCity();
    const [listeners, contexts, workers] = [countListeners(), countContexts(), countWorkers()];
    const container = document.createElement('div');
    container.style.cssText = 'width: 200px; height: 150px';
    document.body.append(container);
    undo.push(() => container.remove());
    let first: Record<string, number> | null = null;
    for (let turn = 0; turn < 3; turn++) {
      const twin = createTwin(createTwinStore(), { scene: null, city: 'bare', share: '' });
      twin.mount(container);
      await twin.ready();
      await twin.settled();
      expect(contexts()).toBe(1);
      expect(workers()).toBeGreaterThan(0);
      expect(container.childElementCount).toBeGreaterThan(0);
      twin.dispose();
      expect(container.childElementCount).toBe(0);
      expect(contexts()).toBe(0);
      expect(workers()).toBe(0);
      // The engine hears a few things once for all pictures of the page; nothing is added by the next one.
      first ??= listeners();
      expect(listeners()).toEqual(first);
    }
    const ours = [
      'online',
      'keydown',
      'keyup',
      'pointermove',
      'pointerup',
      'resize',
      'visibilitychange',
      'blur',
    ];
    expect(Object.keys(first ?? {}).filter((type) => ours.includes(type))).toEqual([]);
  });
});
