import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { functionDefaults } from '../../../src/engine/engine-options.ts'
import { startEngine } from '../../../src/engine/start-engine.ts'
import type { FunctionRunner } from './function-runner.ts'

/** Instances live as long as a test; what ends them there is a new version. */
const IDLE_TTL_MS = 60_000

/**
 * Runs the very files that were uploaded, in the local engine: real processes under Netlify's bootstrap and
 * Vercel's launcher. What the engine sees from outside is left out of the reply, as a platform's would be.
 */
export const runInEngine: FunctionRunner = async ({ name, contract, files, entry, exportName }) => {
  const source = await mkdtemp(join(tmpdir(), 'coldstart-uploaded-'))
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await writeFile(join(source, path), bytes)
  }
  // Netlify's entry point is in the package already: what is called is a plain handler, as v1's is.
  const own = {
    name,
    contract,
    root: source,
    entry,
    exportName,
    form: 'v1',
    variables: {},
    request: {},
  } as const
  const engine = await startEngine({
    functions: [{ ...functionDefaults, ...own, idleTtlMs: IDLE_TTL_MS }],
    port: 0,
    resolveFrom: source,
    lambdaRuntime: 'own',
  })
  return {
    async invoke({ query, headers }) {
      const accept = headers.accept ?? '*/*'
      const response = await fetch(`${engine.functions[0]?.url}?${query}`, { headers: { accept } })
      const kept = ['content-type', 'cache-control'].map((header) => [
        header,
        response.headers.get(header) ?? '',
      ])
      const body = Buffer.from(await response.arrayBuffer())
      return { status: response.status, body, headers: Object.fromEntries(kept) }
    },
    async close() {
      await engine.stop()
      await rm(source, { recursive: true, force: true })
    },
  }
}
