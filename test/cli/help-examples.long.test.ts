import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git, repositoryOf } from '../support/git-repository.ts'
import { type HelpExample, helpExamples } from '../support/help-examples.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
import { coldSample } from '../support/run-file.ts'
import { runInProcess } from '../support/run-in-process.ts'

const VERCEL = 'export default (req, res) => res.end("hi")\n'
const LAMBDA = 'export const handler = async () => "hi"\n'

/** Where what an example needs is not: an account, a Redis, a browser, GitHub, a run of why, an unfinished run, minutes. */
const ELSEWHERE: readonly (readonly [name: string, words: RegExp])[] = [
  ['bench', /--deploy|--ca /],
  ['report', /--open|speedscope/],
  ...(
    [
      'why',
      'keepalive',
      'serve',
      'schedule',
      'worker',
      'resume',
      'comment',
      'deploy',
      'destroy',
      'doctor',
    ] as const
  ).map((name) => [name, /^/] as const),
]

/** A folder that holds everything the examples name: functions, three recorded runs, a baseline of one of them. */
async function project(): Promise<string> {
  const cwd = repositoryOf({
    'package.json': '{"type":"module"}',
    'api/hello.js': VERCEL,
    'old.mjs': LAMBDA,
    'handler.mjs': LAMBDA,
    'dist/handler.mjs': LAMBDA,
    'dist/f.mjs': LAMBDA,
    'app.py': 'def handler(event, context):\n    return {}\n',
    'src/index.ts': 'export default { fetch: () => new Response("hi") }\n',
    'order.json': '{}',
  })
  git(cwd, 'branch', '-M', 'main')
  const runs = ['a', 'b', 'c'].map((name, hour) => {
    const startedAt = `2026-11-23T1${hour}:00:00.000Z`
    const samples = ['lambda', 'vercel'].flatMap((target) =>
      Array.from({ length: 8 }, (_, at) => coldSample(target, 100 + at + hour)),
    )
    const path = writeRecordedRun(cwd, `2026-11-23T1${hour}0000-${name}`, { startedAt, samples })
    copyFileSync(path, join(cwd, `${name}.jsonl`))
    return path
  })
  for (const [index, name] of ['before', 'after', 'old'].entries())
    copyFileSync(runs[index] ?? '', join(cwd, `${name}.jsonl`))
  writeFileSync(join(cwd, '.gitignore'), 'results/\n')
  const { code } = await runInProcess(['baseline', 'save', 'main', '2026-11-23T100000-a'], { cwd })
  expect(code).toBe(0)
  return cwd
}

/** What is measured for real by other tests is only planned here. */
function wordsOf({ name, words }: HelpExample, cwd: string): string[] {
  const run = words.map((word) => (word === '$RUN' ? join(cwd, 'c.jsonl') : word))
  return [name, ...run, ...(name === 'bench' ? ['--dry-run'] : [])]
}

const examples = (await helpExamples()).filter(
  ({ name, words }) => !ELSEWHERE.some(([other, pattern]) => other === name && pattern.test(words.join(' '))),
)

test.each(examples.map((example) => [example.line, example] as const))('%s', async (_, example) => {
  const cwd = await project()
  const variable = /^(COLDSTART_\w+)=(\S+) /.exec(example.line)
  const env = { PATH: process.env.PATH ?? '', ...(variable && { [`${variable[1]}`]: `${variable[2]}` }) }
  const { code, stdout, stderr } = await runInProcess(wordsOf(example, cwd), { cwd, env })
  // Where nobody can be asked, it says what to type.
  expect({ code, stderr }).toMatchObject({ code: example.line === 'coldstart init' ? 2 : 0 })
  const [, key] = /^\.(\w+)/.exec((example.name !== 'bench' && example.jq) || '') ?? []
  if (key !== undefined) expect(JSON.parse(stdout)).toHaveProperty(key)
})
