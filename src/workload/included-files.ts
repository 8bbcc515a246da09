import { readFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path/posix'
import { globToRegExp } from './glob.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** Whether a file of the project goes with a function. @param path relative to the root @param isReached by the function */
export type TakesFile = (path: string, isReached: boolean) => boolean

/**
 * What the project's own file tells the platform's packager to take along: `includeFiles` and `excludeFiles` of
 * vercel.json (https://vercel.com/docs/project-configuration#functions), `included_files` of netlify.toml
 * (https://docs.netlify.com/build/functions/optional-configuration/). A v1 function of Netlify that has a folder of its
 * name has that folder.
 */
export async function readIncludedFiles(workload: WorkloadDescription): Promise<TakesFile> {
  if (workload.contract === 'vercel') return ofVercel(workload)
  const ownFolder = workload.form === 'v1' ? folderOfItsName(workload.named ?? workload.entry) : undefined
  const patterns = await netlifyPatterns(workload)
  const included = matcherOf(patterns.filter((one) => !one.startsWith('!')))
  const excluded = matcherOf(patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1)))
  const isOwn = (path: string) => ownFolder !== undefined && path.startsWith(`${ownFolder}/`)
  return (path, isReached) => (isReached || included(path) || isOwn(path)) && !excluded(path)
}

interface VercelSettings {
  readonly includeFiles?: string
  readonly excludeFiles?: string
}

/** The first pattern that fits the function decides; what is included is there although it is excluded too. */
async function ofVercel({ root, entry, adapted, named }: WorkloadDescription): Promise<TakesFile> {
  const text = await readFile(join(root, 'vercel.json'), 'utf8').catch(() => '{}')
  const { functions = {} } = Object(JSON.parse(text)) as { functions?: Record<string, VercelSettings> }
  const file = named ?? adapted ?? entry
  const [, own = {}] = Object.entries(functions).find(([pattern]) => isSource(pattern, file)) ?? []
  const included = matcherOf(own.includeFiles ? [own.includeFiles] : [])
  const excluded = matcherOf(own.excludeFiles ? [own.excludeFiles] : [])
  return (path, isReached) => included(path) || (isReached && !excluded(path))
}

/** A pattern names the source, whose ending is another where it was transpiled. */
function isSource(pattern: string, file: string): boolean {
  const matches = globToRegExp(pattern.replace(/^\.?\//, ''))
  const stem = file.slice(0, file.length - parse(file).ext.length)
  return [file, ...['.ts', '.tsx', '.mts', '.cts', '.jsx', '.js'].map((end) => stem + end)].some((one) =>
    matches.test(one),
  )
}

async function netlifyPatterns({ root, entry, named = entry }: WorkloadDescription): Promise<string[]> {
  const text = await readFile(join(root, 'netlify.toml'), 'utf8').catch(() => '')
  const { name, dir } = parse(named)
  const called = name === 'index' ? parse(dir).base : name
  return text.split(/^(?=\s*\[)/m).flatMap((table) => {
    const header = /^\s*\[functions(?:\.(?:"([^"]+)"|'([^']+)'|([^\]\s]+)))?\s*\]/.exec(table)
    const pattern = header?.[1] ?? header?.[2] ?? header?.[3]
    const isFor = header !== null && (pattern === undefined || globToRegExp(pattern).test(called))
    return isFor ? textsOf(table, 'included_files') : []
  })
}

/** The texts of a list in a table of TOML, over several lines or on one. */
function textsOf(table: string, key: string): string[] {
  const list = new RegExp(`^\\s*${key}\\s*=\\s*\\[([^\\]]*)\\]`, 'm').exec(table)?.[1] ?? ''
  const plain = list.replace(/#[^\n"']*$/gm, '')
  return [...plain.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, one, other]) => one ?? other ?? '')
}

function folderOfItsName(entry: string): string | undefined {
  const folder = dirname(entry)
  const { name } = parse(entry)
  const { base } = parse(folder)
  const isOwn = folder !== '.' && (name === base || (name === 'index' && base !== 'functions'))
  return isOwn ? folder : undefined
}

function matcherOf(patterns: readonly string[]): (path: string) => boolean {
  const all = patterns.map((one) => globToRegExp(one.replace(/^\.?\//, '')))
  return (path) => all.some((one) => one.test(path))
}
