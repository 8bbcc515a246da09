import { suggestionFor } from '../core/suggestion.ts'

/** What runs functions, by what its names begin with: Lambda's runtimes, and other programs that run JavaScript. */
export const runtimeFamilies = [
  'nodejs',
  'python',
  'ruby',
  'java',
  'provided',
  'dotnet',
  'go',
  'bun',
  'deno',
] as const
/** What the name of a runtime begins with. */
export type RuntimeFamily = (typeof runtimeFamilies)[number]

/** A runtime by its name. */
export interface RuntimeName {
  readonly family: RuntimeFamily
  /** As it is written there: `3.14`, `24`, `al2023`; empty where any will do. */
  readonly version: string
}

/**
 * Reads `nodejs24.x`, `node24`, `24`, `python3.14`, `ruby3.4`, `java21`, `provided.al2023`, `bun`, `deno2.9`; undefined
 * for what begins like none of them.
 */
export function readRuntimeName(name: string): RuntimeName | undefined {
  const [, family = '', version = ''] = /^([a-z]*)\.?([\w.]*)$/i.exec(name.trim()) ?? []
  const known = ['', 'node'].includes(family.toLowerCase()) ? 'nodejs' : family.toLowerCase()
  const found = runtimeFamilies.find((one) => one === known)
  if (!found || (family === '' && version === '')) return undefined
  return { family: found, version: version.replace(/\.x$/i, '') }
}

/** The name that was probably meant: `pyhton3.13` → `python3.13`. */
export function runtimeMeant(name: string): string | undefined {
  const [family = ''] = /^[a-z]*/i.exec(name) ?? []
  const meant = suggestionFor(family, [...runtimeFamilies])
  return meant === undefined ? undefined : meant + name.slice(family.length)
}
