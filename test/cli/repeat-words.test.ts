import { expect, it } from 'vitest'
import { repeatWords, resumeWords, serveWords } from '../../src/cli/repeat-words.ts'

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

it('takes the value of a flag that may stand alone for no function', () => {
  expect(serveWords(['./a.mjs', '--cold-disk', 'all'], 'posix')).toBe(' ./a.mjs')
  expect(serveWords(['--cold-disk', './a.mjs'], 'posix')).toBe(' ./a.mjs')
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
  ]
  expect(resumeWords(typed, 'posix')).toBe(" --env A=… --header 'k: …' --target 'm=https://h/?k=…'")
})
