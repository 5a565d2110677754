/** What the page and the finding worker say to each other. */
import type { Counted, ListedAttribute } from '#base/twin-queries.ts';
import type { City } from '../city/load-city.ts';
import type { FindAnswer } from './finder.ts';
import type { StyledTheme, StyleRequest } from './style-engine.ts';

export type FindQuestion =
  | { kind: 'search'; text: string; limit: number }
  | { kind: 'histogram'; attribute: Counted; bins: number }
  | { kind: 'values'; attribute: ListedAttribute }
  | { kind: 'style'; theme: StyledTheme; request: StyleRequest };

export type ToFindWorker =
  | { type: 'setup'; city: City }
  | { type: 'ask'; key: number; question: FindQuestion }
  /** The asker no longer waits. */
  | { type: 'drop'; key: number };

export type FromFindWorker = { key: number; answer: FindAnswer } | { key: number; error: string };
