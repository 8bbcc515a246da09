import type { FunctionFacts, Target } from '../core/target.ts'
import { labelTargets, type MatrixPoint } from '../plan/expand-matrix.ts'
import type { PlannedTarget } from '../providers/provider.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'

/** What the targets of one deployment are called by. */
export interface TargetNames {
  /** What the user calls them, in place of the platform's own name. */
  readonly name?: string
  /** There is one, and it has exactly this name. */
  readonly isNamed?: true
  readonly point: MatrixPoint
}

/**
 * Targets as tables call them: by the user's name in place of the platform's, and with what the matrix varied. Those
 * of a function of the user's own say which one it is.
 */
export function nameTargets<Named extends PlannedTarget>(
  targets: readonly Named[],
  { name, isNamed, point }: TargetNames,
  functions: ReadonlyMap<string, FunctionFacts>,
): Named[] {
  const called = targets.map((target) => {
    if (name === undefined) return target
    if (isNamed) return { ...target, id: name }
    const rename = (id: string) => id.replace(target.provider, () => name)
    return { ...target, id: rename(target.id), ...(target.group && { group: rename(target.group) }) }
  })
  const described = called.map((target) => {
    const found = functions.get(name ?? target.group ?? target.id)
    return found ? { ...target, facts: { ...target.facts, function: found } } : target
  })
  return labelTargets(described, point)
}

/** What each target is asked with: by the function that it is of, else by its own name. */
export function requestsByTarget(
  targets: readonly Target[],
  requests: ReadonlyMap<string, FunctionRequest>,
): ReadonlyMap<string, FunctionRequest> {
  return new Map(
    targets.flatMap(({ id, group, facts }) => {
      const request = requests.get(facts?.function?.name ?? group ?? id) ?? requests.get(id)
      return request === undefined ? [] : [[id, request] as const]
    }),
  )
}
