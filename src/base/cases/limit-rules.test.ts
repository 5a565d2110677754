import { describe, expect, it } from 'vitest';
import { componentClass, eventClass, majorOf } from '../catalogue/catalogue.ts';
import { LIMIT_STAGES } from './limit.ts';
import { COMMON_LIMITS, LIMIT_RULES } from './limit-rules.ts';

describe('limits as data', () => {
  it.each(LIMIT_RULES.map((rules) => [rules.id, rules] as const))(
    '%s name classes and majors that there are',
    (_, rules) => {
      for (const row of rules.handling) {
        const minor = row.class.length > row.class.indexOf(':') + 3;
        const known = minor ? (eventClass(row.class) ?? componentClass(row.class)) : majorOf(row.class);
        expect(known, row.class).not.toBeNull();
        expect(row.limit.amount).toBeGreaterThan(0);
      }
      expect(rules.note).not.toBe('');
      const steps = rules.handling.filter(({ when }) => when);
      expect(steps.every(({ result }) => result)).toBe(true);
    },
  );

  it('has every stage in what is common practice', () => {
    expect(Object.keys(COMMON_LIMITS.stages)).toEqual([...LIMIT_STAGES]);
  });
});
