/** The page: reads its address, makes the store, and joins the twin to the frame around it. */
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/600.css';
import { render } from 'solid-js/web';
import type { Spar } from '#base/spar.ts';
import { createTwin, type TwinStats } from '#twin/scene/create-twin.ts';
import { createSpar } from '#twin/state/create-spar.ts';
import { createTwinStore } from '#twin/state/twin-store.ts';
import { FirstLook } from '#ui/shells/first-look.tsx';
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

render(
  () => <FirstLook store={store} language={language} onContainer={(container) => twin.mount(container)} />,
  document.getElementById('spar')!,
);
