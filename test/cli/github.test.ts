import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ownFunction = targetOf('f:1,x', {
  facts: {
    function: {
      name: 'f:1,x',
      contract: 'lambda',
      root: 'pkg',
      entry: 'dist/f.mjs',
      export: 'handler',
      sha256: '0',
      bytes: 1,
      files: 1,
    },
  },
})

/** A recorded run, reported in a job of GitHub Actions. */
async function reported(budgets: readonly string[], written = '') {
  const cwd = temporaryFolder()
  const samples = waitsOf(12).map((wait) => coldSample('f:1,x', wait))
  const { header, footer } = runFileOf(samples, { run: 'r1', targets: [ownFunction], config: { budgets } })
  const lines = [header, ...samples.map((sample) => ({ type: 'sample', sample })), footer]
  mkdirSync(join(cwd, 'results'))
  writeFileSync(join(cwd, 'results', 'r1.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const [summary, output] = [join(cwd, 'summary.md'), join(cwd, 'output')]
  writeFileSync(summary, written)
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output }
  const io = fakeIo({ cwd, env })
  const code = await main(['report'], io)
  const read = (path: string) => readFileSync(path, 'utf8')
  return { code, ...io.written, summary: read(summary), output: read(output) }
}

describe('in a job of GitHub Actions', () => {
  it('a report is the summary, an annotation at the function’s file and an output', async () => {
    const { code, stdout, stderr, summary, output } = await reported(['cold.p50 < 10ms', 'cold.p50 < 1s'])
    expect(code).toBe(0)
    expect(stdout).not.toContain('::error')
    const [annotation = ''] = stderr.split('\n')
    expect(annotation).toMatch(
      /^::error file=pkg\/dist\/f\.mjs,line=1,title=coldstart%3A budget fail::budget fail: f:1,x cold p50/,
    )
    expect(stderr.match(/^::/gm)).toHaveLength(1)
    expect(summary).toMatch(/^- ❌ budget fail: /m)
    expect(output).toBe('verdict=fail\nrun=r1\n')
  })

  it('shows ten annotations at most, and says how many more there are', async () => {
    const { stderr } = await reported(Array.from({ length: 14 }, (_, index) => `cold.p50 < ${index + 1}ms`))
    expect(stderr.match(/^::/gm)).toHaveLength(10)
    expect(stderr).toContain('5 more budgets did not pass')
  })

  it('leaves out a summary that would not fit', async () => {
    const before = 'x'.repeat(899_900)
    const { code, summary } = await reported(['cold.p50 < 1s'], before)
    expect(code).toBe(0)
    expect(summary.slice(before.length)).toBe(
      'The report is too long for a job summary; it is in the log of the step.\n\n',
    )
  })
})
