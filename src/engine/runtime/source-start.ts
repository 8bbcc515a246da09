/** Where code can begin after `#!…`, which must stay the first thing in a file. */
export function afterHashbang(source: string): number {
  if (!source.startsWith('#!')) return 0
  const end = source.indexOf('\n')
  return end === -1 ? source.length : end + 1
}

/**
 * Where a statement can be put into a CommonJS module without switching its directives off: behind `"use strict"` and
 * its like. Looks at nothing but what stands before the first statement, one character after the other.
 */
export function afterDirectives(source: string): number {
  let end = afterHashbang(source)
  for (let at = end; ; ) {
    at = afterSpace(source, at)
    const quote = source[at]
    if (quote !== '"' && quote !== "'") return end
    const closing = endOfString(source, at, quote)
    if (closing === undefined) return end
    const next = afterSpace(source, closing)
    const follows = source[next]
    const hasNewline = source.slice(closing, next).includes('\n')
    if (follows === ';') end = next + 1
    // Without a semicolon the string goes on as an expression, unless what follows cannot go on.
    else if (follows === undefined || follows === '}') return closing
    else if (hasNewline && /[\w$"'@#{]/.test(follows)) end = closing
    else return end
    at = end
  }
}

/** Behind white space and comments. */
function afterSpace(source: string, from: number): number {
  let at = from
  for (;;) {
    if (/\s|\uFEFF/.test(source[at] ?? 'x')) at += 1
    else if (source.startsWith('//', at)) at = endOf(source, '\n', at)
    else if (source.startsWith('/*', at)) at = endOf(source, '*/', at + 2)
    else return at
  }
}

function endOf(source: string, what: string, from: number): number {
  const found = source.indexOf(what, from)
  return found === -1 ? source.length : found + what.length
}

/** @returns what is behind the closing quote; undefined for a string without one */
function endOfString(source: string, from: number, quote: string): number | undefined {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at += 1
    else if (source[at] === '\n') return undefined
    else if (source[at] === quote) return at + 1
  }
  return undefined
}
