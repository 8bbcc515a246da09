import { runInNewContext } from 'node:vm'

const CONFIG = /(?:\b(?:const|let|var)\s+config\b(?:\s*:\s*[\w.]+)?|\bexports\.config)\s*=\s*(?=\{)/

/**
 * What a module says in `export const config = { … }`, read without running the module, as the platforms' packagers
 * do: a literal, and nothing that has to be computed from elsewhere.
 * @param source text of the module, JavaScript
 * @returns undefined where there is none, or none that can be read
 */
export function readStaticConfig(source: string): Readonly<Record<string, unknown>> | undefined {
  const found = CONFIG.exec(source)
  if (!found) return undefined
  const text = objectAt(source, found.index + found[0].length)
  try {
    return JSON.parse(runInNewContext(`JSON.stringify(${text})`, {}, { timeout: 100 }))
  } catch {
    return undefined
  }
}

/** The object literal that begins at an index, up to its closing brace; strings may hold braces. */
function objectAt(source: string, start: number): string {
  let depth = 0
  for (let at = start; at < source.length; at++) {
    const sign = source[at] ?? ''
    if (sign === '"' || sign === "'" || sign === '`') at = endOfString(source, at, sign)
    else if (sign === '{') depth += 1
    else if (sign === '}' && --depth === 0) return source.slice(start, at + 1)
  }
  return source.slice(start)
}

function endOfString(source: string, start: number, quote: string): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at += 1
    else if (source[at] === quote) return at
  }
  return source.length
}
