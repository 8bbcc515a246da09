import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import type { Contract } from './contract.ts'
import { WEB_METHODS } from './detect-form.ts'
import { scanModule } from './scan-module.ts'

/** Whose function a file is, and by what that was seen; with several contracts it could be any of them. */
export interface DetectedContract {
  readonly contracts: readonly Contract[]
  /** For a reader: `it lies in api/`. */
  readonly because: string
}

const FRAMEWORK = '@google-cloud/functions-framework'

/**
 * Whose contract a function is written for: by where it lies and what lies above it (`api/` and vercel.json,
 * netlify/functions and netlify.toml, serverless.yml, template.yaml, the Functions Framework in package.json), else
 * by what it exports. A file that says neither could be for any platform that takes its kind of export.
 * @param file absolute path of a module
 */
export async function detectContract(file: string): Promise<DetectedContract> {
  const { imports, exports } = await scanModule(await readFile(file, 'utf8'))
  if (imports.includes(FRAMEWORK)) return { contracts: ['google'], because: `it uses ${FRAMEWORK}` }
  return (await byPlace(file, exports)) ?? byExports(exports)
}

async function byPlace(file: string, exports: readonly string[]): Promise<DetectedContract | undefined> {
  for (const folder of foldersAbove(file)) {
    const found = await readFolder(folder, relative(folder, file).split(sep), exports)
    if (found) return found
    if (existsSync(join(folder, '.git'))) break
  }
  return undefined
}

/** @param inside the file's path below the folder, in parts */
async function readFolder(
  folder: string,
  inside: readonly string[],
  exports: readonly string[],
): Promise<DetectedContract | undefined> {
  const has = (name: string) => existsSync(join(folder, name))
  if (inside.length > 2 && inside[0] === 'netlify' && inside[1] === 'functions')
    return { contracts: ['netlify'], because: 'it lies in netlify/functions/' }
  if (await namesFolder(join(folder, 'netlify.toml'), inside))
    return { contracts: ['netlify'], because: 'netlify.toml names its folder' }
  const mayBeVercel = !exports.includes('handler')
  if (mayBeVercel && inside.length > 1 && inside[0] === 'api')
    return { contracts: ['vercel'], because: 'it lies in api/' }
  const description = LAMBDA_FILES.find(has)
  if (description) return { contracts: ['lambda'], because: `there is a ${description}` }
  if (mayBeVercel && has('vercel.json')) return { contracts: ['vercel'], because: 'there is a vercel.json' }
  if (await dependsOnFramework(join(folder, 'package.json')))
    return { contracts: ['google'], because: `package.json has ${FRAMEWORK}` }
  return undefined
}

const LAMBDA_FILES = ['serverless.yml', 'serverless.yaml', 'serverless.ts', 'template.yaml', 'template.yml']

function byExports(exports: readonly string[]): DetectedContract {
  const method = WEB_METHODS.find((name) => name !== 'fetch' && exports.includes(name))
  if (method) return { contracts: ['vercel'], because: `it exports ${method}` }
  if (exports.includes('handler')) return { contracts: ['lambda'], because: 'it exports handler' }
  if (exports.includes('default'))
    return { contracts: ['vercel', 'netlify'], because: 'its default export could be for either' }
  return { contracts: ['lambda', 'vercel', 'netlify', 'google'], because: 'its exports could be for any' }
}

/** From the file's own folder up; not the home folder itself, and not the top of the disk. */
function foldersAbove(file: string): string[] {
  const folders: string[] = []
  for (let at = dirname(file); at !== dirname(at) && at !== homedir(); at = dirname(at)) folders.push(at)
  return folders
}

/** netlify.toml says `directory` in [functions], or `functions` in [build]. */
async function namesFolder(manifest: string, inside: readonly string[]): Promise<boolean> {
  const text = await readFile(manifest, 'utf8').catch(() => '')
  const named = [...text.matchAll(/^\s*(?:directory|functions)\s*=\s*["']([^"'\n]+)["']/gm)]
  const path = inside.join('/')
  return named.some(([, folder = '']) => path.startsWith(`${folder.replace(/^\.?\/|\/$/g, '')}/`))
}

async function dependsOnFramework(manifest: string): Promise<boolean> {
  const text = await readFile(manifest, 'utf8').catch(() => '')
  return text.includes(`"${FRAMEWORK}"`)
}
