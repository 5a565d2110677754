/** Topics of a city, and which filters they meet. */

/** Names of a city's topics (`wire.ts`). `division`: six digits, or the folder's name of a city without. */
export function cityTopics(division: string) {
  const root = `city/${division}`;
  return {
    /** Of one thing; `grid` is `-` where none is known. */
    thing: (
      domain: string,
      grid: string,
      type: string,
      id: string,
      leaf: 'state' | 'event' | 'cmd' | 'ack' | 'meta',
    ): string => `${root}/${domain}/${grid}/${type}/${id}/${leaf}`,
    batch: (domain: string, source: string): string => `${root}/${domain}/batch/${source}/state`,
    clock: `${root}/clock/meta`,
    availability: (gateway: string): string => `${root}/${gateway}/availability`,
    lampCommand: (correlation: string): string => `${root}/light/-/group/${correlation}/cmd`,
    /** Asks all who report to tell everything again; a fleet may leave it when it was asked a moment ago. */
    tellAll: `${root}/fleet/-/all/-/cmd`,
    lampAck: (correlation: string): string => `${root}/light/-/group/${correlation}/ack`,
  };
}

/**
 * Tells whether a topic meets a filter with `+` and `#`.
 *
 * Source: MQTT 5.0, 4.7: `+` one level, `#` the parent and all below, and neither at the beginning meets `$…`.
 */
export function matchesTopic(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false;
  let [at, from] = [0, 0];
  for (;;) {
    const end = filter.indexOf('/', at);
    const level = end < 0 ? filter.slice(at) : filter.slice(at, end);
    if (level === '#') return true;
    if (from > topic.length) return false;
    const topicEnd = topic.indexOf('/', from);
    const found = topicEnd < 0 ? topic.slice(from) : topic.slice(from, topicEnd);
    if (level !== '+' && level !== found) return false;
    from = topicEnd < 0 ? topic.length + 1 : topicEnd + 1;
    if (end < 0) return from > topic.length;
    at = end + 1;
  }
}

/** Says what is wrong with a filter, or null: `+` and `#` stand alone in their level, `#` is the last. */
export function topicFilterProblem(filter: string): string | null {
  if (filter === '' || filter.length > 1_024 || filter.includes('\0'))
    return 'a topic of 1 to 1024 characters';
  const levels = filter.split('/');
  const misplaced = levels.some(
    (level, at) =>
      (level.includes('#') && (level !== '#' || at < levels.length - 1)) ||
      (level.includes('+') && level !== '+'),
  );
  return misplaced ? 'a topic with + alone in a level and # alone at the end' : null;
}
