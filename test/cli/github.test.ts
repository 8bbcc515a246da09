import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
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

  it('names the file from the top of the checkout, wherever the step works in it', async () => {
    const cwd = temporaryFolder()
    record(join(cwd, 'packages'), 'r1', 1, ['cold.p50 < 10ms'])
    const { stderr } = await inJob(['report', 'r1'], join(cwd, 'packages'), { GITHUB_WORKSPACE: cwd })
    expect(stderr).toContain('::error file=packages/pkg/dist/f.mjs,line=1,')
  })

  it('a comparison is the summary, a warning at the file of what is slower, and outputs', async () => {
    const cwd = temporaryFolder()
    record(cwd, 'before', 1)
    record(cwd, 'after', 1.5)
    const slower = await inJob(['compare', 'before', 'after'], cwd)
    expect(slower.code).toBe(0)
    expect(slower.stderr).toMatch(
      /^::warning file=pkg\/dist\/f\.mjs,line=1,title=coldstart%3A slower::f:1,x, cold by idle 400 ms: after waits 1\.50 × \(1\.46–1\.54\) as long as before, p/m,
    )
    expect(slower.summary).toContain('| f:1,x |')
    expect(slower.output).toBe('verdict=slower\nruns=before,after\n')
    expect((await inJob(['compare', 'after', 'before'], cwd)).output).toContain('verdict=faster')
    const same = await inJob(['compare', 'before', 'before'], cwd)
    expect(same.output).toContain('verdict=no-difference-shown')
    expect(same.stderr).not.toContain('::')
  })

  it('what a baseline of several runs says goes before two single runs', async () => {
    const cwd = temporaryFolder()
    for (const [index, factor] of [1, 1.3, 0.8, 1.1].entries()) {
      record(cwd, `r${index}`, factor)
      await inJob(['baseline', 'save', 'main', `r${index}`], cwd)
    }
    record(cwd, 'after', 1.25)
    const within = await inJob(['compare', 'main', 'after'], cwd)
    expect(within.output).toContain('verdict=as-before')
    expect(within.stderr).not.toContain('::warning')
    record(cwd, 'slow', 4)
    const { output, stderr } = await inJob(['compare', 'main', 'slow'], cwd)
    expect(output).toContain('verdict=slower')
    expect(stderr).toMatch(
      /^::warning file=pkg\/dist\/f\.mjs,line=1,.*outside what this code has done before: slower/m,
    )
  })
})

/** Records twelve cold starts of a function of the user's own, `factor` times as slow as usual. */
function record(cwd: string, run: string, factor: number, budgets: readonly string[] = []) {
  const samples = waitsOf(12, factor).map((wait) => coldSample('f:1,x', wait))
  writeRecordedRun(cwd, run, { samples, header: { targets: [ownFunction], config: { budgets } } })
}

/** What the CLI says and writes in a job of GitHub Actions. */
async function inJob(words: readonly string[], cwd: string, changes: Record<string, string> = {}) {
  const files = temporaryFolder()
  const [summary, output] = [join(files, 'summary.md'), join(files, 'output')]
  for (const path of [summary, output]) writeFileSync(path, '')
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output, ...changes }
  const io = fakeIo({ cwd, env })
  const code = await main(words, io)
  return { code, ...io.written, summary: readFileSync(summary, 'utf8'), output: readFileSync(output, 'utf8') }
}
