/** Mouse, pen and fingers on the picture, told as drags, pinches and turns of the wheel. px from its upper left. */

export interface Pinch {
  /** Between both fingers. */
  x: number;
  y: number;
  /** Spread now by spread a moment ago. */
  spread: number;
  /** Turned since a moment ago, rad; clockwise on the screen. */
  twist: number;
  /** Both fingers slid up or down together since a moment ago: px, down positive; only while they tilt. */
  slide: number;
}

export interface Hands {
  dragStart(kind: 'pan' | 'orbit', x: number, y: number): void;
  dragMove(x: number, y: number, dx: number, dy: number): void;
  pinchStart(x: number, y: number): void;
  pinchMove(pinch: Pinch): void;
  /** The last button or finger is up. */
  release(): void;
  /** @param amount - natural logarithm of the distance wanted by the distance now. */
  wheel(x: number, y: number, amount: number): void;
}

interface Finger {
  x: number;
  y: number;
}

/** A press that moves less is a click. */
const SLACK = 4;
const SLACK_TOUCH = 8;
const WHEEL_BY_PIXEL = 0.0015;
/** Trackpads tell a pinch as a wheel with Ctrl, in smaller steps. */
const PINCH_BY_PIXEL = 0.01;
const MOST_AT_ONCE = 0.7;
const PIXELS_BY_MODE = [1, 33, 400];

/** Listens on an element; returns what ends it. */
export function listenToPointers(element: HTMLElement, hands: Hands): () => void {
  const fingers = new Map<number, Finger>();
  let state: 'idle' | 'pressed' | 'dragging' | 'pinching' | 'tilting' = 'idle';
  let kind: 'pan' | 'orbit' = 'pan';
  /** Something was dragged or pinched since the first finger came down. */
  let engaged = false;
  let from: Finger = { x: 0, y: 0 };
  /** Where two fingers began, until it is clear what they do. */
  let undecided: { spread: number; y: [number, number] } | null = null;

  const placeOf = (event: MouseEvent): Finger => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const pair = (): [Finger, Finger] => [...fingers.values()].slice(0, 2) as [Finger, Finger];
  const spreadOf = ([a, b]: [Finger, Finger]): number => Math.max(1, Math.hypot(b.x - a.x, b.y - a.y));
  const middleOf = ([a, b]: [Finger, Finger]): Finger => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

  function onDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button > 2) return;
    fingers.set(event.pointerId, placeOf(event));
    element.setPointerCapture?.(event.pointerId);
    if (fingers.size === 1) {
      state = 'pressed';
      from = placeOf(event);
      kind = event.button > 0 || event.ctrlKey ? 'orbit' : 'pan';
    } else if (fingers.size === 2) {
      const both = pair();
      const { x, y } = middleOf(both);
      undecided = { spread: spreadOf(both), y: [both[0].y, both[1].y] };
      state = 'pinching';
      engaged = true;
      hands.pinchStart(x, y);
    }
  }

  function onMove(event: PointerEvent): void {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const to = placeOf(event);
    if (state === 'pressed') {
      const slack = event.pointerType === 'touch' ? SLACK_TOUCH : SLACK;
      if (Math.hypot(to.x - from.x, to.y - from.y) < slack) return;
      state = 'dragging';
      engaged = true;
      hands.dragStart(kind, from.x, from.y);
    }
    if (state === 'dragging') hands.dragMove(to.x, to.y, to.x - finger.x, to.y - finger.y);
    if (state === 'pinching' || state === 'tilting') movePair(finger, to);
    else Object.assign(finger, to);
  }

  function movePair(finger: Finger, to: Finger): void {
    const before = pair().map((one) => ({ ...one })) as [Finger, Finger];
    Object.assign(finger, to);
    const now = pair();
    if (undecided) {
      const slid = now.map(({ y }, at) => y - undecided!.y[at]!) as [number, number];
      const spread = Math.abs(spreadOf(now) - undecided.spread);
      if (Math.max(spread, Math.abs(slid[0]), Math.abs(slid[1])) < SLACK_TOUCH) return;
      const together = slid[0] * slid[1] > 0 && spread < Math.min(Math.abs(slid[0]), Math.abs(slid[1]));
      // One finger's report comes before the other's: wait until both have moved.
      if (!together && spread < 2 * SLACK_TOUCH && Math.min(Math.abs(slid[0]), Math.abs(slid[1])) < 1) return;
      state = together ? 'tilting' : 'pinching';
      undecided = null;
    }
    const { x, y } = middleOf(now);
    const angle = ([a, b]: [Finger, Finger]): number => Math.atan2(b.y - a.y, b.x - a.x);
    const turned = angle(now) - angle(before);
    const tilting = state === 'tilting';
    hands.pinchMove({
      x,
      y,
      spread: tilting ? 1 : spreadOf(now) / spreadOf(before),
      twist: tilting ? 0 : Math.atan2(Math.sin(turned), Math.cos(turned)),
      slide: tilting ? y - middleOf(before).y : 0,
    });
  }

  function onUp(event: PointerEvent): void {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size === 1 && (state === 'pinching' || state === 'tilting')) {
      // The finger that stays goes on as a drag.
      const { x, y } = fingers.values().next().value!;
      state = 'pressed';
      kind = 'pan';
      from = { x, y };
    } else if (fingers.size === 0) {
      state = 'idle';
      if (engaged) hands.release();
      engaged = false;
    }
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const { x, y } = placeOf(event);
    const by = event.ctrlKey ? PINCH_BY_PIXEL : WHEEL_BY_PIXEL;
    const amount = event.deltaY * (PIXELS_BY_MODE[event.deltaMode] ?? 1) * by;
    hands.wheel(x, y, Math.max(-MOST_AT_ONCE, Math.min(MOST_AT_ONCE, amount)));
  }

  const aborter = new AbortController();
  const { signal } = aborter;
  const touchAction = element.style.touchAction;
  element.style.touchAction = 'none';
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  return () => {
    aborter.abort();
    element.style.touchAction = touchAction;
  };
}
