import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { functionDefaults } from '../../../src/engine/engine-options.ts'
import { paths } from '../../../src/engine/front/router.ts'
import { type Engine, startEngine } from '../../../src/engine/start-engine.ts'
import { newestPythonPath } from '../python-oracle.ts'
import type { FunctionRunner, UploadedFunction } from './function-runner.ts'
import type { Answer, Call } from './stand-in.ts'

/** Where the tests have Cloudflare's runtime. */
const workerd = fileURLToPath(new URL('../../oracles/workerd', import.meta.url))

export function isWorkerdInstalled(): boolean {
  return existsSync(join(workerd, 'node_modules'))
}

/** Instances live as long as a test; what ends them there is a new version. */
const IDLE_TTL_MS = 60_000

/**
 * Runs the very files that were uploaded, in the local engine: real processes under Netlify's bootstrap and
 * Vercel's launcher. What the engine sees from outside is left out of the reply, as a platform's would be.
 */
export const runInEngine: FunctionRunner = async (uploaded) => {
  const source = await unpack(uploaded)
  const removeSource = () => rm(source, { recursive: true, force: true })
  const engine = await startOn(uploaded, source).catch(async (cause: unknown) => {
    await removeSource()
    throw cause
  })
  return {
    invoke: (call) => ask(engine, uploaded, call),
    async close() {
      await engine.stop()
      await removeSource()
    },
  }
}

/** @returns a new folder with the files of a function */
async function unpack({ files, links = [] }: UploadedFunction): Promise<string> {
  const source = await mkdtemp(join(tmpdir(), 'coldstart-uploaded-'))
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    if (links.includes(path)) await symlink(bytes.toString(), join(source, path))
    else await writeFile(join(source, path), bytes)
  }
  return source
}

async function startOn(uploaded: UploadedFunction, source: string): Promise<Engine> {
  const { name, contract, entry, exportName, variables = {}, patterns = [], worker } = uploaded
  // Netlify's entry point is in the package already: what is called is a plain handler, as v1's is.
  const own = {
    name,
    contract,
    root: source,
    entry,
    exportName,
    ...(entry.endsWith('.py') ? { language: 'python' as const } : { form: 'v1' as const }),
    variables,
    ...(worker && { worker }),
    ...(patterns.length > 0 && { routes: { paths: patterns } }),
    request: {},
  } as const
  return startEngine({
    functions: [{ ...functionDefaults, ...own, idleTtlMs: IDLE_TTL_MS }],
    port: 0,
    resolveFrom: contract === 'cloudflare' ? workerd : source,
    lambdaRuntime: 'own',
    searchPath: newestPythonPath,
  })
}

async function ask(
  engine: Engine,
  { contract, name }: UploadedFunction,
  { method, path, query, headers, body }: Call,
): Promise<Answer> {
  const { origin, pathname } = new URL(engine.functions[0]?.url ?? '')
  const [, token = ''] = pathname.split('/')
  const asked = `${origin}/${token}${paths.site(contract, name)}${path}`
  const response = await fetch(`${asked}?${String(query).replaceAll('+', '%20')}`, {
    method,
    headers: passedOn(headers),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
    redirect: 'manual',
  })
  return {
    status: response.status,
    ...(response.body && { body: response.body }),
    headers: headersOfPlatform(response.headers),
  }
}

/** A reply's headers as a platform would send them. */
export function headersOfPlatform(headers: Headers): Record<string, string | string[]> {
  const cookies = headers.getSetCookie()
  return {
    ...Object.fromEntries([...headers].filter(([name]) => !SEEN_FROM_OUTSIDE.has(name))),
    ...(cookies.length > 1 && { 'set-cookie': cookies }),
  }
}

/** What the engine adds that a platform would not, and what belongs to the connection. */
const SEEN_FROM_OUTSIDE = new Set([
  'x-coldstart-instance',
  'x-coldstart-nonce',
  'x-coldstart-failure',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
])

function passedOn(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const own = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || own.includes(name) ? [] : [[name, [value].flat().join(', ')] as const],
    ),
  )
}
