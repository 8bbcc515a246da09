import type { Result, Warning } from '../../core/result.ts'
import { tellLikeNotes, withoutNumbers } from './like-notes.ts'

/** Warnings, those that differ only in their target and in numbers as one. */
export function warningNotes({ warnings }: Result): string[] {
  return tellLikeNotes(warnings, skeleton)
}

function skeleton({ code, target, message }: Warning): string {
  if (target === undefined) return `${code} ${message}`
  return `${code} of a target: ${withoutNumbers(message)}`
}
