import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { functionDefaults } from '../../../src/engine/engine-options.ts'
import { startEngine } from '../../../src/engine/start-engine.ts'
import { pythonPath } from '../python-oracle.ts'
import { headersOfPlatform } from '../stand-in/engine-runner.ts'
import type { FunctionHost, HostedFunction, UploadedFunction } from './function-host.ts'

const oracle = fileURLToPath(new URL('../../oracles/google/', import.meta.url))
const FRAMEWORK = '@google-cloud/functions-framework'

/** Packages that a build finds, name → folder. */
type Registry = Readonly<Record<string, string>>

const usual: Registry = { [FRAMEWORK]: join(oracle, 'node_modules', FRAMEWORK) }

/** True when Google's own Functions Framework can be used. */
export function isFrameworkInstalled(): boolean {
  return existsSync(usual[FRAMEWORK] ?? '')
}

/**
 * Unpacks what was uploaded, installs what its package.json names, and runs it under Google's Functions Framework, in
 * processes of their own.
 */
export const engineHost: FunctionHost = hostWith({})

/** @param registry what there is beside the framework; a build that wants something else fails */
export function hostWith(registry: Registry): FunctionHost {
  return { deploy: (uploaded) => deploy(uploaded, { ...usual, ...registry }) }
}

async function deploy(uploaded: UploadedFunction, registry: Registry): Promise<HostedFunction> {
  const { files, variables = {} } = uploaded
  const source = await mkdtemp(join(tmpdir(), 'coldstart-uploaded-'))
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), bytes)
  }
  const entry = uploaded.python ?? (await installed(files, source, registry))
  let running = variables
  let engine = await start(uploaded, entry, source, running)
  return {
    async invoke({ method, path, headers, body }) {
      const { host: _host, connection: _connection, 'content-length': _length, ...passed } = headers
      if (takesEvents(uploaded) && passed['ce-type'] === undefined)
        return { status: 400, headers: {}, body: 'Failed to convert the request to a CloudEvent' }
      const [served] = engine.functions
      const reply = await fetch(`${served?.url}${path === '/' ? '' : path}`, {
        method,
        headers: passed,
        ...(body.length > 0 && { body: new Uint8Array(body) }),
        redirect: 'manual',
      })
      return { status: reply.status, headers: headersOfPlatform(reply.headers), body: reply.body ?? '' }
    },
    async replaceInstances(_prewarm, { COLDSTART_REVISION: _, LOG_EXECUTION_ID: __, ...revised }) {
      if (isDeepStrictEqual(revised, running)) return engine.evict()
      await engine.stop()
      running = revised
      engine = await start(uploaded, entry, source, running)
    },
    async close() {
      await engine.stop()
      await rm(source, { recursive: true, force: true })
    },
  }
}

/** The framework goes by what a module registers, and refuses what is no event. */
function takesEvents({ files, entryPoint }: UploadedFunction): boolean {
  const registers = new RegExp(
    `cloudEvent\\)?(?:<[^>]*>)?\\(['"]${entryPoint}['"]|@functions_framework\\.cloud_event\\ndef ${entryPoint}\\b`,
  )
  return Object.values(files).some((bytes) => registers.test(Buffer.from(bytes).toString()))
}

function start(
  uploaded: UploadedFunction,
  entry: string,
  root: string,
  variables: Readonly<Record<string, string>>,
) {
  const { name, entryPoint, python } = uploaded
  const own = {
    name,
    contract: 'google',
    ...(python !== undefined && { language: 'python' as const }),
    ...(takesEvents(uploaded) && { form: 'cloudevent' as const }),
    root,
    entry,
    exportName: entryPoint,
    variables,
    request: {},
  } as const
  return startEngine({
    functions: [{ ...functionDefaults, ...own, idleTtlMs: 60_000 }],
    port: 0,
    resolveFrom: oracle,
    lambdaRuntime: 'own',
    searchPath: pythonPath,
  })
}

/** @returns the module that package.json names as its main */
async function installed(
  files: UploadedFunction['files'],
  source: string,
  registry: Registry,
): Promise<string> {
  const manifest = JSON.parse(Buffer.from(files['package.json'] ?? []).toString())
  await install(manifest, source, registry)
  return manifest.main
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

/** As npm would: folders of the source by `file:`, all others from the registry. */
async function install({ dependencies = {} }: Manifest, source: string, registry: Registry): Promise<void> {
  for (const [name, range] of Object.entries(dependencies)) {
    const folder = range.startsWith('file:') ? join(source, range.slice('file:'.length)) : registry[name]
    if (!folder) throw new Error(`Build failed: npm error 404 ${name}@${range} is not in this registry.`)
    const place = join(source, 'node_modules', name)
    await mkdir(dirname(place), { recursive: true })
    await symlink(folder, place, 'junction')
  }
}
