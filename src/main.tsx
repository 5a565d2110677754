/** The page: reads its address, makes the store, and joins the twin to the frame around it. */
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/600.css';
import { render } from 'solid-js/web';
import { createTwin } from '#twin/scene/create-twin.ts';
import { createTwinStore } from '#twin/state/twin-store.ts';
import { FirstLook } from '#ui/shells/first-look.tsx';
import { chooseLanguage } from '#ui/texts/texts.ts';

const query = new URLSearchParams(location.search);
const language = chooseLanguage(query.get('lang'), navigator.languages);
document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
const store = createTwinStore({ city: query.get('city') });

render(
  () => (
    <FirstLook
      store={store}
      language={language}
      onContainer={(container) => {
        window.spar = createTwin(container, store);
      }}
    />
  ),
  document.getElementById('spar')!,
);
