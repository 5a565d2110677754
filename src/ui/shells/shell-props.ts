import type { TwinQueries } from '#base/twin-queries.ts';
import type { DeskStore } from '../desk-store.ts';
import type { Language } from '../texts/texts.ts';

/** What every shell is given. */
export interface ShellProps {
  store: DeskStore;
  queries: TwinQueries;
  /** The browser's, until the state says another. */
  language: Language;
  /** Called once with the element that the city is drawn in. */
  onContainer: (element: HTMLElement) => void;
  /** Address of the page with the state as it is. */
  link: () => string;
  /** Told when nobody can see the city, and when somebody can again. */
  onRest?: (resting: boolean) => void;
}
