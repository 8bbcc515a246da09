import { suggestionFor } from '../core/suggestion.ts'

interface Issue {
  readonly message: string
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  /** Of an `invalid_union`, what each branch has against the value. */
  readonly errors?: readonly (readonly Issue[])[]
  /** Of an `invalid_type`. */
  readonly expected?: string
  /** Of an `invalid_value`, what it may be. */
  readonly values?: readonly unknown[]
}

/**
 * What is wrong with a value in one sentence without a stop, from what zod has against it. Of a union's branches the
 * one that got furthest is what the user meant.
 * @param value that is wrong, for the word that was meant
 */
export function complaintOf(issues: readonly Issue[], value?: unknown): string {
  const all = flat(issues)
  const deepest = Math.max(...all.map(({ path }) => path.length))
  const issue =
    all.find(({ code }) => code === 'custom') ??
    all.find(({ code }) => code === 'unrecognized_keys') ??
    all.find(({ path }) => path.length === deepest)
  if (!issue) return 'it is not valid'
  const where = issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : ''
  const kinds = all.filter(({ path, expected }) => expected && path.join() === issue.path.join())
  const words = issue.code === 'invalid_type' ? ofKinds(kinds) : sentence(issue.message)
  return (where + words).replace(/\.$/, '') + meant(issue, value)
}

/** `; did you mean fresh?`, where a word that is near may stand in that place. */
function meant({ values = [], path }: Issue, whole: unknown): string {
  const typed = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    whole,
  )
  const known = values.filter((value) => typeof value === 'string')
  const word = typeof typed === 'string' ? suggestionFor(typed, known) : undefined
  return word === undefined ? '' : `; did you mean ${word}?`
}

function flat(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    const inner = (issue.errors ?? []).flatMap(flat)
    if (inner.length === 0) return [issue]
    return inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
  })
}

/** `expected string or array, received number` */
function ofKinds(issues: readonly Issue[]): string {
  const kinds = [...new Set(issues.map(({ expected }) => expected))]
  const received = sentence(issues[0]?.message ?? '').replace(/^expected \S+(?=, received)/, '')
  return `expected ${kinds.join(' or ')}${received}`
}

function sentence(message: string): string {
  return message.replace(/^Invalid (input|option): /, '')
}
