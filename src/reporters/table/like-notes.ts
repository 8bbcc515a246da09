import { list } from '../../core/name-list.ts'

/** A note of a target, or of none. */
interface Note {
  readonly target?: string | undefined
  readonly message: string
}

/**
 * Notes as lines, those that differ only in their target and in a number as one: `lambda: This machine was busy during 1
 * invocation; repeat on a quiet one. Likewise vercel (4) and netlify (7).`
 * @param keyOf is equal for notes that are alike; what it leaves out of a message is its first number, or nothing
 */
export function tellLikeNotes<One extends Note>(
  notes: readonly One[],
  keyOf: (note: One) => string,
): string[] {
  const alike = new Map<string, One[]>()
  for (const note of notes) {
    const key = keyOf(note)
    alike.set(key, [...(alike.get(key) ?? []), note])
  }
  return [...alike.values()].map(([first, ...others]) => {
    const { target, message = '' } = first ?? {}
    const own = target === undefined ? message : `${target}: ${message}`
    if (others.length === 0) return own
    const likewise = others.map((other) => {
      const isSame = other.message === message
      return isSame ? `${other.target}` : `${other.target} (${firstNumber(other.message)})`
    })
    return `${own.replace(/\.$/, '')}. Likewise ${list(likewise)}.`
  })
}

/** What is left of a message without its numbers, and without the s that a number takes. */
export function withoutNumbers(message: string): string {
  return message.replace(/\d[\d.,]*/g, '#').replace(/(# \w+?)s\b/g, '$1')
}

function firstNumber(message: string): string {
  return /\d[\d.,]*/.exec(message)?.[0] ?? '?'
}
