import { expect, it } from 'vitest';
import { compactGlsl } from './compact-glsl.ts';

it('leaves comments, indents and empty lines out of a shader, and directives on lines of their own', () => {
  const source = `
#ifdef NIGHT
  // Lamps are on.
  float a = 1.0 / 2.0; // half

#endif
`;
  expect(compactGlsl(source)).toBe('\n#ifdef NIGHT\nfloat a = 1.0 / 2.0;\n#endif\n');
});
