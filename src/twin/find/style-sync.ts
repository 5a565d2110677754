/** Keeps the style of a theme's features in step with the state: ids become gids, the worker computes, pages come back. */
import type { LayerStyle, TwinState } from '#base/state/twin-state.ts';
import type { LegendEntry } from '#base/twin-queries.ts';
import type { FeatureSource } from '../city/feature-source.ts';
import { isLiveId } from '../live/live-features.ts';
import type { FindClient } from './find-client.ts';
import type { StyledTheme, StyleRequest, StyleUpdate } from './style-engine.ts';

/** The parts of a state that style features. */
export type StyledState = Pick<
  TwinState,
  'selection' | 'hidden' | 'isolated' | 'filters' | 'colouring' | 'layers'
>;

export interface StyleSyncOptions {
  theme: StyledTheme;
  /** Id of the layer whose filter and style count. */
  layer: string;
  /** Of the layer, as its scene has it. */
  style?: LayerStyle | undefined;
  features: Pick<FeatureSource, 'byId'>;
  finder: Pick<FindClient, 'ask'>;
  signal: AbortSignal;
  onUpdate(update: StyleUpdate): void;
  onFault(error: unknown): void;
}

export interface StyleSync {
  /** Styles what changed; updates that overtake each other are merged into the last one. */
  update(state: StyledState): void;
  /** Remembers the gid of an id, so that it need not be looked up. */
  learn(id: string, gid: number): void;
  legend(): Promise<LegendEntry[]>;
  /** Buildings that show, once the style is in force; null where nothing is filtered. */
  shown(): Promise<number | null>;
  /** True while the picture does not show the last state. */
  pending(): boolean;
}

const LEARNT_AT_MOST = 20_000;

/** Components are coloured by their layer's style, buildings by the state's colouring. */
const BY_CLASS = { attribute: 'class', palette: 'auto' } as const;

/** Makes the keeper of a theme's style. */
export function createStyleSync(options: StyleSyncOptions): StyleSync {
  const { theme, layer, features, finder, signal, onUpdate, onFault } = options;
  const colouringOf = ({ colouring, layers }: StyledState): StyleRequest['colouring'] => {
    if (theme === 'buildings') return colouring;
    const style = { ...options.style, ...layers[layer]?.style };
    return style.colourBy === 'class' ? BY_CLASS : null;
  };
  /** 0: no feature of this city has the id. */
  const gids = new Map<string, number>();
  let last: StyledState | null = null;
  let wanted: StyledState | null = null;
  let running: Promise<void> | null = null;
  let legend: LegendEntry[] = [];
  let shown: number | null = null;

  function learn(id: string, gid: number): void {
    gids.delete(id);
    gids.set(id, gid);
    if (gids.size > LEARNT_AT_MOST) gids.delete(gids.keys().next().value!);
  }
  async function gidsOf(ids: readonly string[]): Promise<number[]> {
    const found: number[] = [];
    for (const id of ids) {
      // What only feeds tell of has no texel.
      if (isLiveId(id)) continue;
      let gid = gids.get(id);
      if (gid === undefined) {
        gid = (await features.byId(id, signal))?.gid ?? 0;
        learn(id, gid);
      }
      if (gid !== 0) found.push(gid);
    }
    return found;
  }
  async function apply(state: StyledState): Promise<void> {
    const request: StyleRequest = {
      filter: state.filters[layer] ?? null,
      colouring: colouringOf(state),
      selected: await gidsOf(state.selection),
      hidden: await gidsOf(state.hidden),
      isolated: state.isolated && (await gidsOf(state.isolated)),
    };
    const update = await finder.ask({ kind: 'style', theme, request }, signal);
    legend = update.legend;
    shown = request.filter ? update.shown : null;
    onUpdate(update);
  }
  async function run(): Promise<void> {
    while (wanted && !signal.aborted) {
      const state: StyledState = wanted;
      wanted = null;
      try {
        await apply(state);
      } catch (error) {
        if (!signal.aborted) onFault(error);
      }
    }
    running = null;
  }
  return {
    learn,
    update(state) {
      const { selection, hidden, isolated, filters } = state;
      const same =
        last !== null &&
        last.selection === selection &&
        last.hidden === hidden &&
        last.isolated === isolated &&
        last.filters[layer] === filters[layer] &&
        colouringOf(last) === colouringOf(state);
      if (same) return;
      // Nothing asked for yet, and nothing to ask for: the worker may rest.
      const plain =
        !selection.length && !hidden.length && !isolated && !filters[layer] && !colouringOf(state);
      const untouched = last === null && plain;
      last = state;
      if (untouched) return;
      wanted = last;
      running ??= run();
    },
    async legend() {
      while (running) await running;
      return legend;
    },
    async shown() {
      while (running) await running;
      return shown;
    },
    pending: () => running !== null,
  };
}
