import { createSignal, For, Show } from 'solid-js';
import type { LampCommandPhase, LampCommandStatus } from '#base/live/live-status.ts';
import type { LampTarget } from '#base/state/commands.ts';
import { Choice, type Option } from '../controls/choice.tsx';
import { useFrame } from '../frame-context.ts';
import { formatCount, formatShare } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import './lamp-control.css';

const SCOPES = ['lamp', 'circuit', 'cabinet'] as const;
type Scope = (typeof SCOPES)[number];
/** Per cent; null: back to the schedule. */
const LEVELS = [0, 50, 100, null] as const;
type Level = (typeof LEVELS)[number];
/** Names under which lamps know their cabinet. */
const CABINET_KEYS = ['cabinet', 'refStreetlightControlCabinet'];
/** Commands that are listed, the newest first. */
const SHOWN = 3;
/** The way of a command that goes well. */
const STEPS: readonly (readonly [LampCommandPhase, TextKey])[] = [
  ['requested', 'lampRequested'],
  ['acknowledged', 'lampAcknowledged'],
  ['observed', 'lampObserved'],
];

/** Something that is asked before it is sent. */
interface Asked {
  readonly target: LampTarget;
  readonly level: Level;
  readonly text: string;
}

/** Off, half, full or back to the schedule: for lamps, their circuit or their cabinet. Below, what became of it. */
export function LampControl(props: {
  /** Lamps that are selected; the last one is the one that is read. */
  ids: readonly string[];
  /** Of the one that is read. */
  attributes: Readonly<Record<string, string | number | boolean>>;
}) {
  const { store, queries, status, language, t } = useFrame();
  const [scope, setScope] = createSignal<Scope>('lamp');
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const nameOf = (of: Scope): string | null => {
    const { attributes } = props;
    const key = of === 'circuit' ? 'circuit' : CABINET_KEYS.find((name) => attributes[name] !== undefined);
    const value = of === 'lamp' || key === undefined ? undefined : attributes[key];
    return value === undefined ? null : String(value);
  };
  const lamps = (): string =>
    props.ids.length > 1
      ? t('lampSelected', { count: formatCount(props.ids.length, language()) })
      : t('lampThis');
  const options = (): Option<Scope>[] =>
    SCOPES.flatMap((value): Option<Scope>[] => {
      if (value === 'lamp') return [{ value, label: lamps() }];
      const name = nameOf(value);
      const label = t(value === 'circuit' ? 'lampWholeCircuit' : 'lampWholeCabinet');
      return name === null ? [] : [{ value, label, note: name }];
    });
  const chosen = (): Scope => (options().some(({ value }) => value === scope()) ? scope() : 'lamp');
  const target = (): LampTarget => {
    const name = nameOf(chosen()) ?? '';
    if (chosen() === 'circuit') return { circuit: name };
    return chosen() === 'cabinet' ? { cabinet: name } : { ids: props.ids };
  };
  function targetText(of: LampTarget): string {
    if ('circuit' in of) return t('lampCircuit', { name: of.circuit });
    if ('cabinet' in of) return t('lampCabinet', { name: of.cabinet });
    return of.ids.length > 1
      ? t('lampSelected', { count: formatCount(of.ids.length, language()) })
      : t('lampThis');
  }
  function levelText(level: number | null): string {
    if (level === null) return t('lampSchedule');
    return level === 0 ? t('lampOff') : formatShare(level / 100, language());
  }
  function send(to: LampTarget, level: Level): void {
    setAsked(null);
    store.dispatch({ type: 'commandLamps', target: to, level });
  }
  /** One lamp is told at once; of more it is asked first how many that are. */
  async function press(level: Level): Promise<void> {
    const to = target();
    if ('ids' in to && to.ids.length === 1) {
      send(to, level);
      return;
    }
    const known = 'ids' in to ? to.ids.length : await countOf(to);
    const values = { target: targetText(to), level: levelText(level) };
    const text =
      known === null
        ? t('lampConfirmUnknown', values)
        : t('lampConfirm', { ...values, count: formatCount(known, language()) });
    setAsked({ target: to, level, text });
  }
  async function countOf(to: LampTarget): Promise<number | null> {
    const counts = await queries.lampCounts(to).catch(() => null);
    return counts?.lamps ?? null;
  }
  const concerns = ({ target: of }: LampCommandStatus): boolean =>
    'ids' in of
      ? of.ids.some((id) => props.ids.includes(id))
      : 'circuit' in of
        ? of.circuit === nameOf('circuit')
        : of.cabinet === nameOf('cabinet');
  const commands = () => (status().commands ?? []).filter(concerns).slice(-SHOWN).reverse();

  return (
    <section class="lamp-control" aria-label={t('lampControl')}>
      <h3>{t('lampControl')}</h3>
      <Show when={options().length > 1}>
        <Choice
          label={t('lampScope')}
          name="lamp-scope"
          value={chosen()}
          options={options()}
          onChoose={(next) => {
            setScope(next);
            setAsked(null);
          }}
        />
      </Show>
      <fieldset class="lamp-levels" aria-label={t('liveDim')}>
        <For each={LEVELS}>
          {(level) => (
            <button type="button" onClick={() => void press(level)}>
              {levelText(level)}
            </button>
          )}
        </For>
      </fieldset>
      <Show when={asked()}>
        {(one) => (
          <div class="lamp-confirm" role="alertdialog" aria-label={t('lampControl')}>
            <p>{one().text}</p>
            <button
              type="button"
              class="send"
              ref={(button) => queueMicrotask(() => button.focus())}
              onClick={() => send(one().target, one().level)}
            >
              {t('lampSend')}
            </button>
            <button type="button" onClick={() => setAsked(null)}>
              {t('cancel')}
            </button>
          </div>
        )}
      </Show>
      <Show when={commands().length > 0}>
        <ul class="lamp-commands" aria-label={t('lampCommands')} aria-live="polite">
          <For each={commands()}>
            {(command) => (
              <CommandLine
                command={command}
                title={`${levelText(command.level)} · ${targetText(command.target)}`}
              />
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}

/** How far one command has come. */
function CommandLine(props: { command: LampCommandStatus; title: string }) {
  const { t, language } = useFrame();
  const reached = () => STEPS.findIndex(([phase]) => phase === props.command.phase);
  const failed = (): TextKey | null =>
    props.command.phase === 'refused'
      ? 'lampRefused'
      : props.command.phase === 'unanswered'
        ? 'lampUnanswered'
        : null;
  return (
    <li class={props.command.phase}>
      <strong>{props.title}</strong>
      <Show
        when={failed()}
        fallback={
          <ol>
            <For each={STEPS}>
              {([, text], at) => (
                <li
                  classList={{ done: at() <= reached() }}
                  aria-current={at() === reached() ? 'step' : undefined}
                >
                  {t(text)}
                </li>
              )}
            </For>
          </ol>
        }
      >
        {(text) => <p class="lamp-failed">{t(text())}</p>}
      </Show>
      <Show when={props.command.accepted > 1}>
        <p>
          {t('lampLampsObserved', {
            observed: formatCount(props.command.observed, language()),
            accepted: formatCount(props.command.accepted, language()),
          })}
        </p>
      </Show>
      <Show when={props.command.refused > 0}>
        <p class="lamp-failed">
          {t('lampLampsRefused', { count: formatCount(props.command.refused, language()) })}
        </p>
      </Show>
      <Show when={props.command.message}>{(message) => <p>{message()}</p>}</Show>
    </li>
  );
}
