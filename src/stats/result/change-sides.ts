import type { Target } from '../../core/target.ts'
import { groupTargets } from '../../core/target-groups.ts'
import { WORKING_TREE } from '../../core/working-tree.ts'

/** One of two functions that a run sets against each other. */
export interface ChangeSide {
  /** As tables call it. */
  readonly name: string
  /** Ids of its replicas. */
  readonly targets: ReadonlySet<string>
}

/** Two functions of one run that differ in nothing but their code, as far as the run knows. */
export interface ChangeSides {
  readonly before: ChangeSide
  readonly after: ChangeSide
}

interface Named extends ChangeSide {
  /** Equal for functions that can be set against each other. */
  readonly kind: string
  readonly isRevision: boolean
}

/**
 * What `baseline` means within one run: each function that the user named against the one that was named first under the
 * same contract, or against itself as of the revision of `--against`. The sample function under several contracts is
 * one function, and has no other side.
 * @param against the revision, where the run has one
 */
export function changeSides(targets: readonly Target[], against?: string): ChangeSides[] {
  const named = [...groupTargets(targets)].flatMap(([name, replicas]) => namedOf(name, replicas, against))
  return [...new Set(named.map(({ kind }) => kind))].flatMap((kind) => {
    const alike = named.filter((side) => side.kind === kind)
    const before = alike.find(({ isRevision }) => isRevision) ?? alike[0]
    return before ? alike.filter((side) => side !== before).map((after) => ({ before, after })) : []
  })
}

function namedOf(name: string, replicas: readonly Target[], against: string | undefined): Named[] {
  const [first] = replicas
  if (!first) return []
  const { facts, platform, provider, parameters } = first
  const isNamed = facts?.function !== undefined || facts?.address !== undefined || platform === 'url'
  if (!isNamed) return []
  const { contract = provider, name: called = name } = facts?.function ?? {}
  const { file, isRevision } = fileOf(called, against)
  const kind = JSON.stringify([contract, platform, parameters, file])
  return [{ name, targets: new Set(replicas.map(({ id }) => id)), kind, isRevision }]
}

/** Which file a side of `--against` is of: `api@v1` and `api` are of one. */
function fileOf(called: string, against: string | undefined): { file: string; isRevision: boolean } {
  if (against === undefined) return { file: '', isRevision: false }
  if (called === against || called === WORKING_TREE) return { file: '', isRevision: called === against }
  const isRevision = called.endsWith(`@${against}`)
  return { file: isRevision ? called.slice(0, -against.length - 1) : called, isRevision }
}
