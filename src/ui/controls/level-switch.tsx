import { For } from 'solid-js';
import { LEVEL_CHOICES, type LevelChoice } from '#base/twin-state.ts';
import type { TextKey } from '../texts/en.ts';
import type { Translate } from '../texts/texts.ts';

const LABELS: Readonly<Record<LevelChoice, TextKey>> = { auto: 'levelAuto', L2: 'levelL2', L3: 'levelL3' };

/** Chooses the level that buildings are shown at. */
export function LevelSwitch(props: {
  level: LevelChoice;
  t: Translate;
  onChoose: (level: LevelChoice) => void;
}) {
  return (
    <fieldset class="switch" aria-label={props.t('level')}>
      <For each={LEVEL_CHOICES}>
        {(level) => (
          <button type="button" aria-pressed={props.level === level} onClick={() => props.onChoose(level)}>
            {props.t(LABELS[level])}
          </button>
        )}
      </For>
    </fieldset>
  );
}
