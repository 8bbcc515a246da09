import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { git, repositoryOf, writeFiles } from './support/git-repository.ts'
import { type GitHubStandIn, startGitHub } from './support/github-stand-in.ts'
import { writeRecordedRun } from './support/recorded-run.ts'
import { coldSample, waitsOf } from './support/run-file.ts'
import { PLANTED_MS, slowHandler } from './support/slow-handler.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { runAction } from './support/workflow-steps.ts'

const action = fileURLToPath(new URL('../action.yml', import.meta.url))
const token = 'ghs_0123456789abcdefABCDEF'
const HOSTILE = `api/it's "a" $(touch ran) & more.mjs`
/** Fewer rounds than the action would make by itself. */
const FEW = { COLDSTART_WARM: '0', COLDSTART_COLD: '2' }

let github: GitHubStandIn
beforeEach(async () => {
  github = await startGitHub(token)
})
afterEach(() => github.close())

/** A checkout whose base has the function, and a pull request that makes it slower. */
function pullRequest(file: string) {
  const cwd = repositoryOf({ [file]: slowHandler(0), '.gitignore': 'results\n.coldstart\n' })
  git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD')
  writeFiles(cwd, { [file]: slowHandler(PLANTED_MS) })
  const event = join(temporaryFolder(), 'event.json')
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }))
  const env = { GITHUB_BASE_REF: 'main', GITHUB_EVENT_PATH: event, GITHUB_API_URL: github.url, ...FEW }
  return { cwd, env, values: { 'github.token': token } }
}

const runIn = (cwd: string) => readdirSync(join(cwd, 'results')).find((name) => name.endsWith('.json')) ?? ''

describe.skipIf(process.platform === 'win32')('the steps of action.yml', () => {
  test('red on what is slower; a fork has the job summary alone, and later runs keep one comment', async () => {
    const job = pullRequest(HOSTILE)
    github.readOnly = true
    const inputs = { function: HOSTILE, 'max-cold': '14', setup: 'true' }
    const [bench, comment] = await runAction(action, inputs, job)
    expect({ code: bench?.code, output: bench?.output }).toMatchObject({ code: 99 })
    expect(bench?.output).toMatch(/^::error file=api\/it's "a" \$\(touch ran\) & more\.mjs,line=1,/m)
    expect(comment).toMatchObject({ code: 0, output: expect.stringContaining('job summary') })
    expect(github.comments).toEqual([])

    github.readOnly = false
    const values = { ...job.values, 'steps.bench.outputs.run': runIn(job.cwd).replace('.json', '') }
    for (const outcome of ['Commented on #7', 'Brought the comment on #7 up to date']) {
      const again = await runAction(action, inputs, { ...job, values }, 1)
      expect(again).toEqual([expect.objectContaining({ code: 0, output: expect.stringContaining(outcome) })])
    }
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]?.body).toContain(`<!-- coldstart comment: ${HOSTILE} -->`)
    expect(existsSync(join(job.cwd, 'ran'))).toBe(false)
    expect(`${bench?.output}${comment?.output}`).not.toContain(token)
  })

  test('no comment where there is nothing to say, or where none is wanted', async () => {
    const job = pullRequest('f.mjs')
    const samples = waitsOf(12).map((wait) => coldSample('hello', wait))
    writeRecordedRun(job.cwd, 'r1', { samples, header: { config: { budgets: ['cold.p50 < 1s'] } } })
    const values = { ...job.values, 'steps.bench.outputs.run': 'r1' }
    const [quiet] = await runAction(action, { function: 'f.mjs' }, { ...job, values }, 1)
    expect(quiet).toMatchObject({ code: 0, output: expect.stringContaining('No comment on #7') })
    expect(await runAction(action, { function: 'f.mjs', comment: 'false' }, { ...job, values }, 1)).toEqual(
      [],
    )
    expect(github.comments).toEqual([])
  })

  test.each([
    [
      'a function that is called like an option',
      { function: '--version' },
      /There is no function at \S+--version\./,
    ],
    ['no function', { function: '' }, /function/],
    ['a revision that is called like an option', { function: 'f.mjs', against: '--all' }, /--all/],
    ['a revision of several lines', { function: 'f.mjs', against: 'v1\n$(touch ran)' }, /revision/],
    ['a limit that is none', { function: 'f.mjs', limit: '10%; touch ran' }, /--fail-if-slower/],
    ['a number that is none', { function: 'f.mjs', 'max-cold': '`touch ran`' }, /--max-cold/],
  ] as const)(
    '%s is refused in words, before anything runs and without a comment',
    async (_, inputs, words) => {
      const job = pullRequest('f.mjs')
      const steps = await runAction(action, { ...inputs }, job)
      expect(steps).toHaveLength(1)
      expect(steps[0]).toMatchObject({ code: 2, output: expect.stringMatching(words) })
      expect(existsSync(join(job.cwd, 'ran'))).toBe(false)
    },
  )
})
