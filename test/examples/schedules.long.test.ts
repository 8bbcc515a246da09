import { execFile, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const run = promisify(execFile)
const example = fileURLToPath(new URL('../../examples/cleanup', import.meta.url))
const oracles = fileURLToPath(new URL('../oracles/', import.meta.url))
const cfnLint = join(oracles, 'aws/.venv/bin/cfn-lint')
const vercel = join(oracles, 'vercel-cli/node_modules/vercel/dist/index.js')
const zisi = join(oracles, 'zisi/node_modules/@netlify/zip-it-and-ship-it/dist/main.js')
const hasGcloud = spawnSync('gcloud', ['meta', 'lint-gcloud-commands', '--help']).status === 0

/** What the script calls in place of gcloud: it writes down what it was asked, and answers as for a new project. */
const GCLOUD = `#!/usr/bin/env node
const words = process.argv.slice(2)
require('node:fs').appendFileSync(process.env.ASKED, JSON.stringify(words) + '\\n')
const asked = words.join(' ')
if (asked.startsWith('config get-value')) console.log('shop')
if (asked.startsWith('functions describe')) console.log('https://cleanup-x.a.run.app')
if (asked.startsWith('iam service-accounts describe')) process.exit(1)
`

/** The commands that schedule-google.sh gives to gcloud. */
async function askedOfGcloud(): Promise<string[][]> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'gcloud'), GCLOUD, { mode: 0o755 })
  const asked = join(folder, 'asked')
  const store = { STORE_URL: 'https://store.example', STORE_TOKEN: 't' }
  const env = { PATH: `${folder}:${process.env.PATH}`, ASKED: asked, ...store }
  await run('bash', [join(example, 'schedule-google.sh')], { env })
  return readFileSync(asked, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('the schedules of examples/cleanup', () => {
  it('on Google: an account of its own, which alone may call, and a job that calls with its token', async () => {
    const asked = await askedOfGcloud()
    const at = (...words: string[]) => asked.find((one) => words.every((word, index) => one[index] === word))
    expect(at('functions', 'deploy')).toContain('--no-allow-unauthenticated')
    const caller = 'cleanup-scheduler@shop.iam.gserviceaccount.com'
    expect(at('run', 'services', 'add-iam-policy-binding')).toContain(`serviceAccount:${caller}`)
    const job = at('scheduler', 'jobs', 'create', 'http')?.join(' ')
    expect(job).toContain('--schedule 0 3 * * *')
    expect(job).toContain(`--uri https://cleanup-x.a.run.app`)
    expect(job).toContain(`--oidc-service-account-email ${caller}`)
  })

  it.skipIf(!hasGcloud)('on Google: gcloud takes every command (needs gcloud)', async () => {
    const quoted = (word: string) => (/^[\w.:/=@,-]+$/.test(word) ? word : `'${word}'`)
    const commands = (await askedOfGcloud())
      .filter(([first]) => first !== 'config')
      .map((words) => ['gcloud', ...words.map(quoted)].join(' '))
    const linted = await Promise.all(
      commands.map(async (command) => {
        const words = ['meta', 'lint-gcloud-commands', '--command-string', command]
        const { stdout } = await run('gcloud', words, { maxBuffer: 1 << 26 })
        const [{ success, error_message: reason }] = JSON.parse(stdout)
        return { command, success, reason }
      }),
    )
    expect(linted.filter(({ success }) => !success)).toEqual([])
    expect(linted.length).toBeGreaterThanOrEqual(6)
  })

  it.skipIf(!existsSync(cfnLint))(
    'on AWS: cfn-lint finds nothing in the template (needs .ci/install-oracles.sh)',
    async () => {
      const { stdout } = await run(cfnLint, [join(example, 'template.yaml')])
      expect(stdout).toBe('')
    },
  )

  it.skipIf(!existsSync(vercel))(
    'on Vercel: vercel build takes the cron job (needs npm ci --ignore-scripts --prefix test/oracles/vercel-cli)',
    async () => {
      const folder = temporaryFolder()
      cpSync(example, folder, { recursive: true })
      mkdirSync(join(folder, '.vercel'))
      const link = { projectId: 'prj_x', orgId: 'team_x', settings: { framework: null, nodeVersion: '24.x' } }
      writeFileSync(join(folder, '.vercel/project.json'), JSON.stringify(link))
      const env = { PATH: process.env.PATH, HOME: folder, VERCEL_TELEMETRY_DISABLED: '1' }
      await run(process.execPath, [vercel, 'build', '--yes'], { cwd: folder, env })
      const { crons } = JSON.parse(readFileSync(join(folder, '.vercel/output/config.json'), 'utf8'))
      expect(crons).toEqual([{ path: '/api/cleanup', schedule: '0 3 * * *' }])
    },
  )

  it.skipIf(!existsSync(zisi))(
    'on Netlify: its packager reads the schedule (needs npm ci --ignore-scripts --prefix test/oracles/zisi)',
    async () => {
      const { listFunctions } = await import(pathToFileURL(zisi).href)
      const found = await listFunctions(join(example, 'netlify/functions'), { parseISC: true })
      expect(found).toEqual([expect.objectContaining({ name: 'cleanup', schedule: '0 3 * * *' })])
    },
  )
})
