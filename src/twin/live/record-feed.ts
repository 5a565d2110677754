/**
 * A recording played back on the city's clock: lines of `{"t", "topic", "payload"}` in order of their time.
 *
 * `t`: ms since 1970 or RFC 3339; `payload`: JSON, or `{"base64": "…"}` of bytes.
 */
import { decodeText } from '#base/live/json.ts';
import { timeAt } from '#base/live/state-message.ts';
import type { RecordFeed } from '#base/state/scene-feeds.ts';
import type { Feed, FeedSink, FeedWorld } from './feed.ts';
import { fetchBytes } from './fetch-bytes.ts';

const TIMEOUT_MS = 60_000;
const LONGEST = 256 * 1_024 * 1_024;
const STEP_MS = 250;
/** Lines played in one step: a leap of the clock must not stop the worker for long. */
const LINES_A_STEP = 50_000;

interface Line {
  readonly t: number;
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** Reads one line. @throws Error naming the line. */
function parseLine(text: string, scope: string): Line {
  let json: { t?: unknown; topic?: unknown; payload?: unknown } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch {
    throw new Error(`${scope}: expected JSON, got ${JSON.stringify(text.slice(0, 60))}`);
  }
  const t = timeAt(json?.t, scope, 't');
  if (typeof json?.topic !== 'string') throw new Error(`${scope}: topic: expected a text, got none`);
  const { payload } = json;
  const base64 = (payload as { base64?: unknown } | null)?.base64;
  const bytes =
    typeof base64 === 'string'
      ? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(JSON.stringify(payload ?? null));
  return { t, topic: json.topic, payload: bytes };
}

/** Reads a recording; bad lines are told and left out. @returns lines by time. */
export function parseRecord(text: string, scope: string, onProblem: (message: string) => void): Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (let number = 1; from < text.length; number++) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).trim();
    from = end < 0 ? text.length : end + 1;
    if (line === '') continue;
    try {
      lines.push(parseLine(line, `${scope}: line ${number}`));
    } catch (error) {
      onProblem((error as Error).message);
    }
  }
  return lines.sort((a, b) => a.t - b.t);
}

/** Opens a recording. A clock that goes back begins it anew. */
export function openRecordFeed(spec: RecordFeed, sink: FeedSink, world: FeedWorld): Feed {
  const { health } = sink;
  const closed = new AbortController();
  let lines: Line[] = [];
  let next = 0;
  let playedTo = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setInterval> | undefined;

  function play(): void {
    const now = sink.cityNow();
    if (now < playedTo) {
      next = 0;
      sink.restart();
    }
    playedTo = now;
    for (let played = 0; next < lines.length && lines[next]!.t <= now && played < LINES_A_STEP; played++) {
      const { topic, payload } = lines[next++]!;
      sink.receive(topic, payload);
    }
  }
  async function load(): Promise<void> {
    try {
      const bytes = await fetchBytes(world.get, world.resolve(spec.url), closed.signal, TIMEOUT_MS);
      const scope = `"${spec.url}"`;
      lines = parseRecord(decodeText(bytes, scope, LONGEST), scope, (message) =>
        health.refuse('payload', message),
      );
      if (lines.length === 0) throw new Error(`${scope}: expected a line or more, got none`);
      health.to('live', world.wall());
      play();
      timer = setInterval(play, STEP_MS);
    } catch (error) {
      if (closed.signal.aborted) return;
      health.to('failed', world.wall(), (error as Error).message);
    }
    sink.settled();
  }
  void load();
  return {
    retry() {
      if (health.phase === 'failed') void load();
    },
    dispose() {
      closed.abort();
      clearInterval(timer);
    },
  };
}
