import { expect, it } from 'vitest';
import { USES } from '#city/use.ts';
import { EN } from '#ui/texts/en.ts';

it('has a text for every use that a building can have', () => {
  for (const { use } of USES) expect(EN).toHaveProperty(`use${use[0]!.toUpperCase()}${use.slice(1)}`);
});
