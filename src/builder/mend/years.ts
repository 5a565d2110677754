const EARLIEST = 1;
const LATEST = 2200;

/** Share of a century at which `early`, `mid`, `late` lie. */
const THIRDS: Readonly<Record<string, number>> = { early: 0.15, mid: 0.5, late: 0.85 };

/**
 * Reads the year of a construction date: `1920`, `"1920-05-03"`, `"20190501"`, `"1998年"`, `"~1890"`, `"1920s"`,
 * `"C19"` (its middle), `"late C19"`, `"19th century"`, `"1914..1918"` (the first), `"before 1950"`.
 *
 * @returns the year, 0 for nothing given, NaN when it says no year.
 */
export function parseYear(value: string | number | boolean | null | undefined): number {
  if (value === undefined || value === null || value === '' || value === 0) return 0;
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= EARLIEST && value <= LATEST) return value;
    if (value >= 10_000_101 && value <= 22_001_231) return Math.floor(value / 10_000);
    return value === -1 || value === 9999 ? 0 : Number.NaN;
  }
  const text = String(value).trim();
  const century = /^~?\s*(?:(early|mid|late)\s+)?(?:c(\d{1,2})|(\d{1,2})(?:st|nd|rd|th)\s+century)$/iu.exec(
    text,
  );
  if (century) {
    const nth = Number(century[2] ?? century[3]);
    return (nth - 1) * 100 + Math.round(100 * THIRDS[(century[1] ?? 'mid').toLowerCase()]!);
  }
  const whole = /^(\d{4})(\d{2})(\d{2})$/u.exec(text);
  const year = Number(whole ? whole[1] : /(?:^|\D)(\d{4})(?=\D|$|s)/u.exec(text)?.[1]);
  if (text === '0000' || text === '0') return 0;
  return year >= EARLIEST && year <= LATEST ? year : Number.NaN;
}
