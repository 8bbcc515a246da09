import { ColdstartError } from '../core/errors.ts'
import type { RunHeader } from '../core/run-file.ts'
import type { FunctionFacts } from '../core/target.ts'

/** The commit that a run's revision was when it was started: its name may mean another one by now. */
export function commitOf({ targets }: RunHeader): string | undefined {
  return targets.find(({ facts }) => facts?.function?.commit)?.facts?.function?.commit
}

/**
 * One run is of one state of each function.
 * @param now the functions that would be measured, by their names
 * @throws ColdstartError `function-changed`
 */
export function refuseChangedFunctions(
  { run, targets }: RunHeader,
  now: ReadonlyMap<string, FunctionFacts>,
): void {
  for (const { facts: { function: then } = {} } of targets) {
    const name = then?.name ?? ''
    const found = now.get(name)
    if (then && found && found.sha256 !== then.sha256)
      throw new ColdstartError('function-changed', { run, name, root: found.root })
  }
}
