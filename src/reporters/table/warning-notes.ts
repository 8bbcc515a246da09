import type { Result, Warning } from '../../core/result.ts'
import { list } from '../sentence-words.ts'

/**
 * Warnings, those that differ only in their target and in numbers as one: `lambda: This machine was busy during 1
 * invocation; repeat on a quiet one. Likewise vercel (4) and netlify (7).`
 */
export function warningNotes({ warnings }: Result): string[] {
  const alike = new Map<string, Warning[]>()
  for (const warning of warnings) {
    const key = skeleton(warning)
    alike.set(key, [...(alike.get(key) ?? []), warning])
  }
  return [...alike.values()].map(([first, ...others]) => {
    const { target, message = '' } = first ?? {}
    const own = target === undefined ? message : `${target}: ${message}`
    if (others.length === 0) return own
    const likewise = others.map((other) => {
      const isSame = other.message === message
      return isSame ? `${other.target}` : `${other.target} (${firstNumber(other.message)})`
    })
    return `${own} Likewise ${list(likewise)}.`
  })
}

/** What is left of a message without its numbers, and without the s that a number takes. */
function skeleton({ code, target, message }: Warning): string {
  if (target === undefined) return `${code} ${message}`
  return `${code} of a target: ${message.replace(/\d[\d.,]*/g, '#').replace(/(# \w+?)s\b/g, '$1')}`
}

function firstNumber(message: string): string {
  return /\d[\d.,]*/.exec(message)?.[0] ?? '?'
}
