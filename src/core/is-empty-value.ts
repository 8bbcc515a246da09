/**
 * True for an empty or blank text, and for a list or an object that holds one anywhere: the one meaning of
 * "empty" for flags, variables and configuration files. An empty list says "none" and is not empty in this sense.
 */
export function isEmptyValue(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(isEmptyValue)
}
