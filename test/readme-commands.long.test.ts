import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { commandList } from '../src/cli/command-list.ts'
import { refuseUnknownFlags } from '../src/cli/refuse-unknown-flags.ts'
import { git, repositoryOf } from './support/git-repository.ts'
import { runInProcess } from './support/run-in-process.ts'

const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8')

/** The words of every `npx coldstart …` in the README's shell blocks, as a shell reads them. */
const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block]) => (block ?? '').split('\n'))
  .flatMap((line) => line.split('npx coldstart ').slice(1))
  .map((line) =>
    [...line.matchAll(/'[^']*'|"[^"]*"|#.*$|\S+/g)]
      .map(([word]) => word)
      .filter((word) => !word.startsWith('#'))
      .map((word) => word.replace(/^(['"])(.*)\1$/, '$2').replace('…', 'example.com/fn')),
  )

const VERCEL = 'export default (req, res) => res.end("hi")\n'
const LAMBDA = 'export const handler = async () => "hi"\n'

/** Everything that the README's commands name. */
function project(): string {
  const cwd = repositoryOf({
    'package.json': '{"type":"module"}',
    'api/hello.js': VERCEL,
    'api/users.js': VERCEL,
    'old/handler.mjs': LAMBDA,
    'dist/handler.mjs': LAMBDA,
    'handler.mjs': LAMBDA,
    'order.json': '{}',
    'user.json': '{}',
    '.env': 'A=1\n',
  })
  git(cwd, 'branch', '-M', 'main')
  return cwd
}

it('the README shows its commands, the reader’s own function right after the bare one', () => {
  expect(commands.length).toBeGreaterThan(15)
  expect(commands[0]).toEqual(['bench'])
  expect(commands[1]?.slice(0, 2)).toEqual(['bench', './api/hello.js'])
})

it.each(commands.map((words) => [words.join(' '), words] as const))('coldstart %s', async (_, words) => {
  const [name = '', ...rest] = words
  const command = await commandList[name]?.load()
  if (!command) throw new Error(`${name} is no command`)
  refuseUnknownFlags(name, command, rest)
  // A baseline is saved by the command above it, and what was not measured has none.
  if (name !== 'bench' || rest.includes('--baseline')) return
  const env = { PATH: process.env.PATH ?? '' }
  const { code, stderr } = await runInProcess([...words, '--dry-run'], { cwd: project(), env })
  expect({ code, stderr }).toMatchObject({ code: 0 })
})
