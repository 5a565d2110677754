import type { CountedValue, Histogram, SearchHit } from '#base/twin-queries.ts';
import type { City } from '../city/load-city.ts';
import type { FindQuestion, FromFindWorker, ToFindWorker } from './find-protocol.ts';
import { createFinder, type FindAnswer } from './finder.ts';
import type { StyleUpdate } from './style-engine.ts';

type AnswerOf<Q extends FindQuestion> = Q extends { kind: 'search' }
  ? SearchHit[]
  : Q extends { kind: 'histogram' }
    ? Histogram
    : Q extends { kind: 'values' }
      ? CountedValue[]
      : StyleUpdate;

export interface FindClient {
  ask<Q extends FindQuestion>(question: Q, signal: AbortSignal): Promise<AnswerOf<Q>>;
  dispose(): void;
}

interface Waiting {
  question: FindQuestion;
  signal: AbortSignal;
  resolve(answer: FindAnswer): void;
  reject(error: unknown): void;
}

/** Asks the finding worker; where none can be started, answers on the page itself. */
export function createFindClient(city: City): FindClient {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let worker: Worker | null = null;
  let started = false;
  let onPage: ReturnType<typeof createFinder> | null = null;
  const pageFinder = (): ReturnType<typeof createFinder> => {
    onPage ??= createFinder(city, fetch.bind(window), true);
    return onPage;
  };
  const send = (message: ToFindWorker): void => worker?.postMessage(message);
  const take = (key: number): Waiting | undefined => {
    const one = waiting.get(key);
    waiting.delete(key);
    return one;
  };
  /** Started by the first question: nothing of it is needed for the first picture. */
  function start(): void {
    if (started) return;
    started = true;
    try {
      startWorker();
    } catch {
      worker = null;
    }
  }
  function startWorker(): void {
    worker = new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromFindWorker>) => {
      if ('error' in data) take(data.key)?.reject(new Error(data.error));
      else take(data.key)?.resolve(data.answer);
    });
    worker.addEventListener('error', () => {
      worker?.terminate();
      worker = null;
      for (const key of [...waiting.keys()]) {
        const one = take(key)!;
        pageFinder().answer(one.question, one.signal).then(one.resolve, one.reject);
      }
    });
    send({ type: 'setup', city });
  }

  function ask(question: FindQuestion, signal: AbortSignal): Promise<FindAnswer> {
    signal.throwIfAborted();
    start();
    if (!worker) return pageFinder().answer(question, signal);
    return new Promise((resolve, reject) => {
      const key = next++;
      waiting.set(key, { question, signal, resolve, reject });
      signal.addEventListener(
        'abort',
        () => {
          const one = take(key);
          if (!one) return;
          send({ type: 'drop', key });
          one.reject(signal.reason);
        },
        { once: true },
      );
      send({ type: 'ask', key, question });
    });
  }
  return {
    ask: async (question, signal) => (await ask(question, signal)) as AnswerOf<typeof question>,
    dispose() {
      worker?.terminate();
      for (const key of [...waiting.keys()]) take(key)!.reject(new DOMException('disposed', 'AbortError'));
    },
  };
}
