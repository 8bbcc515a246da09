import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubStandIn, startGitHub } from '../support/github-stand-in.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
import { coldSample, waitsOf } from '../support/run-file.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const token = 'ghs_0123456789abcdefABCDEF'
let github: GitHubStandIn
let cwd: string
beforeEach(async () => {
  github = await startGitHub(token)
  cwd = temporaryFolder()
})
afterEach(() => github.close())

/** A run whose median is some 106 ms, held against a limit. */
function record(limit: string, target = 'hello') {
  const samples = waitsOf(12).map((wait) => coldSample(target, wait))
  writeRecordedRun(cwd, 'r1', { samples, header: { config: { budgets: [`cold.p50 < ${limit}`] } } })
}

async function comment(
  words: readonly string[] = [],
  changes: Record<string, string> = {},
  event: unknown = { pull_request: { number: 7 } },
) {
  writeFileSync(join(cwd, 'event.json'), JSON.stringify(event))
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_EVENT_PATH: join(cwd, 'event.json'),
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '42',
    GITHUB_TOKEN: token,
    ...changes,
  }
  const outcome = await runInProcess(['comment', ...words], { cwd, env })
  expect(`${outcome.stdout}${outcome.stderr}`).not.toContain(token)
  return outcome
}

const writes = () => github.calls.filter((call) => !call.startsWith('GET'))

describe('coldstart comment', () => {
  it('writes nothing as long as nothing matters', async () => {
    record('1s')
    const { code, stderr } = await comment()
    expect({ code, writes: writes() }).toEqual({ code: 0, writes: [] })
    expect(stderr).toContain('No comment on #7')
  })

  it('makes one comment, brings that one up to date, and says once that it is over', async () => {
    record('10ms')
    expect((await comment()).code).toBe(0)
    await comment()
    record('1s')
    await comment()
    await comment()
    expect(writes()).toEqual([
      'POST /repos/o/r/issues/7/comments',
      'PATCH /repos/o/r/issues/comments/100',
      'PATCH /repos/o/r/issues/comments/100',
    ])
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]?.body).toMatch(
      /✅ budget pass[\s\S]*\[Job summary\]\(https:\/\/github\.com\/o\/r\/actions\/runs\/42\)/,
    )
  })

  it('finds its comment behind a hundred others, and takes nobody else’s for it', async () => {
    record('10ms')
    await comment()
    const [own] = github.comments.splice(0)
    const stranger = { login: 'stranger', type: 'User' as const }
    const other = { ...own, id: 1, user: stranger } as (typeof github.comments)[number]
    github.comments.push(
      other,
      ...Array.from({ length: 120 }, (_, id) => ({ ...other, id: id + 2, body: 'hm' })),
    )
    github.comments.push(own as (typeof github.comments)[number])
    const said = other.body
    await comment()
    expect(writes().at(-1)).toBe('PATCH /repos/o/r/issues/comments/100')
    expect(other.body).toBe(said)
  })

  it('keeps one comment for each name', async () => {
    record('10ms')
    await comment(['--name', 'api/one'])
    await comment(['--name', 'api/two'])
    await comment(['--name', 'api/one'])
    expect(github.comments).toHaveLength(2)
    expect((await comment(['--name', 'a --> b'])).code).toBe(2)
  })

  it.each(['./a--b.mjs', './a--!b--.mjs', `./packages/${'longer-than-most/'.repeat(8)}api.mjs`])(
    'takes the path of any function as a name: %s',
    async (path) => {
      record('10ms')
      expect(await comment(['--name', path])).toMatchObject({ code: 0 })
      await comment(['--name', path])
      expect(writes()).toEqual(['POST /repos/o/r/issues/7/comments', 'PATCH /repos/o/r/issues/comments/100'])
      const [marker, state, rest] = github.comments[0]?.body.split('\n') ?? []
      expect(marker).toBe(`<!-- coldstart comment: ${path} -->`)
      expect([state, rest]).toEqual(['<!-- state: over-budget -->', expect.stringMatching(/^###/)])
    },
  )

  it('leaves it at the job summary where the token may only read', async () => {
    record('10ms')
    github.readOnly = true
    const { code, stderr } = await comment()
    expect(code).toBe(0)
    expect(stderr).toMatch(/the token may only read.*job summary/)
  })

  it('fails on what is no such refusal, with GitHub’s words', async () => {
    record('10ms')
    const limited = { status: 403, message: 'You have exceeded a secondary rate limit' }
    github.failures.push({ status: 404, message: 'Not Found' })
    expect((await comment()).stderr).toContain('404 Not Found')
    github.failures.push({ status: 401, message: 'Bad credentials' })
    expect(await comment()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('GITHUB_TOKEN from github.token'),
    })
    github.failures.push({ status: 200, message: '' }, limited)
    expect(await comment()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('secondary rate limit'),
    })
  })

  it('gives hints that are about GitHub, by which nothing is deployed', async () => {
    record('10ms')
    const refusals = [
      { status: 404, message: 'Not Found' },
      { status: 403, message: 'You have exceeded a secondary rate limit' },
    ]
    for (const refusal of refusals) {
      github.failures.push(refusal)
      const { code, stderr } = await comment()
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(refusal.message) })
      expect(stderr).not.toMatch(/deploy|destroy|doctor/)
    }
  })

  it('says nothing outside a pull request, and refuses to send a token in the clear', async () => {
    record('10ms')
    expect(await comment([], {}, { ref: 'refs/heads/main' })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('no pull request'),
    })
    expect((await comment(['--pull-request', '7'], {}, {})).code).toBe(0)
    expect(github.comments).toHaveLength(1)
    expect((await comment([], { GITHUB_API_URL: 'http://github.example' })).code).toBe(2)
    expect((await comment([], { GITHUB_TOKEN: '' })).stderr).toContain('github.token')
    expect((await comment([], { GITHUB_REPOSITORY: '' })).code).toBe(2)
  })

  it('mentions nobody and links nowhere for a function that is named so', async () => {
    record('10ms', '@everyone<!--x-->[a](b)')
    await comment()
    expect(github.comments[0]?.body).not.toMatch(/@everyone|<!--x|\[a\]\(b\)/)
  })
})
