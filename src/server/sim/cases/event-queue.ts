/** What is to happen, by instant; of one instant in the order in which it was put in. */
export interface EventQueue<T> {
  readonly size: number;
  /** Instant of the first; Infinity when empty. */
  readonly first: number;
  push(at: number, item: T): void;
  /** Takes the first out. @throws Error when empty. */
  pop(): T;
}

interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly item: T;
}

const before = <T>(a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Makes an empty queue: a binary heap. */
export function createEventQueue<T>(): EventQueue<T> {
  const heap: Entry<T>[] = [];
  let order = 0;

  const up = (from: number): void => {
    const entry = heap[from]!;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  };
  const down = (entry: Entry<T>): void => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, entry)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = entry;
  };

  return {
    get size() {
      return heap.length;
    },
    get first() {
      return heap[0]?.at ?? Number.POSITIVE_INFINITY;
    },
    push: (at, item) => {
      heap.push({ at, order: order++, item });
      up(heap.length - 1);
    },
    pop: () => {
      const [first] = heap;
      if (!first) throw new Error('queue: expected something in it, got nothing');
      const last = heap.pop()!;
      if (heap.length > 0) down(last);
      return first.item;
    },
  };
}
