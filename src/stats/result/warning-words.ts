import type { Warning } from '../../core/result.ts'

/** `1 invocation`, `2 invocations`. */
export function many(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** One warning where something is so, else none. */
export function when(is: boolean, code: string, message: string): Warning[] {
  return is ? [{ code, message }] : []
}
