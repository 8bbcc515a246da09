import type { FunctionOptions } from './engine-options.ts'
import type { Outcome } from './function-event.ts'

/** What `serve` says of a request: `mine vercel/hello cold 104 ms, environment 3f9a…`; and why, where it failed. */
export function requestLine(
  { contract, name, label }: Pick<FunctionOptions, 'contract' | 'name' | 'label'>,
  outcome: Outcome,
  ms: number,
): string {
  const { id, invocation } = outcome.instance
  const state = invocation === 1 ? 'cold' : 'warm'
  const shown = ms < 10 ? ms.toFixed(1) : ms.toFixed(0)
  const failure = outcome.kind === 'reply' ? '' : `, ${outcome.errorType}`
  const called = label === undefined ? '' : `${label} `
  return `${called}${contract}/${name} ${state} ${shown} ms, environment ${id.slice(-8)}, request ${invocation} of it${failure}\n`
}
