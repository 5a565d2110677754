/** Colours of what stands in streets: muted, as paint and metal are after some years outdoors; 0xrrggbb in sRGB. */
export const PAINT = {
  galvanised: 0x9a9fa1,
  steel: 0x7c8285,
  graphite: 0x53585b,
  iron: 0x4d4b47,
  black: 0x35383a,
  white: 0xe4e2dc,
  cream: 0xd9d3c4,
  concrete: 0xb3afa6,
  granite: 0x98938a,
  stone: 0xaaa396,
  wood: 0x98734f,
  bark: 0x6b5a48,
  red: 0xa5453c,
  orange: 0xbd7440,
  yellow: 0xcfac48,
  green: 0x3f7152,
  parkGreen: 0x4d6b53,
  blue: 0x35659a,
  lightBlue: 0x6f9cba,
  brown: 0x7b5a43,
  glass: 0x7d949c,
  darkGlass: 0x33424a,
  screen: 0x24323b,
  lens: 0xeee7d2,
  roof: 0x6d7276,
  water: 0x7ea4b4,
  leaf: 0x6a8450,
} as const;

/** Mixes two colours by a share of the second, in sRGB. */
export function mixColours(one: number, other: number, share: number): number {
  const at = Math.min(Math.max(share, 0), 1);
  let mixed = 0;
  for (const shift of [16, 8, 0]) {
    const a = (one >> shift) & 255;
    const b = (other >> shift) & 255;
    mixed |= Math.round(a + (b - a) * at) << shift;
  }
  return mixed;
}
