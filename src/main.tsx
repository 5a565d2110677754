/** The page: reads its address, makes the store, and joins the twin to the frame around it. */
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/600.css';
import { render } from 'solid-js/web';
import type { Spar } from '#base/spar.ts';
import { createTwin, type TwinStats } from '#twin/scene/create-twin.ts';
import { createSpar } from '#twin/state/create-spar.ts';
import { createTwinStore } from '#twin/state/twin-store.ts';
import { CommandShell } from '#ui/shells/command-shell.tsx';
import { EmbedShell } from '#ui/shells/embed-shell.tsx';
import { PlanShell } from '#ui/shells/plan-shell.tsx';
import { chooseLanguage } from '#ui/texts/texts.ts';

declare global {
  interface Window {
    /** The twin's interface for scripts, tests and hosts. */
    spar: Spar<TwinStats>;
  }
}

const query = new URLSearchParams(location.search);
const language = chooseLanguage(query.get('lang'), navigator.languages);
document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
const store = createTwinStore();
const twin = createTwin(store, {
  scene: query.get('scene'),
  city: query.get('city'),
  share: /^#s=(.*)$/.exec(location.hash)?.[1] ?? '',
});
window.spar = createSpar(store, twin);

const SHELLS = { plan: PlanShell, command: CommandShell, embed: EmbedShell };
const mode = query.get('mode') ?? 'plan';
const Shell = Object.hasOwn(SHELLS, mode) ? SHELLS[mode as keyof typeof SHELLS] : PlanShell;

render(
  () => (
    <Shell
      store={store}
      queries={twin.queries}
      language={language}
      onContainer={(container) => twin.mount(container)}
      link={() => twin.link()}
      onRest={(resting) => twin.rest(resting)}
    />
  ),
  document.getElementById('spar')!,
);
