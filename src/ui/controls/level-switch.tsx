import { For } from 'solid-js';
import type { LevelChoice } from '#base/state/twin-state.ts';
import type { TextKey } from '../texts/en.ts';
import type { Translate } from '../texts/texts.ts';

const LABELS: Readonly<Record<LevelChoice, TextKey>> = {
  auto: 'levelAuto',
  L1: 'levelL1',
  L2: 'levelL2',
  L3: 'levelL3',
};
const CHOICES = ['auto', 'L2', 'L3'] as const;

/** Chooses the level that buildings are shown at. */
export function LevelSwitch(props: {
  level: LevelChoice;
  t: Translate;
  onChoose: (level: LevelChoice) => void;
}) {
  return (
    <fieldset class="switch" aria-label={props.t('level')}>
      <For each={CHOICES}>
        {(level) => (
          <button type="button" aria-pressed={props.level === level} onClick={() => props.onChoose(level)}>
            {props.t(LABELS[level])}
          </button>
        )}
      </For>
    </fieldset>
  );
}
