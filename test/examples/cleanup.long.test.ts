import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'
import { startScript } from '../support/start-script.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FRAMEWORK = '@google-cloud/functions-framework'
const framework = fileURLToPath(
  new URL(`../oracles/functions-framework/node_modules/${FRAMEWORK}`, import.meta.url),
)
const example = fileURLToPath(new URL('../../examples/cleanup', import.meta.url))

interface Run {
  readonly start: string
  readonly status: number
  readonly instance: string
  readonly answer: string
}

let cwd: string
let env: { STORE_URL: string }

beforeEach(async () => {
  cwd = temporaryFolder()
  cpSync(example, join(cwd, 'cleanup'), { recursive: true })
  const store = await startScript(join(example, 'store-server.mjs'), /STORE_URL=(\S+)/)
  env = { STORE_URL: store.found }
})

async function schedule(file: string, ...words: string[]): Promise<Run[]> {
  const argv = ['schedule', `cleanup/${file}`, '--env', 'STORE_URL', '--format', 'json', ...words]
  const { code, stdout, stderr } = await runInProcess(argv, { cwd, env })
  expect(code, stderr).toBe(0)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Run)
}

async function runsDaily(file: string, ...more: string[]): Promise<void> {
  const runs = await schedule(file, ...more, '--cron', '0 3 * * *', '--fast-forward', '3d')
  expect(runs.map(({ start, status }) => `${start} ${status}`)).toEqual(Array(3).fill('cold 200'))
  expect(new Set(runs.map(({ instance }) => instance)).size).toBe(3)
  const answers = runs.map(({ answer }) => JSON.parse(answer) as Record<string, number>)
  expect(answers.map(({ runsOfThisInstance }) => runsOfThisInstance)).toEqual([1, 1, 1])
  expect(answers.map(({ runsInTheStore }) => runsInTheStore)).toEqual([1, 2, 3])
  expect(answers.slice(1).map(({ removed }) => removed)).toEqual([1, 1])
}

it.each(['lambda.mjs', 'api/cleanup.mjs', 'netlify/functions/cleanup.mjs'])(
  '%s starts cold every day, removes what is old, and remembers only what is in the store',
  (file) => runsDaily(file),
)

it.runIf(existsSync(framework))(
  'google.mjs does so too (needs: npm ci --prefix test/oracles/functions-framework)',
  async () => {
    mkdirSync(join(cwd, 'node_modules/@google-cloud'), { recursive: true })
    symlinkSync(framework, join(cwd, 'node_modules', FRAMEWORK))
    await runsDaily('google.mjs', '--provider', 'google')
  },
)

it('keeps its memory where it runs more often than its instance is ended', async () => {
  const runs = await schedule('lambda.mjs', '--cron', '*/5 * * * *', '--fast-forward', '15m')
  expect(runs.map(({ start }) => start)).toEqual(['cold', 'warm', 'warm'])
  expect(runs.map(({ answer }) => JSON.parse(answer).runsOfThisInstance)).toEqual([1, 2, 3])
})
