import { createSignal, For, onCleanup, Show } from 'solid-js';
import type { SearchHit } from '#base/twin-queries.ts';
import { Icon } from '../controls/icon.tsx';
import { useFrame } from '../frame-context.ts';
import type { TextKey } from '../texts/en.ts';
import { INSPECTOR_ID } from './feature-inspector.tsx';

const HITS = 12;
const PAUSE_MS = 140;
/** How far off and how high a place without a feature of its own is looked at from, m. */
const PLACE_DISTANCE = 700;
const METRES_A_DEGREE = 111_320;

const KINDS: Readonly<Record<string, TextKey>> = {
  building: 'kindBuilding',
  component: 'kindComponent',
  road: 'kindRoad',
  subdistrict: 'kindSubdistrict',
  address: 'kindAddress',
  place: 'kindPlace',
  city: 'city',
  community: 'kindCommunity',
  landuse: 'kindLanduse',
  square: 'kindSquare',
  rail: 'kindRail',
  water: 'kindWater',
  waterway: 'kindWaterway',
  pier: 'kindPier',
};

/** Finds by name, id, address, road or sub-district: type, arrow down, Enter. */
export function SearchBox(props: { ref?: (input: HTMLInputElement) => void }) {
  const { store, queries, status, t } = useFrame();
  const [hits, setHits] = createSignal<SearchHit[]>([]);
  const [at, setAt] = createSignal(0);
  const [open, setOpen] = createSignal(false);
  const [searched, setSearched] = createSignal('');
  let input!: HTMLInputElement;
  let aborter: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    aborter?.abort();
    aborter = null;
  }
  onCleanup(stop);

  async function search(text: string): Promise<void> {
    stop();
    aborter = new AbortController();
    const { signal } = aborter;
    try {
      const found = text === '' ? [] : await queries.search(text, HITS, signal);
      if (signal.aborted) return;
      setHits(found);
      setSearched(text);
      setAt(0);
    } catch {
      if (!signal.aborted) setHits([]);
    }
  }

  function choose(hit: SearchHit | undefined): void {
    if (!hit) return;
    setOpen(false);
    input.value = hit.name;
    if (hit.gid !== 0) {
      store.dispatch({ type: 'select', ids: [hit.id] });
      store.dispatch({ type: 'flyTo', id: hit.id });
      return;
    }
    const ground = status().manifest?.origin[2] ?? 0;
    store.dispatch({
      type: 'setCamera',
      camera: {
        lon: hit.lon,
        lat: hit.lat - PLACE_DISTANCE / METRES_A_DEGREE,
        height: ground + PLACE_DISTANCE,
        headingDeg: 0,
        pitchDeg: -45,
      },
    });
  }

  /** Hands the focus on to what was found. */
  function leave(): void {
    if (hits().length === 0) return;
    input.blur();
    document.getElementById(INSPECTOR_ID)?.focus({ preventScroll: true });
  }

  async function onKey(event: KeyboardEvent): Promise<void> {
    const { key } = event;
    if (event.isComposing) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const count = hits().length;
      if (count > 0) setAt((at() + (key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (key === 'Enter') {
      event.preventDefault();
      const text = input.value.trim();
      // Whoever types fast and presses Enter means what is written, not what was found for less.
      if (text !== searched()) await search(text);
      choose(hits()[at()]);
      // Found: the next keys are the desk's again, and what was found is read out.
      queueMicrotask(leave);
    } else if (key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (open() && input.value !== '') setOpen(false);
      else input.blur();
    }
  }

  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={(element) => {
          input = element;
          props.ref?.(element);
        }}
        type="text"
        role="combobox"
        aria-label={t('search')}
        aria-expanded={open() && hits().length > 0}
        aria-controls="search-hits"
        aria-autocomplete="list"
        aria-activedescendant={open() && hits().length > 0 ? `hit-${at()}` : undefined}
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        placeholder={t('searchHint')}
        title={`${t('search')} (/)`}
        onInput={(event) => {
          const text = event.currentTarget.value.trim();
          setOpen(true);
          stop();
          timer = setTimeout(() => void search(text), PAUSE_MS);
        }}
        onFocus={(event) => {
          event.currentTarget.select();
          setOpen(hits().length > 0);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => void onKey(event)}
      />
      <span class="key">/</span>
      <Show when={open() && searched() !== ''}>
        <div class="hits panel">
          <div id="search-hits" role="listbox" aria-label={t('searchHits')}>
            <For each={hits()}>
              {(hit, index) => (
                <div
                  id={`hit-${index()}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={at() === index()}
                  ref={(element) => {
                    queueMicrotask(() => at() === index() && element.scrollIntoView({ block: 'nearest' }));
                  }}
                  onPointerMove={() => setAt(index())}
                  onPointerDown={(event) => {
                    event.preventDefault();
                    choose(hit);
                  }}
                >
                  <span class="hit-name">{hit.name === '' ? t('unnamed') : hit.name}</span>
                  <span class="hit-kind">{KINDS[hit.kind] ? t(KINDS[hit.kind]!) : hit.kind}</span>
                  <span class="hit-detail">{hit.detail}</span>
                </div>
              )}
            </For>
          </div>
          <Show when={hits().length === 0}>
            <p role="status">{t('searchNone', { text: searched() })}</p>
          </Show>
        </div>
      </Show>
    </search>
  );
}
