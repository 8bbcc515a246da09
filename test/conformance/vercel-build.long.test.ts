import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { makeBuildOutput } from '../../src/providers/vercel/build-output.ts'
import { makeVercelPackage } from '../../src/providers/vercel/function-package.ts'
import type { PackageFile } from '../../src/workload/package-files.ts'
import { vercelProvider } from '../support/connected-providers.ts'
import { specFor } from '../support/stand-in/deploy-setup.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracles/vercel-cli/', import.meta.url))
const cli = join(oracle, 'node_modules', 'vercel', 'dist', 'index.js')
const INSTALL = 'npm ci --ignore-scripts --prefix test/oracles/vercel-cli'
const LINK = { projectId: 'prj_x', orgId: 'team_x', settings: { framework: null, nodeVersion: '24.x' } }

async function write(folder: string, files: readonly PackageFile[]): Promise<void> {
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
}

/** `vercel build` without a network or an account, on the files that the source form of a deployment has. */
async function buildWithVercel(files: readonly PackageFile[]): Promise<string> {
  const folder = temporaryFolder()
  const link = { path: '.vercel/project.json', bytes: Buffer.from(JSON.stringify(LINK)) }
  await write(folder, [...files, link])
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    VERCEL_TELEMETRY_DISABLED: '1',
    NO_UPDATE_NOTIFIER: '1',
  }
  await promisify(execFile)(process.execPath, [cli, 'build', '--yes'], { cwd: folder, env })
  return join(folder, '.vercel', 'output')
}

/** Path → text, settings parsed, since the order of their fields says nothing. */
async function readFunctions(output: string): Promise<Record<string, unknown>> {
  const root = join(output, 'functions')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = paths.map(async (path) => {
    const text = await readFile(path, 'utf8')
    const name = relative(root, path)
    return path.endsWith('.vc-config.json') ? readSettings(name, text, output) : [[name, text] as const]
  })
  return Object.fromEntries((await Promise.all(read)).flat().sort())
}

/** Included files stay in the project, and the settings say where: they are read from there. */
async function readSettings(name: string, text: string, output: string) {
  const { filePathMap = {}, ...settings } = JSON.parse(text)
  const included = Object.entries<string>(filePathMap).map(async ([path, source]) => {
    const found = await readFile(join(output, '..', '..', source), 'utf8')
    return [join(dirname(name), path), found] as const
  })
  return [[name, settings] as const, ...(await Promise.all(included))]
}

const cases = [
  ['one function', {}, {}],
  ['a web handler', { handler: 'web' }, {}],
  [
    'three replicas with a region, a concurrency limit, an architecture, padding and a cron job',
    { maxConcurrency: 1 },
    { replicas: 3, paddingKb: 4, region: 'fra1', architecture: 'arm64', schedule: '0 5 * * *' },
  ],
] as const

describe.skipIf(!existsSync(cli))(`our Build Output is vercel build's (needs 358 MB: ${INSTALL})`, () => {
  it.each(cases)('for %s, byte for byte', async (_, options, given) => {
    const spec = specFor(vercelProvider, options, given)
    const made = await makeVercelPackage(spec, 'generation', Date.parse('2026-11-28'))
    const theirs = await buildWithVercel(made.files)
    const folder = temporaryFolder()
    await write(folder, makeBuildOutput(made, spec))
    const ours = join(folder, '.vercel', 'output')
    expect(await readFunctions(ours)).toEqual(await readFunctions(theirs))
    const [ourConfig, theirConfig] = await Promise.all(
      [ours, theirs].map(async (output) => JSON.parse(await readFile(join(output, 'config.json'), 'utf8'))),
    )
    expect(ourConfig.version).toBe(theirConfig.version)
    expect(ourConfig.crons).toEqual(theirConfig.crons)
    expect(await readFile(join(ours, 'static/coldstart.json'), 'utf8')).toBe(
      await readFile(join(theirs, 'static/coldstart.json'), 'utf8'),
    )
  })
})
