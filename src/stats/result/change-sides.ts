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
  const { facts, platform, provider, parameters, part } = first
  const isNamed = facts?.function !== undefined || facts?.address !== undefined || platform === 'url'
  if (!isNamed) return []
  const { contract = provider, name: called = name } = facts?.function ?? {}
  const { file, isRevision } = fileOf(called, contract, against)
  const kind = JSON.stringify([contract, platform, parameters, file, part])
  return [{ name, targets: new Set(replicas.map(({ id }) => id)), kind, isRevision }]
}

/**
 * Which file a side of `--against` is of: `api@v1` and `api` are of one, and so are `api@v1/lambda` and `api/lambda`,
 * as they are called where each is measured under several contracts.
 */
function fileOf(
  called: string,
  contract: string,
  against: string | undefined,
): { file: string; isRevision: boolean } {
  if (against === undefined) return { file: '', isRevision: false }
  const plain = without(`/${contract}`, called)
  // A revision may be called as a contract is.
  for (const name of [called, plain]) {
    if (name === against) return { file: '', isRevision: true }
    if (name.endsWith(`@${against}`))
      return { file: without(`/${contract}`, without(`@${against}`, name)), isRevision: true }
  }
  return { file: plain === WORKING_TREE ? '' : plain, isRevision: false }
}

function without(ending: string, name: string): string {
  return name.endsWith(ending) ? name.slice(0, -ending.length) : name
}
