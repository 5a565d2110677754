import { describe, expect, it } from 'vitest';
import { sceneJsonSchema } from './scene-json-schema.ts';

describe('the JSON Schema of scenes', () => {
  it('is the committed one', async () => {
    const text = `${JSON.stringify(sceneJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../../scenes/scene.schema.json');
  });
});
