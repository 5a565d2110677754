/** Who speaks to the broker: a page in a browser, or a device of the city (or an adapter, or the simulator). */
export type Role = 'page' | 'device';

export interface Publication {
  readonly topic: string;
  readonly payload: { readonly length: number };
  readonly retain: boolean;
}

/** Bytes of a page's command, and of a message that is kept for those who come later. */
const MOST_COMMAND = 256 * 1024;
const MOST_RETAINED = 64 * 1024;

const COMMAND = /^city\/[^/]+\/.+\/cmd$/;
const KEPT = /^city\/[^/]+\/.+\/(state|meta|availability)$/;

/**
 * Says why somebody may not publish something, or null when they may.
 *
 * Pages may ask (`city/…/cmd`) and nothing else; devices may publish below `city/`, and keep states, not events.
 */
export function refusePublication(role: Role, { topic, payload, retain }: Publication): string | null {
  if (topic.startsWith('$')) return `topic "${topic}": expected one below city/, got one of the broker's own`;
  if (!topic.startsWith('city/')) return `topic "${topic}": expected one below city/, got another`;
  if (role === 'page') {
    if (!COMMAND.test(topic)) return `topic "${topic}": expected city/…/cmd from a page, got another`;
    if (retain) return `topic "${topic}": expected a command that is not retained, got a retained one`;
    if (payload.length > MOST_COMMAND) {
      return `topic "${topic}": expected ${MOST_COMMAND} bytes at most, got ${payload.length}`;
    }
  }
  if (!retain) return null;
  if (!KEPT.test(topic))
    return `topic "${topic}": expected state, meta or availability retained, got another`;
  if (payload.length > MOST_RETAINED) {
    return `topic "${topic}": expected ${MOST_RETAINED} bytes at most retained, got ${payload.length}`;
  }
  return null;
}

/** Says why somebody may not listen to a topic, or null when they may. */
export function refuseSubscription(topic: string): string | null {
  return topic.startsWith('$') ? `topic "${topic}": expected none of the broker's own` : null;
}
