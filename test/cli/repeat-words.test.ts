import { expect, it } from 'vitest'
import { repeatWords, serveWords } from '../../src/cli/repeat-words.ts'

it.each([
  [['./my api/a.js', '--cold', '3', '--warm', '9'], " './my api/a.js' --warm 9"],
  [['before=./a.mjs', '--path', "/it's?x=1"], String.raw` before=./a.mjs --path '/it'\''s?x=1'`],
  [['f.mjs', '--env', 'TOKEN=secret', '--env', 'TABLE'], ' f.mjs --env TOKEN=… --env TABLE'],
  [['f.mjs', '--header', 'authorization: secret'], " f.mjs --header 'authorization: …'"],
  [['f.mjs', '--header', 'authorization: env:TOKEN'], " f.mjs --header 'authorization: env:TOKEN'"],
  [['f.mjs', '--header=x-key: secret'], " f.mjs --header 'x-key: …'"],
  [['f.mjs', '--body', '{"pin":1}', '--body', '@a.json'], ' f.mjs --body … --body @a.json'],
])('repeats %j so that it can be pasted, without what may be secret', (typed, again) => {
  expect(repeatWords(typed, ['--cold'])).toBe(again)
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
  expect(serveWords(typed)).toBe(' a=./a.mjs --provider lambda,vercel --env TABLE')
})
