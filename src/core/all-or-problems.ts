import { ColdstartError, isColdstartError } from './errors.ts'

/**
 * Waits for all, so that a user hears of everything that is missing at once.
 * @returns their results in order
 * @throws ColdstartError the one that came, or `several-problems` of all; whatever else was thrown, as it is
 */
export async function allOrProblems<Results extends readonly unknown[]>(
  promises: readonly [...{ [Key in keyof Results]: Promise<Results[Key]> }],
): Promise<Results> {
  const settled = await Promise.allSettled(promises)
  const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  throwProblems(reasons)
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as Results
}

/** Throws one error as it is, several as one that lists them; does nothing where there is none. */
export function throwProblems(reasons: readonly unknown[]): void {
  const strange = reasons.find((reason) => !isColdstartError(reason))
  if (strange !== undefined) throw strange
  const problems = (reasons as readonly ColdstartError[]).flatMap((reason) => problemsOf(reason))
  const distinct = [...new Map(problems.map((problem) => [problem.message, problem])).values()]
  if (distinct.length === 1) throw distinct[0]
  if (distinct.length > 1) throw new ColdstartError('several-problems', { problems: distinct })
}

/** The errors that an error lists, or itself. */
export function problemsOf(error: ColdstartError): readonly ColdstartError[] {
  const { problems } = error.details as { readonly problems?: readonly ColdstartError[] }
  return error.code === 'several-problems' && problems ? problems : [error]
}
