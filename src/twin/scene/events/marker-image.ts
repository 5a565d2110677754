/** Pictures of the markers of events: drawn once a kind, then shared by all markers of that kind. */

/** How a case stands to its limit; colour and shape tell it, never colour alone. */
export const URGENCIES = ['calm', 'near', 'late'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** National colours of limits: green, yellow, red; light enough for dark ground, dark enough for light. */
export const URGENCY_COLOURS: Readonly<Record<Urgency, string>> = {
  calm: '#3fae7a',
  near: '#e5a823',
  late: '#e0492f',
};
/** Being handled is filled, waiting is hollow, done and to be checked has a tick. */
export const CASE_PHASES = ['waiting', 'handled', 'checked'] as const;
export type CasePhase = (typeof CASE_PHASES)[number];

const DARK = 'rgba(12,18,26,0.88)';
const INK = '#f4f7f8';
const PIN = 28;
const SCALE = 2;

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('marker: expected a 2D canvas, got none');
  context.scale(SCALE, SCALE);
  return [canvas, context];
}

/** Shape of an urgency about (x, y): circle, triangle, diamond. */
function trace(
  context: CanvasRenderingContext2D,
  urgency: Urgency,
  x: number,
  y: number,
  size: number,
): void {
  context.beginPath();
  if (urgency === 'calm') {
    context.arc(x, y, size * 0.86, 0, 2 * Math.PI);
  } else {
    const corners = urgency === 'near' ? 3 : 4;
    const reach = urgency === 'near' ? size * 1.12 : size * 1.05;
    const low = urgency === 'near' ? size * 0.14 : 0;
    for (let corner = 0; corner < corners; corner++) {
      const angle = (corner / corners) * 2 * Math.PI - Math.PI / 2;
      context.lineTo(x + Math.cos(angle) * reach, y + low + Math.sin(angle) * reach);
    }
    context.closePath();
  }
}

/** A pin whose tip is its lower middle. CSS size 28 × 36. */
export function pinImage(urgency: Urgency, phase: CasePhase): HTMLCanvasElement {
  const [canvas, context] = canvasOf(PIN, PIN + 8);
  const middle = PIN / 2;
  context.fillStyle = DARK;
  context.beginPath();
  context.arc(middle, middle, middle - 1.5, 0, 2 * Math.PI);
  context.fill();
  context.beginPath();
  context.moveTo(middle - 6, PIN - 6);
  context.lineTo(middle, PIN + 7);
  context.lineTo(middle + 6, PIN - 6);
  context.fill();
  trace(context, urgency, middle, middle, 7.5);
  context.lineJoin = 'round';
  context.lineWidth = 2.4;
  context.strokeStyle = URGENCY_COLOURS[urgency];
  context.fillStyle = URGENCY_COLOURS[urgency];
  if (phase !== 'waiting') context.fill();
  context.stroke();
  if (phase === 'checked') {
    context.strokeStyle = INK;
    context.lineWidth = 2.2;
    context.beginPath();
    context.moveTo(middle - 4, middle + 0.5);
    context.lineTo(middle - 1, middle + 3.5);
    context.lineTo(middle + 4.5, middle - 3);
    context.stroke();
  }
  return canvas;
}

/** Diameter of a cluster by its count, CSS px. */
export function clusterSize(count: number): number {
  return Math.round(28 + 11 * Math.min(3, Math.log10(count)));
}

/** Text of a count that fits in a cluster: 999, 1.2k, 12k. */
export function shortCount(count: number): string {
  if (count < 1_000) return String(count);
  return count < 10_000 ? `${(Math.floor(count / 100) / 10).toFixed(1)}k` : `${Math.floor(count / 1_000)}k`;
}

/** A count within a ring whose arcs are the shares of the urgencies. */
export function clusterImage(counts: Readonly<Record<Urgency, number>>): HTMLCanvasElement {
  const total = URGENCIES.reduce((sum, urgency) => sum + counts[urgency], 0);
  const size = clusterSize(total);
  const [canvas, context] = canvasOf(size, size);
  const middle = size / 2;
  context.fillStyle = DARK;
  context.beginPath();
  context.arc(middle, middle, middle - 1, 0, 2 * Math.PI);
  context.fill();
  context.lineWidth = 3.5;
  let from = -Math.PI / 2;
  for (const urgency of [...URGENCIES].reverse()) {
    const arc = (counts[urgency] / total) * 2 * Math.PI;
    if (arc === 0) continue;
    context.strokeStyle = URGENCY_COLOURS[urgency];
    context.beginPath();
    context.arc(middle, middle, middle - 3.5, from, from + arc);
    context.stroke();
    from += arc;
  }
  context.fillStyle = INK;
  context.font = `600 ${size > 44 ? 14 : 13}px "Noto Sans SC", system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(shortCount(total), middle, middle + 0.5);
  return canvas;
}
