import { describe, expect, it } from 'vitest'
import { findImports, scanModule } from '../../src/workload/scan-module.ts'

describe('what a module imports and exports', () => {
  it('is read from every form of import', async () => {
    const { imports, isEsm } = await scanModule(`
      import a from './a.js'
      import './b.js'
      export * from "./c.js"
      export { d } from './d.js'
      const e = await import('./e.js')
      const f = createRequire(import.meta.url); require('./f.cjs')`)
    expect(imports).toEqual(['./a.js', './b.js', './c.js', './d.js', './e.js', './f.cjs'])
    expect(isEsm).toBe(true)
  })

  it('leaves out what only looks like an import', async () => {
    const { imports } = await scanModule(`// import './no.js'\nexport const text = "import './no.js'"`)
    expect(imports).toEqual([])
  })

  it.each([
    ['export const handler = 1\nexport default 2', ['handler', 'default']],
    ['const a = 1\nexport { a as GET }', ['GET']],
    ['export async function POST() {}', ['POST']],
    ['exports.handler = async () => {}', ['handler']],
    ['module.exports = { handler, other }', ['handler', 'other']],
    ['module.exports = (req, res) => {}', []],
    [
      '!function(e,t){"object"==typeof exports&&"object"==typeof module?module.exports=t():"object"==typeof exports?exports.lib=t():e.lib=t()}(this,(()=>({handler:1})));',
      [],
    ],
    ['exports.run = 1\nvar inner = (module) => { module.exports = () => {} }', ['run']],
  ])('names the exports of %j', async (source, exports) => {
    expect((await scanModule(source)).exports).toEqual(exports)
  })

  it('gives what it can of a source with a syntax error', async () => {
    expect(await scanModule(`require('./a'); const = '`)).toMatchObject({ imports: ['./a'], isEsm: false })
  })
})

it('where a module asks for another one is told without the quotes, whatever it asks with', async () => {
  const source = `import a from 'a'; export * from "b"; import( /* c */ 'c' ); require("d"); require.resolve(\`e\`)`
  const found = await findImports(source)
  expect(found.map(({ from, to }) => source.slice(from, to))).toEqual(found.map(({ specifier }) => specifier))
  expect(found.map(({ by, specifier }) => `${by} ${specifier}`)).toEqual([
    'statement a',
    'statement b',
    'import() c',
    'require d',
    'require.resolve e',
  ])
})
