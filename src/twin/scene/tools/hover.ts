/** At most ten looks a second: each draws the buildings under the pointer again. */
const LOOK_AFTER_MS = 100;

export interface HoverOptions {
  canvas: HTMLCanvasElement;
  /** False while the camera moves or a tool is in hand. */
  isWanted(): boolean;
  /** Gives the gid at a place of the canvas, CSS px from its upper left; 0 none. */
  pick(x: number, y: number): number;
  onHover(gid: number): void;
}

/** Tells what is under a resting mouse. Touch has no hover. @returns the remover. */
export function createHover({ canvas, isWanted, pick, onHover }: HoverOptions): () => void {
  let timer = 0;
  let last: PointerEvent | null = null;
  let told = 0;

  const tell = (gid: number): void => {
    if (gid === told) return;
    told = gid;
    onHover(gid);
  };
  const look = (): void => {
    timer = 0;
    if (last?.buttons === 0 && isWanted()) tell(pick(last.offsetX, last.offsetY));
    else tell(0);
  };
  const onMove = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    last = event;
    timer ||= window.setTimeout(look, LOOK_AFTER_MS);
  };
  const onLeave = (): void => {
    last = null;
    tell(0);
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);
  return () => {
    window.clearTimeout(timer);
    canvas.removeEventListener('pointermove', onMove);
    canvas.removeEventListener('pointerleave', onLeave);
  };
}
