import { componentClass } from './catalogue.ts';

const LAMPS: ReadonlySet<string> = new Set([
  'cjt214:0118',
  'cjt214:0119',
  'cjt214:0120',
  'gbt30428:01018',
  'gbt30428:01019',
  'gbt30428:01020',
]);

/** Tells whether a class of components is one of public lamps: street lamps, ground lights, landscape lights. */
export function isLampClass(key: string): boolean {
  return LAMPS.has(componentClass(key)?.key ?? key);
}
