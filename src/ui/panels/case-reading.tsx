import { createMemo, createResource, For, onCleanup, Show } from 'solid-js';
import type { CaseEventKind, CaseRecord, CaseState } from '#base/cases/case.ts';
import { cityCalendar } from '#base/cases/city-calendar.ts';
import { limitUsed } from '#base/cases/due.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import { useFrame } from '../frame-context.ts';
import { formatCityDate, formatCityTime, formatShare } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import { caseName } from '../texts/feature-texts.ts';
import './case-reading.css';

const ASK_EVERY_MS = 2_000;

const STATE_TEXTS: Readonly<Record<CaseState, TextKey>> = {
  REPORTED: 'caseReported',
  ACCEPT_PENDING: 'caseAcceptPending',
  VERIFY_PENDING: 'caseVerifyPending',
  ACCEPTED: 'caseAccepted',
  FILE_PENDING: 'caseFilePending',
  FILED: 'caseFiled',
  DISPATCH_PENDING: 'caseDispatchPending',
  ASSIGNED: 'caseAssigned',
  IN_PROGRESS: 'caseInProgress',
  DONE: 'caseDone',
  CHECK_PENDING: 'caseCheckPending',
  CLOSE_PENDING: 'caseClosePending',
  CLOSED: 'caseClosed',
  SELF_HANDLED: 'caseSelfHandled',
  REJECTED: 'caseRejected',
  NOT_FILED: 'caseNotFiled',
  SUSPENDED: 'caseSuspended',
  VOID: 'caseVoid',
};
const EVENT_TEXTS: Readonly<Record<CaseEventKind, TextKey>> = {
  report: 'eventReport',
  accept: 'eventAccept',
  reject: 'caseRejected',
  inspect: 'eventInspect',
  verify: 'eventVerify',
  file: 'eventFile',
  refuse: 'caseNotFiled',
  dispatch: 'eventDispatch',
  start: 'eventStart',
  return: 'eventReturn',
  extend: 'eventExtend',
  suspend: 'caseSuspended',
  resume: 'eventResume',
  finish: 'eventFinish',
  check: 'eventCheck',
  rework: 'eventRework',
  close: 'caseClosed',
  'self-handle': 'caseSelfHandled',
  void: 'caseVoid',
  urge: 'eventUrge',
  rate: 'eventRate',
};
const ROLE_TEXTS: Readonly<Record<string, TextKey>> = {
  inspector: 'roleInspector',
  operator: 'roleOperator',
  supervisor: 'roleSupervisor',
  dispatcher: 'roleDispatcher',
  department: 'roleDepartment',
  public: 'rolePublic',
  sensor: 'roleSensor',
  hotline: 'roleHotline',
  video: 'roleVideo',
};

/** A case: what, how it stands to its limit, and all that happened. */
export function CaseReading(props: { id: string }) {
  const { store, queries, status, t, language } = useFrame();
  const [found, { refetch }] = createResource(
    () => props.id,
    (id) => queries.caseOf(id).catch(() => null),
  );
  const timer = setInterval(() => void refetch(), ASK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  const zone = () => status().manifest?.timeZone ?? null;
  const work = createMemo(() => createWorkTime(cityCalendar(zone(), status().manifest?.origin[0] ?? 0)));
  const when = (ms: number): string =>
    `${formatCityDate(ms, zone(), language())} ${formatCityTime(ms, zone())}`;
  const role = (name: string): string => (ROLE_TEXTS[name] ? t(ROLE_TEXTS[name]) : name);
  const now = () => {
    const clock = status().clock;
    return clock ? clock.epoch + (Date.now() - clock.at) * clock.rate : Date.now();
  };
  const rows = (one: CaseRecord): [string, string][] =>
    (
      [
        [t('caseState'), t(STATE_TEXTS[one.state])],
        [t('caseSource'), role(one.source)],
        [t('caseDepartment'), one.department],
        [t('grid'), one.grid],
        [t('caseReportedAt'), when(one.reportedAt)],
        [t('caseDue'), one.dueAt === null ? null : when(one.dueAt)],
        [t('id'), one.id],
      ] as [string, string | null][]
    ).filter((row): row is [string, string] => row[1] !== null);
  return (
    <Show
      when={found.latest}
      fallback={<p class="quiet">{found.loading ? t('loading') : t('caseUnknown')}</p>}
    >
      {(one) => (
        <div class="case-reading">
          <h3>{caseName(one(), language())}</h3>
          <Limit used={limitUsed(one(), now(), work())} handled={one().handledAt !== null} />
          <dl>
            <For each={rows(one())}>
              {([term, value]) => (
                <>
                  <dt>{term}</dt>
                  <dd>{value}</dd>
                </>
              )}
            </For>
          </dl>
          <Show when={one().component}>
            {(id) => (
              <button
                type="button"
                class="wide"
                onClick={() => store.dispatch({ type: 'select', ids: [id()] })}
              >
                {t('caseComponent')}
              </button>
            )}
          </Show>
          <h4>{t('caseHistory')}</h4>
          <ol>
            <For each={[...one().history].reverse()}>
              {({ kind, at, by, note }) => (
                <li>
                  <time>{when(at)}</time>
                  <span>
                    {t(EVENT_TEXTS[kind])} · {role(by)}
                  </span>
                  <Show when={note}>
                    <small>{note}</small>
                  </Show>
                </li>
              )}
            </For>
          </ol>
        </div>
      )}
    </Show>
  );
}

/** How much of the limit is used, by colour, length and word. */
function Limit(props: { used: number | null; handled: boolean }) {
  const { t, language } = useFrame();
  const kind = (used: number): 'late' | 'near' | 'calm' =>
    used > 1 ? 'late' : used >= 0.75 && !props.handled ? 'near' : 'calm';
  return (
    <Show when={props.used !== null}>
      <div class={`limit ${kind(props.used!)}`}>
        <div class="limit-bar" aria-hidden="true">
          <span style={{ width: `${Math.min(100, props.used! * 100).toFixed(1)}%` }} />
        </div>
        <p>{t(props.used! > 1 ? 'caseLate' : 'caseUsed', { share: formatShare(props.used!, language()) })}</p>
      </div>
    </Show>
  );
}
