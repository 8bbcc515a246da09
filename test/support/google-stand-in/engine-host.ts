import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { functionDefaults } from '../../../src/engine/engine-options.ts'
import { startEngine } from '../../../src/engine/start-engine.ts'
import type { FunctionHost, HostedFunction, UploadedFunction } from './function-host.ts'

const oracle = fileURLToPath(new URL('../../oracles/google/', import.meta.url))

/** True when Google's own Functions Framework can be used. */
export function isFrameworkInstalled(): boolean {
  return existsSync(join(oracle, 'node_modules/@google-cloud/functions-framework'))
}

/** Unpacks what was uploaded and runs it under Google's Functions Framework, in processes of their own. */
export const engineHost: FunctionHost = { deploy }

async function deploy({
  name,
  files,
  entryPoint,
  variables = {},
}: UploadedFunction): Promise<HostedFunction> {
  const source = await mkdtemp(join(tmpdir(), 'coldstart-uploaded-'))
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), bytes)
  }
  const { main } = JSON.parse(Buffer.from(files['package.json'] ?? []).toString())
  const engine = await startEngine({
    functions: [
      {
        ...functionDefaults,
        name,
        contract: 'google',
        root: source,
        entry: main,
        exportName: entryPoint,
        idleTtlMs: 60_000,
        variables,
        request: {},
      },
    ],
    port: 0,
    resolveFrom: oracle,
    lambdaRuntime: 'own',
  })
  const [served] = engine.functions
  return {
    async invoke({ path, headers }) {
      const { host: _host, connection: _connection, ...passed } = headers
      const reply = await fetch(`${served?.url}${path === '/' ? '' : path}`, { headers: passed })
      return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() }
    },
    replaceInstances: () => engine.evict(),
    async close() {
      await engine.stop()
      await rm(source, { recursive: true, force: true })
    },
  }
}
