import { describe, expect, it } from 'vitest';
import { createReconciler, type Live, type Wanted } from './reconcile.ts';

interface Spec {
  id: string;
  url?: string;
}
interface View {
  visible: boolean;
  opacity: number;
}

/** A scene of nothing: records what is done, makes what `make` makes, and waits by hand. */
function world(make: (spec: Spec) => Promise<void> = async () => {}) {
  const done: string[] = [];
  const faults: string[] = [];
  const recovered: string[] = [];
  const waits: { run: () => void; delayMs: number; cancelled: boolean }[] = [];
  const partFaults = new Map<string, (error: Error) => void>();
  let atOnce = 0;
  let mostAtOnce = 0;
  const reconciler = createReconciler<Spec, View>({
    async create(spec, view, signal, onPartFault): Promise<Live<View>> {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      try {
        await make(spec);
      } finally {
        atOnce--;
      }
      partFaults.set(spec.id, onPartFault);
      done.push(`create ${spec.id} ${view.opacity}${signal.aborted ? ' aborted' : ''}`);
      return {
        update: ({ visible, opacity }) => {
          if (opacity < 0) throw new Error('no such opacity');
          done.push(`update ${spec.id} ${visible} ${opacity}`);
        },
        pending: () => 1,
        dispose: () => done.push(`dispose ${spec.id}`),
      };
    },
    onFault: (id, error) => faults.push(`${id}: ${error.message}`),
    onRecovered: (id) => recovered.push(id),
    onChange: () => {},
    wait(run, delayMs) {
      const one = { run, delayMs, cancelled: false };
      waits.push(one);
      return () => {
        one.cancelled = true;
      };
    },
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  };
  return { reconciler, done, faults, recovered, waits, partFaults, settle, most: () => mostAtOnce };
}

const layer = (id: string, view: Partial<View> = {}, spec: Partial<Spec> = {}): Wanted<Spec, View> => ({
  spec: { id, ...spec },
  view: { visible: true, opacity: 1, ...view },
});

describe('the reconciler', () => {
  it('creates what is new, updates what is shown otherwise, disposes what is gone in reverse order', async () => {
    const { reconciler, done, settle } = world();
    reconciler.reconcile([layer('a'), layer('b'), layer('c')]);
    await settle();
    expect(done.splice(0)).toEqual(['create a 1', 'create b 1', 'create c 1']);
    reconciler.reconcile([layer('a'), layer('b', { opacity: 0.5 }), layer('c')]);
    expect(done.splice(0)).toEqual(['update b true 0.5']);
    reconciler.reconcile([layer('b', { opacity: 0.5 })]);
    expect(done.splice(0)).toEqual(['dispose c', 'dispose a']);
  });

  it('makes a layer anew when its description changes', async () => {
    const { reconciler, done, settle } = world();
    reconciler.reconcile([layer('a', {}, { url: '1' })]);
    await settle();
    reconciler.reconcile([layer('a', {}, { url: '2' })]);
    await settle();
    expect(done).toEqual(['create a 1', 'dispose a', 'create a 1']);
  });

  it('loads a hidden layer when it is first shown, and never before', async () => {
    const { reconciler, done, settle } = world();
    reconciler.reconcile([layer('a', { visible: false })]);
    await settle();
    expect(done).toEqual([]);
    expect(reconciler.pending()).toBe(0);
    expect(reconciler.reports()).toEqual([{ id: 'a', phase: 'waiting', message: null }]);
    reconciler.reconcile([layer('a')]);
    await settle();
    expect(done).toEqual(['create a 1']);
    expect(reconciler.pending()).toBe(1);
  });

  it('shows the others when one fails, and tries it again after 1, 2, 4 … 60 s', async () => {
    let failing = 8;
    const { reconciler, done, faults, recovered, waits, settle } = world(async ({ id }) => {
      if (id === 'bad' && failing-- > 0) throw new Error('404');
    });
    reconciler.reconcile([layer('a'), layer('bad'), layer('z')]);
    await settle();
    expect(done).toEqual(['create a 1', 'create z 1']);
    expect(reconciler.reports()[1]).toEqual({ id: 'bad', phase: 'failed', message: '404' });
    for (let turn = 0; turn < 8; turn++) {
      waits.at(-1)!.run();
      await settle();
    }
    expect(waits.map(({ delayMs }) => delayMs / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(faults).toEqual(Array(8).fill('bad: 404'));
    expect(recovered).toEqual(['bad']);
    expect(done.at(-1)).toBe('create bad 1');
    expect(reconciler.reports()[1]).toEqual({ id: 'bad', phase: 'ready', message: null });
  });

  it('does not wait for a failed layer that is no longer wanted', async () => {
    const { reconciler, waits, settle } = world(() => Promise.reject(new Error('404')));
    reconciler.reconcile([layer('bad')]);
    await settle();
    reconciler.reconcile([]);
    expect(waits.map(({ cancelled }) => cancelled)).toEqual([true]);
  });

  it('takes away at once what comes after it was dropped, and shows the last view of what changed on its way', async () => {
    const gates: (() => void)[] = [];
    const { reconciler, done, settle } = world(() => new Promise((resolve) => gates.push(resolve)));
    reconciler.reconcile([layer('a'), layer('b')]);
    reconciler.reconcile([layer('b', { opacity: 0.25 })]);
    for (const open of gates) open();
    await settle();
    expect(done).toEqual(['create a 1 aborted', 'create b 1', 'dispose a', 'update b true 0.25']);
  });

  it('makes six of three hundred at once, and all of them in the end', async () => {
    const { reconciler, done, most } = world(() => new Promise((resolve) => setTimeout(resolve)));
    reconciler.reconcile(Array.from({ length: 300 }, (_, at) => layer(`l${at}`)));
    while (done.length < 300) await new Promise((resolve) => setTimeout(resolve));
    expect(most()).toBe(6);
    expect(reconciler.reports().every(({ phase }) => phase === 'ready')).toBe(true);
  });

  it('makes anew what failed in part once the network is back, and nothing else', async () => {
    const { reconciler, done, faults, recovered, partFaults, settle } = world();
    reconciler.reconcile([layer('a'), layer('b')]);
    await settle();
    partFaults.get('b')!(new Error('tile 3/1/2'));
    expect(faults).toEqual(['b: tile 3/1/2']);
    done.length = 0;
    reconciler.retry();
    await settle();
    expect(done).toEqual(['dispose b', 'create b 1']);
    expect(recovered).toEqual(['b']);
  });

  it('tells of an update that throws and goes on with the next layer', async () => {
    const { reconciler, done, faults, settle } = world();
    reconciler.reconcile([layer('a'), layer('b')]);
    await settle();
    reconciler.reconcile([layer('a', { opacity: -1 }), layer('b', { opacity: 0.5 })]);
    expect(faults).toEqual(['a: no such opacity']);
    expect(done.at(-1)).toBe('update b true 0.5');
  });

  it('disposes everything in reverse order, and makes nothing afterwards', async () => {
    const { reconciler, done, settle } = world();
    reconciler.reconcile([layer('a'), layer('b')]);
    await settle();
    done.length = 0;
    reconciler.dispose();
    await settle();
    expect(done).toEqual(['dispose b', 'dispose a']);
    expect(reconciler.reports()).toEqual([]);
  });
});
