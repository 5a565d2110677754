/** Figures as people write them: separators and digits by language, units always. */
import type { Language } from './texts/texts.ts';

const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };

const formats = new Map<string, Intl.NumberFormat>();

function format(language: Language, digits: number, grouped = true): Intl.NumberFormat {
  const key = `${language} ${digits} ${grouped}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: grouped,
  });
  formats.set(key, made);
  return made;
}

/** `12,435`; without a value a dash. */
export function formatCount(count: number, language: Language): string {
  return Number.isFinite(count) ? format(language, 0).format(count) : '–';
}

/** A figure with one decimal below 100, else none. */
function formatFigure(value: number, language: Language): string {
  return format(language, Math.abs(value) < 100 ? 1 : 0).format(value);
}

const METRES: Readonly<Record<Language, string>> = { zh: '米', en: 'm' };
const KILOMETRES: Readonly<Record<Language, string>> = { zh: '公里', en: 'km' };

/** `27.0 m`; from 10 km on in kilometres. */
export function formatMetres(metres: number, language: Language): string {
  if (!Number.isFinite(metres)) return '–';
  if (Math.abs(metres) < 10_000) return `${formatFigure(metres, language)} ${METRES[language]}`;
  return `${format(language, 2).format(metres / 1000)} ${KILOMETRES[language]}`;
}

const SQUARE_METRES: Readonly<Record<Language, string>> = { zh: '平方米', en: 'm²' };
const HECTARES: Readonly<Record<Language, string>> = { zh: '公顷', en: 'ha' };

/** `1,240 m²`; from 10 ha on in hectares. */
export function formatSquareMetres(area: number, language: Language): string {
  if (!Number.isFinite(area)) return '–';
  if (area < 100_000) return `${formatFigure(area, language)} ${SQUARE_METRES[language]}`;
  return `${format(language, 1).format(area / 10_000)} ${HECTARES[language]}`;
}

/** Whole metres, e.g. of a slider: `27 m`. */
export function formatWholeMetres(metres: number, language: Language): string {
  return `${format(language, 0).format(metres)} ${METRES[language]}`;
}

/** `1926`, in Chinese with its sign: `1926 年`. */
export function formatYear(year: number, language: Language): string {
  return language === 'zh' ? `${Math.round(year)} 年` : String(Math.round(year));
}

/** A share of one in per cent: `93 %`, in Chinese `93%`. */
export function formatShare(share: number, language: Language): string {
  if (!Number.isFinite(share)) return '–';
  return `${format(language, 0).format(share * 100)}${language === 'zh' ? '%' : ' %'}`;
}

const UNITS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'km/h': { zh: '公里/时', en: 'km/h' },
  '/h': { zh: '辆/时', en: 'an hour' },
};

/** A live value with its UCUM unit: `96 W`, `31.4 km/h`. */
export function formatValue(value: number, unit: string, language: Language): string {
  if (!Number.isFinite(value)) return '–';
  const figure = format(language, Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1).format(value);
  const shown = UNITS[unit]?.[language] ?? unit;
  return shown === '' ? figure : `${figure} ${shown}`;
}

const AGES: readonly (readonly [seconds: number, zh: string, en: string])[] = [
  [86_400, '天', 'd'],
  [3_600, '小时', 'h'],
  [60, '分钟', 'min'],
  [1, '秒', 's'],
];

/** `3 s ago`, `12 min ago`, by the city's time. */
export function formatAge(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const [size, zh, en] = AGES.find(([least]) => whole >= least) ?? AGES.at(-1)!;
  const count = Math.floor(whole / size);
  return language === 'zh' ? `${count} ${zh}前` : `${count} ${en} ago`;
}

const zoned = new Map<string, Intl.DateTimeFormat>();

function zonedFormat(
  locale: string,
  zone: string | null,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${Object.keys(options).join()}`;
  const known = zoned.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, ...(zone === null ? {} : { timeZone: zone }) });
  zoned.set(key, made);
  return made;
}

/** `17:42` on the city's clocks; of a city without a time zone, this machine's. */
export function formatCityTime(ms: number, zone: string | null): string {
  return zonedFormat('en-GB', zone, { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** `Sat 21 Nov` on the city's calendar. */
export function formatCityDate(ms: number, zone: string | null, language: Language): string {
  return zonedFormat(LOCALES[language], zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(
    ms,
  );
}

/** `Sat, 21 November 2026` on the city's calendar. */
export function formatDate(ms: number, language: Language, zone: string | null): string {
  const options = { weekday: 'short', month: 'long', day: 'numeric', year: 'numeric' } as const;
  return zonedFormat(LOCALES[language], zone, options).format(ms);
}

/** `14:05:09` on the city's clocks. */
export function formatTime(ms: number, zone: string | null): string {
  return zonedFormat('en-GB', zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms);
}
