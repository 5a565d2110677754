import {
  type Billboard,
  BillboardCollection,
  Cartesian3,
  HorizontalOrigin,
  Matrix4,
  type Scene,
  VerticalOrigin,
} from 'cesium';
import type { CaseRecord } from '#base/cases/case.ts';
import type { WorkTime } from '#base/cases/work-time.ts';
import { lonLatHeightToEcef } from '#base/geo/ellipsoid.ts';
import type { LiveView } from '../../live/live-view.ts';
import { requestFrame } from '../request-frame.ts';
import { isOpen, phaseOf, urgencyOf } from './case-look.ts';
import { clusterImage, clusterSize, pinImage, type Urgency } from './marker-image.ts';
import { clusterOnScreen } from './screen-clusters.ts';
import { groundHeight, projectAll } from './screen-projection.ts';

/** What a marker stands for: what a pick of it gives. */
export interface MarkerId {
  readonly cases: readonly string[];
}

export interface EventMarkers {
  show(visible: boolean, opacity: number): void;
  dispose(): void;
}

/** Markers nearer to each other than this become one, CSS px. */
export const GATHER_PX = 60;
const GATHER_EVERY_MS = 250;
/** Pictures in the collection's texture before it is made anew: it never forgets one. */
const MOST_PICTURES = 400;
const LOOK_AGAIN_MS = 30_000;
const SCALE = 0.5;

/**
 * Keeps the markers of open cases on the map, gathered where they would cover each other.
 *
 * @param work - working time of the city's offices, by which limits are counted.
 */
export function createEventMarkers(
  scene: Scene,
  live: LiveView,
  baseHeight: number,
  work: WorkTime,
): EventMarkers {
  let billboards = scene.primitives.add(new BillboardCollection({ scene })) as BillboardCollection;
  const pictures = new Map<string, HTMLCanvasElement>();
  let open: CaseRecord[] = [];
  let places = new Float64Array(0);
  let xs = new Float64Array(0);
  let ys = new Float64Array(0);
  let [visible, opacity] = [true, 1];
  let gathered = 0;
  let timer = 0;
  const seen = Matrix4.clone(Matrix4.ZERO);

  function read(): void {
    open = [...live.cases.all().values()].filter(isOpen).sort((a, b) => (a.id < b.id ? -1 : 1));
    places = new Float64Array(open.length * 3);
    xs = new Float64Array(open.length);
    ys = new Float64Array(open.length);
    for (const [at, { lon, lat }] of open.entries()) {
      lonLatHeightToEcef(lon, lat, groundHeight(scene, lon, lat, baseHeight), places, at * 3);
    }
  }

  function picture(key: string, draw: () => HTMLCanvasElement): HTMLCanvasElement {
    const known = pictures.get(key);
    if (known) return known;
    const drawn = draw();
    pictures.set(key, drawn);
    return drawn;
  }

  /** The n-th marker, made when there is none yet. */
  function marker(at: number): Billboard {
    return at < billboards.length
      ? billboards.get(at)
      : billboards.add({
          position: Cartesian3.ZERO,
          scale: SCALE,
          horizontalOrigin: HorizontalOrigin.CENTER,
          disableDepthTestDistance: Number.POSITIVE_INFINITY,
        });
  }

  function put(at: number, members: readonly number[], now: number): void {
    const one = marker(at);
    const first = members[0]!;
    one.show = visible;
    one.id = { cases: members.map((member) => open[member]!.id) } satisfies MarkerId;
    if (members.length === 1) {
      const only = open[first]!;
      const key = `${urgencyOf(only, now, work)} ${phaseOf(only.state)}`;
      one.setImage(
        key,
        picture(key, () => pinImage(urgencyOf(only, now, work), phaseOf(only.state))),
      );
      one.verticalOrigin = VerticalOrigin.BOTTOM;
      one.position = Cartesian3.fromArray(Array.from(places.subarray(first * 3, first * 3 + 3)));
    } else {
      const counts: Record<Urgency, number> = { calm: 0, near: 0, late: 0 };
      for (const member of members) counts[urgencyOf(open[member]!, now, work)]++;
      const key = `${counts.calm}/${counts.near}/${counts.late}`;
      one.setImage(
        key,
        picture(key, () => clusterImage(counts)),
      );
      one.verticalOrigin = VerticalOrigin.CENTER;
      const middle = new Cartesian3();
      for (const member of members) {
        middle.x += places[member * 3]! / members.length;
        middle.y += places[member * 3 + 1]! / members.length;
        middle.z += places[member * 3 + 2]! / members.length;
      }
      one.position = middle;
    }
    one.color = one.color.withAlpha(opacity);
  }

  function gather(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(gather, LOOK_AGAIN_MS);
    gathered = performance.now();
    Matrix4.clone(scene.camera.viewMatrix, seen);
    if (pictures.size > MOST_PICTURES) renew();
    if (!visible) return;
    const now = live.cityNow();
    projectAll(scene, places, open.length, clusterSize(1_000), xs, ys);
    const clusters = clusterOnScreen(xs, ys, GATHER_PX);
    for (const [at, { members }] of clusters.entries()) put(at, members, now);
    for (let at = clusters.length; at < billboards.length; at++) billboards.get(at).show = false;
    requestFrame(scene, 'events');
  }

  /** A texture that has taken too many pictures is left behind with its collection. */
  function renew(): void {
    pictures.clear();
    scene.primitives.remove(billboards);
    billboards = scene.primitives.add(new BillboardCollection({ scene })) as BillboardCollection;
  }

  function soon(): void {
    const wait = Math.max(0, gathered + GATHER_EVERY_MS - performance.now());
    window.clearTimeout(timer);
    timer = window.setTimeout(gather, wait);
  }

  const removers = [
    live.cases.onChange(() => {
      read();
      soon();
    }),
    scene.postRender.addEventListener(() => {
      if (!Matrix4.equalsEpsilon(seen, scene.camera.viewMatrix, 1e-9)) soon();
    }),
    scene.globe.tileLoadProgressEvent.addEventListener((waiting: number) => {
      if (waiting > 0) return;
      read();
      soon();
    }),
  ];
  read();
  soon();
  return {
    show(nextVisible, nextOpacity) {
      [visible, opacity] = [nextVisible, nextOpacity];
      billboards.show = visible;
      if (visible) soon();
      requestFrame(scene, 'events');
    },
    dispose() {
      window.clearTimeout(timer);
      for (const remove of removers) remove();
      scene.primitives.remove(billboards);
      requestFrame(scene, 'events');
    },
  };
}
