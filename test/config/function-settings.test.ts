import { describe, expect, it } from 'vitest'
import { resolveConfig } from '../../src/config/resolve-config.ts'

const functionsOf = (functions: unknown) =>
  resolveConfig({ file: { path: 'coldstart.config.json', values: { functions } } }).config.functions

describe('functions of the user’s own', () => {
  it.each([
    ['./handler.mjs', [{ entry: './handler.mjs' }]],
    ['before=./old.mjs', [{ name: 'before', entry: './old.mjs' }]],
    ['./a=b.mjs', [{ entry: './a=b.mjs' }]],
    ['C:\\work\\a=b.mjs', [{ entry: 'C:\\work\\a=b.mjs' }]],
    ['x=C:\\work\\a=b.mjs', [{ name: 'x', entry: 'C:\\work\\a=b.mjs' }]],
    ['v1.2=./my.handler.prod.js', [{ name: 'v1.2', entry: './my.handler.prod.js' }]],
    [
      { before: './old.mjs', after: { entry: './new.mjs', export: 'run' } },
      [
        { name: 'before', entry: './old.mjs' },
        { name: 'after', entry: './new.mjs', export: 'run' },
      ],
    ],
  ])('reads %j', (written, read) => {
    expect(functionsOf(written)).toEqual(read)
  })

  it('takes everything that one function is given', () => {
    const [own] = functionsOf([
      {
        name: 'users',
        entry: 'api/users.js',
        provider: 'vercel,netlify',
        root: '.',
        timeout: '30s',
        path: '/api/users/7?x=1,2',
        method: 'post',
        headers: ['Content-Type: application/json'],
        expectStatus: '201',
        env: ['TABLE=orders', 'TOKEN'],
      },
    ])
    expect(own).toEqual({
      name: 'users',
      entry: 'api/users.js',
      provider: ['vercel', 'netlify'],
      root: '.',
      timeout: 30_000,
      path: '/api/users/7?x=1,2',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      expectStatus: ['201'],
      env: { TABLE: 'orders', TOKEN: 'env:TOKEN' },
    })
  })

  it.each([
    [['a=./x.mjs', 'A=./y.mjs'], 'names two functions "a"'],
    ['con=./x.mjs', 'on Windows'],
    ['a b=./x.mjs', 'may hold letters'],
    ['a=', 'write a=./handler.mjs'],
    [[{ entry: './x.mjs', path: 'users' }], 'does not begin with /'],
    [[{ entry: './x.mjs', headers: 'authorization' }], "'name: value'"],
    [[{ entry: './x.mjs', env: '1A=x' }], 'not the name of a variable'],
  ])('refuses %j and says why', (written, why) => {
    expect(() => functionsOf(written)).toThrow(why)
  })
})
