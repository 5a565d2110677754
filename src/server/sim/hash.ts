/**
 * Numbers in [0, 1) that follow from a seed and what they are for: what is simulated can be asked for any moment, in
 * any order. Source: the finaliser of MurmurHash3, public domain.
 */
export function hash01(seed: number, a: number, b = 0, c = 0): number {
  let h = mix(seed ^ Math.imul(a, 0x9e3779b1));
  h = mix(h ^ Math.imul(b, 0x85ebca77));
  h = mix(h ^ Math.imul(c, 0xc2b2ae3d));
  return h / 4_294_967_296;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number for a text, FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
