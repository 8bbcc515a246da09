import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import {
  type CommandDefinition,
  type CommandInput,
  type OptionValues,
  optionKey,
} from '../../src/cli/command.ts'
import { bench } from '../../src/cli/commands/bench.ts'
import { serve } from '../../src/cli/commands/serve.ts'
import { repeatWords, resumeWords, serveWords } from '../../src/cli/repeat-words.ts'
import { runCommand } from '../../src/cli/run-command.ts'
import { fakeIo } from '../support/fake-io.ts'

it.each([
  [['./my api/a.js', '--cold', '3', '--warm', '9'], " './my api/a.js' --warm 9"],
  [['before=./a.mjs', '--path', "/it's?x=1"], String.raw` before=./a.mjs --path '/it'\''s?x=1'`],
  [['f.mjs', '--env', 'TOKEN=secret', '--env', 'TABLE'], ' f.mjs --env TOKEN=… --env TABLE'],
  [['f.mjs', '--header', 'authorization: secret'], " f.mjs --header 'authorization: …'"],
  [['f.mjs', '--header', 'Content-Type: text/plain'], " f.mjs --header 'Content-Type: text/plain'"],
  [['f.mjs', '--header', 'authorization: env:TOKEN'], " f.mjs --header 'authorization: env:TOKEN'"],
  [['f.mjs', '--header=x-key: secret'], " f.mjs --header 'x-key: …'"],
  [['f.mjs', '--body', '{"pin":1}', '--body', '@a.json'], ' f.mjs --body … --body @a.json'],
  [['--cold', '3', './f.mjs', '-q', './g.mjs'], ' ./f.mjs --quiet ./g.mjs'],
  [
    ['--env', 'A=1', 'before=./a=b.mjs', '-o', 'r.json', 'c.mjs'],
    ' --env A=… before=./a=b.mjs --output r.json c.mjs',
  ],
  [['f.mjs', '--cold-disk', 'all', 'g.mjs'], ' f.mjs --cold-disk all g.mjs'],
  [['--cold-disk', 'f.mjs', '--cold-disk=package'], ' --cold-disk f.mjs --cold-disk package'],
  [['f.mjs', '--path', '/x?key=secret&b='], " f.mjs --path '/x?key=…&b='"],
  [['f.mjs', '--path', '/x?key=env:KEY'], " f.mjs --path '/x?key=env:KEY'"],
  [['--target', 'm=https://h/x?code=secret'], " --target 'm=https://h/x?code=…'"],
  [['--target', 'm=https://h/x?code=env:CODE'], " --target 'm=https://h/x?code=env:CODE'"],
  [['--target', 'm=https://u:pw@h/x?code=env:CODE'], " --target 'm=https://…@h/x?code=env:CODE'"],
  [['f.mjs', '--provider', 'lambda', 'vercel', '--warm', '2'], ' f.mjs --provider lambda vercel --warm 2'],
])('repeats %j so that it can be pasted, without what may be secret', (typed, again) => {
  expect(repeatWords(typed, 'posix', ['--cold'])).toBe(again)
})

it('repeats for serve what serve takes', () => {
  const typed = [
    'a=./a.mjs',
    '--provider',
    'lambda,vercel',
    '--cold',
    '9',
    '--env',
    'TABLE',
    '--event',
    'sqs',
  ]
  expect(serveWords(typed, 'posix')).toBe(' a=./a.mjs --provider lambda,vercel --env TABLE')
})

it('tells serve of no platform that it cannot stand in for, and of one memory size', () => {
  const typed = ['--provider', 'microservice,netlify', '--memory', '512,1769', '--config', 'ci.json']
  expect(serveWords(typed, 'posix')).toBe(' --provider netlify --memory 512 --config ci.json')
  expect(serveWords(['--provider', 'microservice'], 'posix')).toBe('')
})

it('takes the value of a flag that may stand alone for no function', () => {
  expect(serveWords(['./a.mjs', '--cold-disk', 'all'], 'posix')).toBe(' ./a.mjs --cold-disk all')
  expect(serveWords(['--cold-disk', './a.mjs'], 'posix')).toBe(' --cold-disk ./a.mjs')
})

it('repeats for resume what no run file holds', () => {
  const typed = [
    'f.mjs',
    '--env',
    'A=1',
    '--env',
    'B',
    '--header',
    'k: v',
    '--path',
    '/x?a=env:A',
    '--body',
    '@b',
    '--target',
    'm=https://h/?k=1',
    '--config',
    'ci.json',
    '--location',
    'at home',
    '--cold',
    '9',
  ]
  expect(resumeWords(typed, 'posix')).toBe(
    " --env A=… --header 'k: …' --target 'm=https://h/?k=…' --config ci.json --location 'at home'",
  )
})

/** What a command would do, of the words behind it. */
async function meant(name: string, definition: CommandDefinition, argv: readonly string[]) {
  const seen: CommandInput[] = []
  const watched = {
    ...definition,
    action: async (input: CommandInput) => {
      seen.push(input)
      return 0 as const
    },
  }
  await runCommand(name, watched, argv, fakeIo())
  const [{ args, options }] = seen as [CommandInput]
  const { function: more = [], ...flags } = options
  return { ...flags, functions: [...((args[0] as string[] | undefined) ?? []), ...more] }
}

/** The words as a shell hands them on. */
function pasted(line: string): string[] {
  const words = execFileSync('sh', ['-c', `printf '%s\\0' coldstart ${line}`], { encoding: 'utf8' })
  return words.split('\0').slice(1, -1)
}

const TYPED: readonly (readonly string[])[] = [
  ['./f.mjs', '--runtime', 'bun', '--cpu', 'flat', '--memory', '512', '--cold-disk', 'all'],
  ['--provider', 'lambda', 'vercel', '--cold', '3', './my f.mjs', 'b=./b.mjs'],
  ['--memory', '512', '1769', '-q', '--', './f.mjs', '-odd.mjs'],
  [
    '--function',
    'a=./a.mjs',
    '--export=api.handler',
    '--root',
    "it's",
    '--idle-ttl=3s',
    '--cold-disk',
    './b.mjs',
  ],
  ['./f.mjs', '--env', 'TABLE', '--env-file', '.env', '--function-timeout', '2s', '--timeout', '9s'],
  ['./f.mjs', '--event', 'sqs', '--expect-status', '200', '404', '--cold-by', 'idle', '--header', 'a: env:A'],
  ['./app.py', '--runtime', 'python3.11,python3.14', '--cold-disk=package', '--warm', '0'],
  ['--provider', 'lambda,microservice', '--budget', 'cold.p50 < 1s', '--seed', '7'],
  ['-q'],
]

describe.runIf(process.platform !== 'win32')('what is repeated means the same when it is pasted', () => {
  it.each(TYPED)('for bench, of %j', async (...typed) => {
    const again = pasted(repeatWords(typed, 'posix', ['--cold']))
    const { cold: _, ...first } = { cold: undefined, ...(await meant('bench', bench, typed)) }
    const paths = (words: readonly string[]) => words.map((word) => word.replace(/^(?=-)/, './'))
    expect(await meant('bench', bench, again)).toEqual({ ...first, functions: paths(first.functions) })
  })

  it.each(TYPED)('for serve, of %j', async (...typed) => {
    const first: OptionValues = await meant('bench', bench, typed)
    const own = await meant('serve', serve, [])
    const keys = serve.options.filter(({ renamedTo }) => !renamedTo).map(({ flags }) => optionKey(flags))
    const shared = Object.entries(first).filter(([key]) => [...keys, 'functions'].includes(key))
    const again: OptionValues = await meant('serve', serve, pasted(serveWords(typed, 'posix')))
    const { memory, runtime, provider, functions } = first
    expect(again).toEqual({
      ...own,
      ...Object.fromEntries(shared),
      functions: functions.map((word: string) => word.replace(/^(?=-)/, './')),
      ...(memory && { memory: memory[0] }),
      ...(runtime && { runtime: runtime[0] }),
      ...(provider && { provider: provider.filter((name: string) => name !== 'microservice') }),
    })
  })
})
