import { decodeJson } from '#base/live/json.ts';
import type { GeojsonFeed } from '#base/state/scene-feeds.ts';
import type { Feed, FeedSink, FeedWorld } from './feed.ts';
import { fetchBytes } from './fetch-bytes.ts';

const EVERY_S = 30;
const TIMEOUT_MS = 20_000;
const LONGEST_MS = 120_000;

type Json = Readonly<Record<string, unknown>>;

/**
 * Opens a feed of GeoJSON that is asked for again and again; every feature is a message of its properties.
 *
 * @param receive - takes one feature's properties with its own id among them, where they have none.
 */
export function openGeojsonFeed(
  spec: GeojsonFeed,
  sink: FeedSink,
  world: FeedWorld,
  receive: (properties: Json, scope: string) => void,
): Feed {
  const { health } = sink;
  const url = world.resolve(spec.url);
  const everyMs = 1_000 * (spec.every ?? EVERY_S);
  const closed = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wasLive = false;

  async function ask(): Promise<void> {
    timer = undefined;
    try {
      const bytes = await fetchBytes(world.get, url, closed.signal, TIMEOUT_MS);
      const json = decodeJson(bytes, `"${spec.url}"`) as { features?: unknown } | null;
      if (!Array.isArray(json?.features)) {
        throw new Error(`"${spec.url}": features: expected a list, got none`);
      }
      health.came(world.wall(), Number.NaN);
      (json.features as { id?: unknown; properties?: Json | null }[]).forEach((feature, at) => {
        const properties = feature?.properties ?? {};
        receive('id' in properties ? properties : { id: feature?.id, ...properties }, `features[${at}]`);
      });
      failures = 0;
      wasLive = true;
      health.to('live', world.wall());
    } catch (error) {
      if (closed.signal.aborted) return;
      failures++;
      health.refuse('payload', (error as Error).message);
      health.to(wasLive ? 'lost' : 'failed', world.wall(), (error as Error).message);
    }
    sink.settled();
    timer = setTimeout(
      () => void ask(),
      Math.min(everyMs * 2 ** Math.min(failures, 6), Math.max(everyMs, LONGEST_MS)),
    );
  }
  void ask();
  return {
    retry() {
      if (timer === undefined) return;
      clearTimeout(timer);
      void ask();
    },
    dispose() {
      closed.abort();
      clearTimeout(timer);
    },
  };
}
