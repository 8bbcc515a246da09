import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { textFile } from '../../src/providers/function-files.ts'
import { makeBuildOutput } from '../../src/providers/vercel/build-output.ts'
import { makeVercelPackage } from '../../src/providers/vercel/function-package.ts'
import type { PackageFile } from '../../src/workload/package-files.ts'
import { vercelProvider } from '../support/connected-providers.ts'
import { createDeployContext, invoke, specFor } from '../support/stand-in/deploy-setup.ts'
import { runInEngine } from '../support/stand-in/engine-runner.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracles/vercel-cli/', import.meta.url))
const cli = join(oracle, 'node_modules', 'vercel', 'dist', 'index.js')
const INSTALL = 'npm ci --ignore-scripts --prefix test/oracles/vercel-cli'
// Vercel's CLI takes no hyphens.
const token = 'plantedtoken'

/** Vercel's own CLI deploys a folder that has been built, to whatever answers at the given URL. */
async function deployWithVercel(
  apiUrl: string,
  project: string,
  files: readonly PackageFile[],
): Promise<void> {
  const [folder, home] = [temporaryFolder(), temporaryFolder()]
  const settings = { framework: null, nodeVersion: '24.x' }
  const link = textFile('.vercel/project.json', JSON.stringify({ projectId: project, orgId: 'u1', settings }))
  for (const { path, bytes } of [...files, link]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  const env = { PATH: process.env.PATH, HOME: home, VERCEL_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1' }
  const args = ['deploy', '--prebuilt', '--prod', '--yes', '--token', token, '--api', apiUrl]
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd: folder, env })
}

describe.skipIf(!existsSync(cli))(`Vercel's own client (needs 358 MB: ${INSTALL})`, () => {
  it('deploys our Build Output to the stand-in by the calls that we make', async () => {
    const standIn = await startVercelStandIn({ token, states: [], run: runInEngine })
    onTestFinished(() => standIn.close())
    const context = createDeployContext({ env: { VERCEL_TOKEN: token }, baseUrls: standIn.baseUrls })
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider), context)
    const [ours] = [...standIn.deployments.values()]
    const deploying = (call: string) => /^POST \/(v13\/deployments|v2\/files)$/.test(call)
    const ourCalls = standIn.calls.filter(deploying)
    const before = standIn.calls.length

    const spec = specFor(vercelProvider)
    const files = makeBuildOutput(
      await makeVercelPackage(spec, 'another generation', Date.parse('2026-11-28')),
      spec,
    )
    await deployWithVercel(standIn.url, ours?.projectId ?? '', files)

    const theirs = [...standIn.deployments.values()].at(-1)
    expect(theirs).toMatchObject({ prebuilt: true, production: true, projectId: ours?.projectId })
    expect([...(theirs?.files.keys() ?? [])].sort()).toEqual(files.map(({ path }) => path).sort())
    const theirCalls = standIn.calls.slice(before).filter(deploying)
    expect([...new Set(theirCalls)]).toEqual([...new Set(ourCalls)])
    // Its log stream is the one thing that the stand-in does not have.
    expect(standIn.refusals.filter((refusal) => !refusal.includes('/events: '))).toEqual([])

    const [target] = targets
    if (!target) throw new Error('no target')
    const { read } = await invoke(vercelProvider, target, context)
    expect(read).toMatchObject({ instance: { invocation: 1 } })
  })
})
