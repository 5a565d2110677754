import {
  ArcType,
  Cartesian2,
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  LabelCollection,
  LabelStyle,
  PointPrimitiveCollection,
  PolylineColorAppearance,
  PolylineGeometry,
  Primitive,
  PrimitiveCollection,
  type Scene,
} from 'cesium';
import type { LonLatHeight, Measurement } from '#base/state/twin-state.ts';
import { measureText } from './measure-text.ts';

const ACCENT = Color.fromCssColorString('#39c2d7');
const DARK = Color.fromCssColorString('#14202b');
const ALWAYS = Number.POSITIVE_INFINITY;

export interface MeasurementLayer {
  /** What is drawn; hidden while something else is picked. */
  readonly overlay: { show: boolean };
  /** Draws the measurements; a preview stands in the place of the one with its id. */
  show(measurements: readonly Measurement[], preview: Measurement | null): void;
  dispose(): void;
}

/** Draws measurements over everything else: lines, their points and what they measure. */
export function createMeasurementLayer(scene: Scene): MeasurementLayer {
  const all = new PrimitiveCollection();
  const points = new PointPrimitiveCollection();
  const labels = new LabelCollection({ scene });
  const lines = new Map<Measurement, Primitive>();
  all.add(points);
  all.add(labels);
  scene.primitives.add(all);

  function label(one: Measurement): void {
    const text = measureText(one);
    if (text === '') return;
    labels.add({
      position: cartesian(labelPlace(one)),
      text,
      font: '600 14px "Noto Sans SC", system-ui, sans-serif',
      style: LabelStyle.FILL,
      fillColor: Color.WHITE,
      showBackground: true,
      backgroundColor: DARK.withAlpha(0.86),
      backgroundPadding: new Cartesian2(8, 5),
      pixelOffset: new Cartesian2(0, -22),
      disableDepthTestDistance: ALWAYS,
    });
  }
  return {
    overlay: all,
    show(measurements, preview) {
      const shown = measurements.map((one) => (preview?.id === one.id ? preview : one));
      for (const [one, line] of lines) {
        if (shown.includes(one)) continue;
        all.remove(line);
        lines.delete(one);
      }
      points.removeAll();
      labels.removeAll();
      for (const one of shown) {
        for (const point of one.points) {
          points.add({
            position: cartesian(point),
            color: Color.WHITE,
            pixelSize: 7,
            outlineColor: ACCENT,
            outlineWidth: 2,
            disableDepthTestDistance: ALWAYS,
          });
        }
        label(one);
        if (lines.has(one)) continue;
        const line = lineOf(one);
        if (line) lines.set(one, all.add(line) as Primitive);
      }
      scene.requestRender();
    },
    dispose() {
      scene.primitives.remove(all);
    },
  };
}

const cartesian = ([lon, lat, height]: LonLatHeight): Cartesian3 => Cartesian3.fromDegrees(lon, lat, height);

/** The line as it is drawn: a height goes straight up from the lower place, then across. */
export function drawnPoints({ kind, points }: Measurement): LonLatHeight[] {
  const [first, second] = points;
  if (!first || !second) return [];
  if (kind === 'area') return points.length < 3 ? [...points] : [...points, first];
  if (kind === 'distance') return [...points];
  const [low, high] = first[2] <= second[2] ? [first, second] : [second, first];
  return [low, [low[0], low[1], high[2]], high];
}

function labelPlace(one: Measurement): LonLatHeight {
  const { kind, points } = one;
  if (kind === 'distance') return points.at(-1)!;
  if (kind === 'height') {
    const [low, top] = drawnPoints(one);
    return [low![0], low![1], (low![2] + top![2]) / 2];
  }
  const sum = points.reduce(([a, b, c], [lon, lat, height]) => [a + lon, b + lat, c + height], [0, 0, 0]);
  return [sum[0] / points.length, sum[1] / points.length, sum[2] / points.length];
}

function lineOf(one: Measurement): Primitive | null {
  const positions = drawnPoints(one).map(cartesian);
  const apart = positions.filter(
    (at, i) => i === 0 || !Cartesian3.equalsEpsilon(at, positions[i - 1]!, 0, 1e-3),
  );
  if (apart.length < 2) return null;
  return new Primitive({
    geometryInstances: new GeometryInstance({
      geometry: new PolylineGeometry({ positions: apart, width: 3, arcType: ArcType.NONE }),
      attributes: { color: ColorGeometryInstanceAttribute.fromColor(ACCENT) },
    }),
    appearance: new PolylineColorAppearance({
      translucent: true,
      // A line under a hill is still read; it hides nothing from the depth that points are taken from.
      renderState: { depthTest: { enabled: false }, depthMask: false },
    }),
    asynchronous: false,
    allowPicking: false,
  });
}
