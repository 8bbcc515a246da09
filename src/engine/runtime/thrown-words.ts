import { relative } from 'node:path'
import { inspect } from 'node:util'

/** What was thrown, on one line, with the line of the function's own code: `TypeError: no name (index.js:3)`. */
export function wordsOf(thrown: unknown): string {
  const root = process.cwd()
  const { stack } = (thrown ?? {}) as { stack?: unknown }
  const places = [
    ...String(stack ?? '').matchAll(/((?:file:\/\/)?\/[^\s():]+|[A-Za-z]:\\[^\s():]+):(\d+)/g),
  ].map(([, path = '', line]) => `${relative(root, path.replace(/^file:\/\//, ''))}:${line}`)
  const own = places.find(
    (place) => !place.startsWith('..') && !/(^|[\\/])(node_modules[\\/]|___)/.test(place),
  )
  const [first = ''] = textOf(thrown).split('\n', 1)
  return first.slice(0, 400) + (own === undefined ? '' : ` (${own})`)
}

/** An object without a prototype cannot be made text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return inspect(thrown)
  }
}
