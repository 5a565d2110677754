import { createFrame, FrameContext } from '../frame-context.ts';
import { Attribution } from '../panels/attribution.tsx';
import { NoCity } from '../panels/no-city.tsx';
import { Progress } from '../panels/progress.tsx';
import { City } from './city.tsx';
import type { ShellProps } from './shell-props.ts';
import '../styles/frame.css';
import './embed-shell.css';

/** The city and who made it; nothing else. Rests while its frame is hidden. */
export function EmbedShell(props: ShellProps) {
  const frame = createFrame(props);
  return (
    <FrameContext.Provider value={frame}>
      <div class="embed">
        <City onContainer={props.onContainer} onRest={props.onRest} />
        <Progress />
        <Attribution />
        <NoCity />
      </div>
    </FrameContext.Provider>
  );
}
