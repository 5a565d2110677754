/**
 * The camera in a person's hands: drags, wheel, fingers, keys and flights.
 *
 * The engine's own controller spins the globe about its middle and slows down by height above the ellipsoid; a city
 * wants the ground held by the cursor, circling about what is pointed at and a walker's pace at eye height. So it is
 * replaced, not tuned.
 */
import type { Scene } from 'cesium';
import type { CameraPose, PresetSlot } from '#base/state/twin-state.ts';
import { requestFrame } from '../request-frame.ts';
import { aimOfPose, type Landmark, poseBefore, poseOfAim } from './aim.ts';
import { createEngineCamera } from './engine-camera.ts';
import { type Flight, planFlight } from './flight.ts';
import { canGrip, look, moveSpeed, orbit, pan, rayThrough, turnPose, walk, zoom } from './gestures.ts';
import { type HeldKeys, listenToKeys } from './key-input.ts';
import { listenToPointers } from './pointer-input.ts';
import { type View, viewToPose } from './pose-view.ts';
import { add, scale, type Vector } from './vector.ts';

export interface CameraControlOptions {
  /** The view that a city opens with, for a picture of a shape (width by height) and an opening (vertical, rad). */
  home(aspect: number, fovY: number): CameraPose;
  /** The ground's height where none is loaded yet, m ellipsoidal. */
  ground: number;
  /** A person has moved the camera and let it rest. Not called for flights. */
  onRest(pose: CameraPose): void;
  onPreset(slot: PresetSlot, how: 'go' | 'store'): void;
  /** Keys that ask for the home view and for north. */
  onHome(): void;
  onNorthUp(): void;
  /** The camera is moving, by hand or in flight; told at every step. */
  onMove?(): void;
  reducedMotion(): boolean;
}

export interface CameraControl {
  pose(): CameraPose;
  /** Flies (or jumps) to a pose, null the home view. */
  goTo(pose: CameraPose | null, how?: 'fly' | 'jump'): void;
  /** Shows the home view again if nobody has left it: more is known of the city now. */
  refreshHome(): void;
  /** Where the camera would stand with north up, circling what it looks at. */
  northUpPose(): CameraPose;
  /** Where it would stand to look at a feature. */
  featurePose(landmark: Landmark): CameraPose;
  /** The ground's height, m ellipsoidal, as finely as it is loaded. */
  groundAt(place: { lon: number; lat: number }): number;
  /** Whether the camera stands there; null: at the home view. */
  isAt(pose: CameraPose | null): boolean;
  moving(): boolean;
  dispose(): void;
}

const REST_MS = 200;
/** Eyes of a person, at the least. */
const LOWEST = 2;
const HIGHEST = 5_000_000;
/** Below this, keys keep the camera at its height over the ground. */
const FOLLOW_GROUND = 30;
/** Circling by one whole height of the picture, rad. */
const ORBIT_BY_HEIGHT = Math.PI;
const KEY_TURN = 0.9;
const KEY_ZOOM = 1.4;
/** Share of the way that the wheel's glide goes in a second's thousandth, 1/ms. */
const GLIDE = 1 / 70;
const WHEEL_SAME_SPOT = 6;
const WHEEL_SAME_MS = 400;
const LONGEST_STEP_MS = 100;

/** Puts the camera in a person's hands; the engine's own controls are switched off. */
export function createCameraControl(scene: Scene, options: CameraControlOptions): CameraControl {
  const engine = createEngineCamera(scene);
  const { screenSpaceCameraController: theirs, globe } = scene;
  theirs.enableInputs = false;
  theirs.enableCollisionDetection = false;

  let atHome = true;
  let gripping = false;
  let drag: { kind: 'pan' | 'orbit' | 'look'; at: Vector } | null = null;
  let pinchAt: Vector | null = null;
  let wheel: { x: number; y: number; at: Vector; left: number; last: number } | null = null;
  let keys: HeldKeys | null = null;
  let flight: { plan: Flight; start: number | null } | null = null;
  let restTimer = 0;
  let frame = 0;
  let lastTick = 0;
  let committed = true;
  let groundChanged = false;

  const pose = (): CameraPose => viewToPose(engine.view());
  const groundUnder = ({ lon, lat }: { lon: number; lat: number }): number =>
    engine.groundAt(lon, lat) ?? options.ground;
  const aboveGround = (now: CameraPose): number => Math.max(LOWEST, now.height - groundUnder(now));
  const rayAt = (view: View, x: number, y: number): Vector => {
    const [width, height] = engine.size();
    return rayThrough(view, x, y, width, height, engine.fovY());
  };

  function place(next: CameraPose): void {
    const ground = engine.groundAt(next.lon, next.lat);
    const lowest = ground === null ? next.height : ground + LOWEST;
    const height = Math.min(HIGHEST, Math.max(next.height, lowest));
    engine.place({ ...next, height });
    requestFrame(scene, 'camera');
    options.onMove?.();
  }

  // --- by hand -------------------------------------------------------------------------------------------------
  /** A person takes over: flights end where they are. */
  function touch(): void {
    flight = null;
    atHome = false;
    committed = false;
    window.clearTimeout(restTimer);
  }
  function restSoon(): void {
    window.clearTimeout(restTimer);
    if (!committed) restTimer = window.setTimeout(commit, REST_MS);
  }
  function commit(): void {
    window.clearTimeout(restTimer);
    if (committed || gripping || keys || wheel) return;
    committed = true;
    options.onRest(pose());
  }
  function byHand(change: (view: View, now: CameraPose) => View | CameraPose): void {
    touch();
    const view = engine.view();
    const next = change(view, viewToPose(view));
    place('direction' in next ? viewToPose(next) : next);
  }
  /** What is under a place of the picture; in the sky, what the camera looks at. */
  function anchorAt(x: number, y: number): { at: Vector; sky: boolean; ray: Vector } {
    const view = engine.view();
    const ray = rayAt(view, x, y);
    const found = engine.pick(x, y, ray);
    return { at: found ?? centre(), sky: found === null, ray };
  }
  function centre(): Vector {
    const now = pose();
    const [width, height] = engine.size();
    const { direction, position } = engine.view();
    const found = engine.pick(width / 2, height / 2, direction);
    return found ?? add(position, scale(direction, aimOfPose(now, groundUnder(now)).range));
  }

  const stopPointers = listenToPointers(scene.canvas, {
    dragStart(kind, x, y) {
      touch();
      gripping = true;
      wheel = null;
      const { at, sky, ray } = anchorAt(x, y);
      const holds = kind === 'orbit' || (!sky && canGrip(engine.view(), at));
      drag = holds ? { kind, at } : { kind: 'look', at: ray };
    },
    dragMove(x, y, dx, dy) {
      const held = drag;
      if (!held) return;
      const { kind, at } = held;
      byHand((view, now) => {
        if (kind === 'look') return look(view, at, rayAt(view, x, y));
        if (kind === 'pan') return { ...viewToPose(pan(view, at, rayAt(view, x, y))), height: now.height };
        const by = ORBIT_BY_HEIGHT / engine.size()[1];
        return orbit(view, at, -dx * by, -dy * by);
      });
    },
    pinchStart(x, y) {
      touch();
      gripping = true;
      wheel = null;
      drag = null;
      pinchAt = anchorAt(x, y).at;
    },
    pinchMove({ x, y, spread, twist, slide }) {
      const at = pinchAt;
      if (!at) return;
      byHand((view, now) => {
        if (slide !== 0) return orbit(view, at, 0, (-slide * ORBIT_BY_HEIGHT) / engine.size()[1]);
        const turned = orbit(zoom(view, at, 1 / spread, aboveGround(now)), at, -twist, 0);
        return canGrip(turned, at) ? pan(turned, at, rayAt(turned, x, y)) : turned;
      });
    },
    release() {
      gripping = false;
      drag = null;
      pinchAt = null;
      restSoon();
    },
    wheel(x, y, amount) {
      const now = performance.now();
      touch();
      const same =
        wheel && now - wheel.last < WHEEL_SAME_MS && Math.hypot(x - wheel.x, y - wheel.y) < WHEEL_SAME_SPOT;
      if (wheel && same) {
        wheel.left += amount;
        wheel.last = now;
      } else wheel = { x, y, at: anchorAt(x, y).at, left: amount, last: now };
      run();
    },
  });

  const stopKeys = listenToKeys({
    hold(held) {
      // What was held since the last step counts, however late the next one comes: a tap moves, too.
      if (keys) step(performance.now());
      const none = Object.values(held).every((one) => one === 0);
      if (none) {
        keys = null;
        restSoon();
        return;
      }
      touch();
      keys = held;
      run();
    },
    goToPreset(slot) {
      commit();
      options.onPreset(slot, 'go');
    },
    storePreset(slot) {
      commit();
      options.onPreset(slot, 'store');
    },
    home() {
      commit();
      options.onHome();
    },
    northUp() {
      commit();
      options.onNorthUp();
    },
  });

  // --- what goes on by itself for a while: glides, held keys, flights ---------------------------------------------
  function run(): void {
    if (frame !== 0) return;
    lastTick = performance.now();
    frame = requestAnimationFrame(tick);
  }
  function step(now: number): void {
    const ms = Math.min(LONGEST_STEP_MS, Math.max(0, now - lastTick));
    // A frame's time may lie before a step that keys made meanwhile.
    lastTick = Math.max(lastTick, now);
    if (wheel) glide(ms);
    if (keys) move(keys, ms / 1000);
    if (flight) fly(now);
  }
  function tick(now: number): void {
    frame = 0;
    step(now);
    if (wheel || keys || flight) frame = requestAnimationFrame(tick);
  }
  function glide(ms: number): void {
    const now = wheel!;
    const share = options.reducedMotion() ? 1 : 1 - Math.exp(-ms * GLIDE);
    const done = Math.abs(now.left) < 0.004;
    const amount = done ? now.left : now.left * share;
    byHand((view, at) => zoom(view, now.at, Math.exp(amount), aboveGround(at)));
    now.left -= amount;
    if (done || share === 1) {
      wheel = null;
      restSoon();
    }
  }
  function move(held: HeldKeys, seconds: number): void {
    if (held.ahead !== 0 || held.aside !== 0) {
      byHand((_, now) => {
        const above = aboveGround(now);
        const metres = moveSpeed(above) * seconds;
        const next = walk(now, held.ahead * metres, held.aside * metres);
        return above < FOLLOW_GROUND ? { ...next, height: groundUnder(next) + above } : next;
      });
    }
    if (held.yaw !== 0 || held.tilt !== 0) {
      const [yaw, tilt] = [held.yaw * KEY_TURN * seconds, held.tilt * KEY_TURN * 0.6 * seconds];
      byHand((view, now) =>
        aboveGround(now) < FOLLOW_GROUND ? turnPose(now, -yaw, tilt) : orbit(view, centre(), yaw, tilt),
      );
    }
    if (held.zoom !== 0) {
      const factor = Math.exp(held.zoom * KEY_ZOOM * seconds);
      byHand((view, now) => zoom(view, centre(), factor, aboveGround(now)));
    }
  }
  function fly(now: number): void {
    const { plan, start } = flight!;
    const from = start ?? now;
    flight!.start = from;
    const share = (now - from) / 1000 / plan.seconds;
    place(plan.at(Math.min(1, share)));
    if (share >= 1) flight = null;
  }

  const homePose = (): CameraPose => {
    const [width, height] = engine.size();
    return options.home(width / height, engine.fovY());
  };

  // --- the ground comes up as it sharpens -------------------------------------------------------------------------
  const removers = [
    globe.tileLoadProgressEvent.addEventListener(() => {
      groundChanged = true;
    }),
    scene.preUpdate.addEventListener(() => {
      if (!groundChanged) return;
      groundChanged = false;
      const now = pose();
      const ground = engine.groundAt(now.lon, now.lat);
      if (ground !== null && now.height < ground + LOWEST) place(now);
    }),
  ];
  const resized = new ResizeObserver(() => {
    if (atHome && !flight) place(homePose());
  });
  resized.observe(scene.canvas);

  return {
    pose,
    goTo(wanted, how = 'fly') {
      const to = wanted ?? homePose();
      window.clearTimeout(restTimer);
      committed = true;
      wheel = null;
      atHome = wanted === null;
      if (how === 'jump' || options.reducedMotion()) {
        flight = null;
        place(to);
        return;
      }
      const from = pose();
      flight = { plan: planFlight(from, to, groundUnder(to)), start: null };
      run();
    },
    refreshHome() {
      if (atHome && !flight) place(homePose());
    },
    northUpPose() {
      const now = pose();
      return poseOfAim({ ...aimOfPose(now, groundUnder(now)), heading: 0 });
    },
    featurePose: (landmark) => poseBefore(landmark, pose().headingDeg),
    groundAt: groundUnder,
    isAt: (wanted) => !flight && (wanted === null ? atHome : samePose(wanted, pose())),
    moving: () => flight !== null || wheel !== null || keys !== null || gripping,
    dispose() {
      window.clearTimeout(restTimer);
      cancelAnimationFrame(frame);
      resized.disconnect();
      for (const remove of removers.reverse()) remove();
      stopKeys();
      stopPointers();
    },
  };
}

/** Whether two poses give the same picture: a centimetre, a hundredth of a degree. */
function samePose(a: CameraPose, b: CameraPose): boolean {
  const turned = Math.abs(((((a.headingDeg - b.headingDeg) % 360) + 540) % 360) - 180);
  return (
    Math.abs(a.lon - b.lon) < 1e-7 &&
    Math.abs(a.lat - b.lat) < 1e-7 &&
    Math.abs(a.height - b.height) < 0.01 &&
    turned < 0.01 &&
    Math.abs(a.pitchDeg - b.pitchDeg) < 0.01
  );
}
