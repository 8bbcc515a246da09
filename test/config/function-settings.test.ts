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
    ['=./x.mjs', 'has no name before the ='],
    ['a=', 'write a=./handler.mjs'],
    [[{ entry: './x.mjs', pth: '/users' }], '0: "pth" is not a setting of a function; did you mean path?'],
    [
      { api: { entry: './x.mjs', headrs: [] } },
      'api: "headrs" is not a setting of a function; did you mean headers?',
    ],
    [
      { api: { entry: './x.mjs', zzz: 1 } },
      'api: "zzz" is not a setting of a function; there are name, entry',
    ],
    [[{ name: 'api' }], '0.entry: expected string, received undefined'],
    [{ api: { entry: './x.mjs', timeout: [] } }, 'api.timeout: expected number or string, received array'],
    [[5], '0: expected string or object, received number'],
    [5, 'expected string or array or record, received number'],
    [[{ entry: './x.mjs', path: 'users' }], 'does not begin with /'],
    [[{ entry: './x.mjs', headers: 'authorization' }], "'name: value'"],
    [[{ entry: './x.mjs', env: '1A=x' }], 'not the name of a variable'],
  ])('refuses %j and says why', (written, why) => {
    expect(() => functionsOf(written)).toThrow(why)
  })
})

describe('files that a configuration file names', () => {
  it('lie beside it, wherever the command runs', () => {
    const values = {
      functions: {
        one: { entry: './api/a.js', envFile: 'one.env', root: '.', body: '@b.json' },
        two: '/abs/b.js',
      },
      envFile: '.env',
      event: './order.json',
    }
    const { config } = resolveConfig({ file: { path: '/p/coldstart.config.json', values, folder: '..' } })
    expect(config.functions).toMatchObject([
      { entry: '../api/a.js', envFile: '../one.env', root: '..', body: '@../b.json' },
      { entry: '/abs/b.js' },
    ])
    expect(config).toMatchObject({ envFile: '../.env', event: '../order.json' })
  })

  it('are left as they are where it lies in the folder of the command, and so are built-in events and flags', () => {
    const file = { path: '/p/c.json', values: { functions: './a.js', event: 'sqs' }, folder: '' }
    expect(resolveConfig({ file }).config).toMatchObject({ functions: [{ entry: './a.js' }], event: 'sqs' })
    const flags = { functions: ['./b.js'] }
    const elsewhere = { ...file, folder: '..' }
    expect(resolveConfig({ file: elsewhere, flags }).config).toMatchObject({
      functions: [{ entry: './b.js' }],
      event: 'sqs',
    })
  })
})
