/**
 * Words of a search text: the same in the builder that writes the index and in the page that asks it.
 *
 * Latin and other spaced scripts give lower-case words without accents; Chinese, Japanese and Korean, which set no
 * spaces, give every character and every pair of neighbours.
 */
const UNSPACED_SCRIPTS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const UNSPACED = new RegExp(`^[${UNSPACED_SCRIPTS}]`, 'u');
const WORD = new RegExp(`[${UNSPACED_SCRIPTS}]+|(?:(?![${UNSPACED_SCRIPTS}])[\\p{L}\\p{N}])+`, 'gu');

/** Splits a text into search words. */
export function searchTokens(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
  const tokens: string[] = [];
  for (const [word] of plain.matchAll(WORD)) {
    if (!UNSPACED.test(word)) {
      tokens.push(word);
      continue;
    }
    const characters = [...word];
    for (let i = 0; i < characters.length; i++) {
      tokens.push(characters[i]!);
      if (i + 1 < characters.length) tokens.push(characters[i]! + characters[i + 1]!);
    }
  }
  return tokens;
}
