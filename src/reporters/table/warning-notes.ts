import type { Result, Warning } from '../../core/result.ts'
import { tellLikeNotes } from './like-notes.ts'

/** Warnings, those that differ only in their target and in numbers as one. */
export function warningNotes({ warnings }: Result): string[] {
  return tellLikeNotes(warnings, skeleton)
}

/** What is left of a message without its numbers, and without the s that a number takes. */
function skeleton({ code, target, message }: Warning): string {
  if (target === undefined) return `${code} ${message}`
  return `${code} of a target: ${message.replace(/\d[\d.,]*/g, '#').replace(/(# \w+?)s\b/g, '$1')}`
}
