/** What every part of the frame shares: the store, questions to the twin, and texts in the language of the moment. */
import {
  type Accessor,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  onCleanup,
  useContext,
} from 'solid-js';
import type { TwinState } from '#base/state/twin-state.ts';
import type { TwinQueries } from '#base/twin-queries.ts';
import { createStoreSignal } from './create-store-signal.ts';
import type { DeskStatus, DeskStore, Title } from './desk-store.ts';
import { createTranslate, type Language, type Translate, titleIn } from './texts/texts.ts';

const NOTICE_MS = 4_000;

/** Something said in passing. */
export interface Notice {
  readonly text: string;
  /** To be copied by hand. */
  readonly copy?: string;
}

export interface Frame {
  readonly store: DeskStore;
  readonly queries: TwinQueries;
  readonly state: Accessor<TwinState>;
  readonly status: Accessor<DeskStatus>;
  readonly language: Accessor<Language>;
  readonly t: Translate;
  /** Gives a title in the language of the moment. */
  readonly title: (title: Title | null | undefined, name: string) => string;
  readonly notice: Accessor<Notice | null>;
  /** Says something; it goes by itself unless something is to be copied. */
  readonly say: (notice: Notice | null) => void;
}

/** Makes the frame's context and keeps the page's language and title in step. */
export function createFrame(props: { store: DeskStore; queries: TwinQueries; language: Language }): Frame {
  const { store, queries } = props;
  const state = createStoreSignal(store, (desk) => desk.state);
  const status = createStoreSignal(store, (desk) => desk.status);
  const language = createMemo<Language>(() => state().language ?? props.language);
  const translate = createMemo(() => createTranslate(language()));
  const [notice, setNotice] = createSignal<Notice | null>(null);
  const title: Frame['title'] = (of, name) =>
    of === null || of === undefined ? name : typeof of === 'string' ? of : titleIn(of, language(), name);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    document.documentElement.lang = language() === 'zh' ? 'zh-Hans' : 'en';
    const { manifest } = status();
    document.title = manifest ? `${title(manifest.title, manifest.name)} · Spar` : 'Spar';
  });
  onCleanup(() => clearTimeout(timer));
  return {
    store,
    queries,
    state,
    status,
    language,
    t: (key, values) => translate()(key, values),
    title,
    notice,
    say(next) {
      clearTimeout(timer);
      setNotice(next);
      if (next && next.copy === undefined) timer = setTimeout(() => setNotice(null), NOTICE_MS);
    },
  };
}

export const FrameContext = createContext<Frame>();

/** Gives the frame that a part stands in. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('useFrame: expected a shell around it, got none');
  return frame;
}
