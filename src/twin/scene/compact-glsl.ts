/**
 * Leaves out of a shader's text what only people read: comments, indents, empty lines.
 *
 * The engine keeps the text of every program several times over, for each of the passes that it derives from it.
 */
export function compactGlsl(source: string): string {
  return source
    .replace(/\/\/.*$/gm, '')
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n');
}
