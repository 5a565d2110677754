/** Gives the value below which a share of them lies; NaN of none. */
export const quantile = (values: ArrayLike<number>, share: number): number =>
  Float64Array.from(values).sort()[Math.floor(share * (values.length - 1))] ?? Number.NaN;

/** Prints a line. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Says whether a promise of at most so much was kept. */
export const verdict = (value: number, most: number): string => (value <= most ? 'kept' : 'NOT kept');
