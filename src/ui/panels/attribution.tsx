import { useFrame } from '../frame-context.ts';

const FAR_GLOBE = 'Natural Earth';

/** Who made what is seen, as their licences want it said. */
export function Attribution() {
  const { status, t } = useFrame();
  const sources = () => [...new Set([...(status().manifest?.attribution ?? []), FAR_GLOBE])].join(' · ');
  return (
    <footer class="attribution" title={t('sources')}>
      {sources()}
    </footer>
  );
}
