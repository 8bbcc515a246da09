/** Stands in repeated commands for a value that may be a secret. */
export const WITHHELD = '…'

/** Where it stands in the values of the flags that may hold secrets. */
const PLACES: Readonly<Record<string, RegExp>> = {
  '--env': /^[^=]+=…$/,
  '--header': /^[^:]+:\s*…$/,
  '--body': /^…$/,
  '--path': /=…(?:&|$)/,
  '--target': /=…(?:&|$)|\/\/…@/,
}

/**
 * Whether a value is a withheld one that was pasted back as it was printed.
 * @param flag by its long name
 */
export function isWithheld(flag: string, value: unknown): boolean {
  const place = PLACES[flag]
  return place !== undefined && [value].flat().some((one) => typeof one === 'string' && place.test(one))
}
