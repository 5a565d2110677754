/** The JSON Schema of scene documents, for editors. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { SceneSchema } from './scene-document.ts';

/**
 * Makes the JSON Schema (draft 7) from the schema that the page reads scenes with.
 *
 * Rules that JSON Schema cannot say (an id of its own, a range in order) are left to the page. The committed file
 * `scenes/scene.schema.json` is held equal by a test; `npx vitest run -u src/base/state/scene-json-schema.test.ts`
 * writes it anew.
 */
export function sceneJsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(SceneSchema, {
    typeMode: 'input',
    ignoreActions: ['check', 'transform', 'readonly'],
  });
  return { ...schema, title: 'Scene of Spar' };
}
