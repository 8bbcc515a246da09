import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'
import type { Contract } from './contract.ts'
import { contractOfFolder } from './contract-of-folder.ts'
import { WEB_METHODS } from './detect-form.ts'
import { languageOf, refuseContainers } from './language.ts'
import { contractOfPython } from './python-contract.ts'
import { scanModule } from './scan-module.ts'
import { readWranglerFile, wranglerFileIn } from './worker/wrangler-file.ts'

/** Whose function a file is, and by what that was seen; with several contracts it could be any of them. */
export interface DetectedContract {
  readonly contracts: readonly Contract[]
  /** For a reader: `it lies in api/`. */
  readonly because: string
}

const LANGUAGE_WORDS = {
  ruby: 'Ruby',
  java: 'Java',
  provided: 'an executable for an OS-only runtime',
}

const FRAMEWORK = '@google-cloud/functions-framework'

/**
 * Whose contract a function is written for: by where it lies and what lies above it (`api/` and vercel.json,
 * netlify/functions and netlify.toml, serverless.yml, template.yaml, wrangler.toml, the Functions Framework in package.json), else
 * by what it imports and exports. A file that says neither could be for any platform that takes its kind of export.
 * @param file absolute path of a module
 * @throws ColdstartError `no-containers`
 */
export async function detectContract(file: string): Promise<DetectedContract> {
  refuseContainers(file)
  const language = languageOf(file)
  if (language && language !== 'python')
    return { contracts: ['lambda'], because: `it is ${LANGUAGE_WORDS[language]}` }
  const source = await readFile(file, 'utf8')
  if (language) {
    const { contract, because } = contractOfPython(file, source)
    return { contracts: [contract], because }
  }
  const { imports, exports } = await scanModule(source)
  if (imports.includes(FRAMEWORK)) return { contracts: ['google'], because: `it uses ${FRAMEWORK}` }
  const looks = { isVercel: mayBeVercel(source, exports), isDefault: exports.includes('default') }
  return (await byPlace(file, looks)) ?? byImports(source) ?? byExports(exports)
}

/** What only functions of one platform import, types included. */
const PACKAGES: readonly (readonly [RegExp, Contract])[] = [
  [
    /^(aws-lambda|@middy\/.+|@aws-lambda-powertools\/.+|hono\/(aws-lambda|lambda-edge)|@fastify\/aws-lambda|@as-integrations\/aws-lambda|@trpc\/server\/adapters\/aws-lambda|@sentry\/aws-serverless|serverless-http|lambda-api|aws-serverless-express|@(vendia|codegenie)\/serverless-express)$/,
    'lambda',
  ],
  [/^(@vercel\/(node|functions|edge)|hono\/vercel)$/, 'vercel'],
  [/^(@netlify\/(functions|edge-functions)|hono\/netlify)$/, 'netlify'],
  [
    /^(cloudflare:.+|@cloudflare\/(workers-types|workers-oauth-provider)(\/.+)?|hono\/cloudflare-workers)$/,
    'cloudflare',
  ],
]

/** What a module is by its exports, wherever it lies. */
interface Looks {
  /** It exports what Vercel could call. */
  readonly isVercel: boolean
  readonly isDefault: boolean
}

/** A module that exports `handler` and nothing that Vercel calls is not for Vercel, wherever it lies. */
function mayBeVercel(source: string, exports: readonly string[]): boolean {
  const isCalled = exports.includes('default') || WEB_METHODS.some((name) => exports.includes(name))
  return isCalled || !exports.includes('handler') || /\bmodule\.exports\s*=\s*(?!\{)/.test(source)
}

/** Read as text: of TypeScript the types' imports are wanted too. */
function byImports(source: string): DetectedContract | undefined {
  for (const [, , name = ''] of source.matchAll(/\b(?:from|require\s*\()\s*(['"])([^'"\n]+)\1/g)) {
    const contract = PACKAGES.find(([pattern]) => pattern.test(name))?.[1]
    if (contract) return { contracts: [contract], because: `it uses ${name}` }
  }
  return undefined
}

async function byPlace(file: string, looks: Looks): Promise<DetectedContract | undefined> {
  for (const folder of foldersAbove(dirname(file))) {
    const found = await readFolder(folder, relative(folder, file).split(sep), looks)
    if (found) return found
    if (existsSync(join(folder, '.git'))) break
  }
  return undefined
}

/** @param inside the file's path below the folder, in parts */
async function readFolder(
  folder: string,
  inside: readonly string[],
  { isVercel, isDefault }: Looks,
): Promise<DetectedContract | undefined> {
  const wrangler = await readWorkerFile(folder)
  if (wrangler?.main === join(folder, ...inside))
    return { contracts: ['cloudflare'], because: `${wrangler.name} names it` }
  const own = NETLIFY_FOLDERS.find((place) => inside.join('/').startsWith(place))
  if (own) return { contracts: ['netlify'], because: `it lies in ${own}` }
  if (await namesFolder(join(folder, 'netlify.toml'), inside))
    return { contracts: ['netlify'], because: 'netlify.toml names its folder' }
  const found = contractOfFolder(folder, inside, isVercel)
  if (found) return { contracts: [found.contract], because: found.because }
  if (wrangler && isDefault) return { contracts: ['cloudflare'], because: `there is a ${wrangler.name}` }
  if (await dependsOnFramework(join(folder, 'package.json')))
    return { contracts: ['google'], because: `package.json has ${FRAMEWORK}` }
  return undefined
}

/** @throws ColdstartError `bad-wrangler-file` */
async function readWorkerFile(folder: string): Promise<{ main?: string; name: string } | undefined> {
  const path = wranglerFileIn(folder)
  return path === undefined ? undefined : { ...(await readWranglerFile(path)), name: basename(path) }
}

/** Where Netlify finds functions without being told. */
const NETLIFY_FOLDERS = [
  'netlify/functions/',
  'netlify/edge-functions/',
  '.netlify/functions-internal/',
  '.netlify/v1/functions/',
]

function byExports(exports: readonly string[]): DetectedContract {
  const method = WEB_METHODS.find((name) => name !== 'fetch' && exports.includes(name))
  if (method) return { contracts: ['vercel'], because: `it exports ${method}` }
  const usual = ['handler', 'lambdaHandler'].find((name) => exports.includes(name))
  if (usual) return { contracts: ['lambda'], because: `it exports ${usual}` }
  if (exports.includes('default'))
    return { contracts: ['vercel', 'netlify'], because: 'its default export could be for either' }
  return { contracts: ['lambda', 'vercel', 'netlify', 'google'], because: 'its exports could be for any' }
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
