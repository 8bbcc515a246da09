import type { Target, TargetFacts } from '../core/target.ts'
import { type expandMatrix, labelTargets, type MatrixPoint } from './expand-matrix.ts'

/** A function as it would be deployed, for a plan that must not touch anything. */
export interface PlannedFunction {
  /** The name it will have in tables: `lambda`. */
  readonly name: string
  readonly provider: string
  readonly platform: Target['platform']
  /** Functions of one deployment share this name. */
  readonly deployment: string
  /** Where the matrix names no size. */
  readonly memoryMb?: number
  /** Facts that a plan depends on: `idleTtlMs`, `freshlyDeployed`. */
  readonly facts?: TargetFacts
}

/** Stands for the address of a target that is not there. */
export const NOWHERE = 'http://planned.invalid/'

/** The targets that deploying these functions at every point of the matrix would give. Pure; nothing is deployed. */
export function previewTargets(
  functions: readonly PlannedFunction[],
  points: ReturnType<typeof expandMatrix>,
  replicas: number,
): Target[] {
  return points.flatMap((point, index) =>
    functions.flatMap((planned) => labelTargets(copiesOf(planned, point, index, replicas), point)),
  )
}

function copiesOf(planned: PlannedFunction, point: MatrixPoint, index: number, replicas: number): Target[] {
  const { name, provider, platform, deployment, facts } = planned
  const memoryMb = point.memoryMb ?? planned.memoryMb
  return Array.from({ length: replicas }, (_, copy) => ({
    id: copy === 0 ? name : `${name}#${copy + 1}`,
    provider,
    platform,
    url: NOWHERE,
    deployment: `${deployment} ${index}`,
    group: name,
    ...(facts ? { facts } : {}),
    ...(replicas > 1 ? { replica: copy + 1 } : {}),
    ...(memoryMb === undefined ? {} : { memoryMb }),
    ...(point.region === undefined ? {} : { region: point.region }),
  }))
}
