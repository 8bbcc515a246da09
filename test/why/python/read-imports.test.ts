import { expect, test } from 'vitest'
import { readImports } from '../../../src/why/python/read-imports.ts'

const said = (what: object) => `coldstart: ${JSON.stringify(what)}\n`
const BEGUN = said({ load: 'app', path: ['/env/task'], standard: ['json'], root: '/env/task' })
const END = said({ loadedMs: 10, file: '/env/task/app.py' })
const imported = (selfUs: number, depth: number, name: string) =>
  `import time: ${String(selfUs).padStart(9)} | ${String(selfUs).padStart(10)} | ${'  '.repeat(depth)}${name}\n`

test('importtime’s lines, written when an import is over, become a tree under the function’s module', () => {
  const text = [
    imported(900, 0, 'encodings'),
    BEGUN,
    said({ asked: 'json', file: '/env/task/app.py', line: 3 }),
    said({ asked: 'json.decoder', file: '/lib/json/__init__.py', line: 7 }),
    imported(1000, 1, 'json.decoder'),
    imported(2000, 0, 'json'),
    'a line of the function\n',
    imported(3000, 0, 'nowhere'),
    END,
    imported(5000, 0, 'late'),
  ].join('')
  const { trace } = readImports(text, '/shop', 'python 3.13.1') ?? {}
  expect(trace?.modules).toEqual([
    { url: 'file:///shop/app.py', format: 'python' },
    { url: 'python:json', format: 'builtin', parent: 'file:///shop/app.py', specifier: '3' },
    { url: 'python:json.decoder', format: 'builtin', parent: 'python:json', specifier: '7' },
    { url: 'python:nowhere', format: 'builtin', parent: 'file:///shop/app.py' },
  ])
  expect(trace?.stamps.at(-1)).toEqual([10, 'moment', 'loaded'])
})

test('a start that was ended while it loaded has no trace', () => {
  expect(readImports(`${BEGUN}${imported(1, 0, 'json')}`, '/shop', 'python')).toBeUndefined()
  expect(readImports('', '/shop', 'python')).toBeUndefined()
})
