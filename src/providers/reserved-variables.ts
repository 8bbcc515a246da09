/** Environment variables that a platform sets itself and takes from nobody. */
export interface ReservedVariables {
  readonly names: readonly string[]
  /** What no name may begin with. */
  readonly prefixes?: readonly string[]
  /** What every name looks like, where the platform takes less than a shell does. */
  readonly pattern?: RegExp
  /** What the user says in place of some of them: a flag. */
  readonly instead?: Readonly<Record<string, string>>
  /** Where the platform says so. */
  readonly source: string
}

/** Why a platform takes no variable of that name; undefined where it does. */
export function whyReserved(name: string, reserved: ReservedVariables): string | undefined {
  if (reserved.names.includes(name)) return 'it sets that one itself'
  const prefix = reserved.prefixes?.find((one) => name.startsWith(one))
  if (prefix !== undefined) return `names that begin with ${prefix} are its own`
  return reserved.pattern && !reserved.pattern.test(name) ? 'it takes no name of that form' : undefined
}
