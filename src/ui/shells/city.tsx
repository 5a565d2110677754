import { onCleanup, onMount } from 'solid-js';
import { useFrame } from '../frame-context.ts';

/** The place that the city is drawn in; tells when nobody can see it. */
export function City(props: {
  onContainer: (element: HTMLElement) => void;
  onRest?: ((resting: boolean) => void) | undefined;
}) {
  const { t } = useFrame();
  let element: HTMLDivElement | undefined;
  let inView = true;
  let resting = false;

  function judge(): void {
    const next = document.visibilityState === 'hidden' || !inView;
    if (next === resting) return;
    resting = next;
    props.onRest?.(resting);
  }

  onMount(() => {
    if (!element) return;
    props.onContainer(element);
    // In an iframe this sees its being scrolled away or hidden by the page around it, too.
    const observer = new IntersectionObserver(([entry]) => {
      inView = entry?.isIntersecting ?? true;
      judge();
    });
    observer.observe(element);
    document.addEventListener('visibilitychange', judge);
    onCleanup(() => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', judge);
    });
  });
  return (
    <div
      class="city"
      ref={(div) => {
        element = div;
      }}
      role="img"
      aria-label={t('cityPicture')}
    />
  );
}
