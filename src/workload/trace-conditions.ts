import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { NodeFileTraceOptions, NodeFileTraceResult } from '@vercel/nft'

/** Conditions of `exports` that Node goes by and @vercel/nft only sometimes. https://nodejs.org/api/packages.html#conditional-exports */
const SOMETIMES = /"(?:module-sync|node-addons)"/
const ALL = ['node', 'node-addons', 'module-sync']

/** What of a trace is used. */
export type Traced = Pick<NodeFileTraceResult, 'fileList' | 'reasons' | 'warnings'>

/**
 * Traces what modules reach on every version of Node that a function may run on. @vercel/nft follows `module-sync` by
 * the Node that it runs on, or where it stands at the top of what a path exports; in an array of fallbacks it would miss
 * the file that Node loads. What is found with the condition is added to what is found without.
 * @param entries absolute paths
 * @param options as @vercel/nft takes them
 */
export async function traceAllConditions(
  entries: string[],
  options: NodeFileTraceOptions & { readonly base: string },
): Promise<Traced> {
  const { nodeFileTrace } = await import('@vercel/nft')
  const cache = {}
  const found = await nodeFileTrace(entries, { ...options, cache })
  if (!(await areAsked([...found.fileList], options.base))) return found
  const more = await nodeFileTrace(entries, { ...options, cache, conditions: ALL })
  return {
    fileList: new Set([...found.fileList, ...more.fileList]),
    reasons: new Map([...more.reasons, ...found.reasons]),
    warnings: new Set([...found.warnings, ...more.warnings]),
  }
}

async function areAsked(paths: readonly string[], base: string): Promise<boolean> {
  const manifests = paths.filter((path) => basename(path) === 'package.json')
  const texts = await Promise.all(
    manifests.map((path) => readFile(resolve(base, path), 'utf8').catch(() => '')),
  )
  return texts.some((text) => SOMETIMES.test(text))
}
