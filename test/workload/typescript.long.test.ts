import { describe, expect, it } from 'vitest'
import { serveOwn } from '../engine/support/own-function.ts'
import { invoke } from '../engine/support/test-engine.ts'

describe('a function in TypeScript', () => {
  it.each([
    ['an ES module', '{"type":"module","imports":{"#lib/*":"./lib/*.ts"}}'],
    ['CommonJS', '{"imports":{"#lib/*":"./lib/*.ts"}}'],
  ])(
    'reaches its modules however it names them, and its packages where they lie: %s',
    async (_, manifest) => {
      const files = {
        'package.json': manifest,
        'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./lib/*"]}}}',
        'node_modules/dep/package.json': '{"name":"dep","main":"i.js"}',
        'node_modules/dep/i.js': 'module.exports = "dep"',
        'lib/one.ts': 'export const one: string = "one"',
        'lib/two.ts': 'export const two: string = "two"',
        'lib/three.ts': 'export const three: string = "three"',
        'lib/four.ts': 'export const four: string = "four"',
        'src/app.ts': `import dep from 'dep'
        import { one } from '../lib/one.js'
        import { two } from '../lib/two'
        import { three } from '@/three'
        import { four } from '#lib/four'
        export const handler = async (): Promise<string> => [dep, one, two, three, four].join()`,
      }
      const { engine, name } = await serveOwn('lambda', files, 'src/app.ts')
      expect((await invoke(engine, name, {})).json).toBe('dep,one,two,three,four')
    },
  )

  it('that throws names the line of its source', async () => {
    const files = {
      'app.ts': 'type A = 1\n\nexport const handler = async () => {\n  throw new Error("on purpose")\n}\n',
    }
    const { engine, name } = await serveOwn('lambda', files, 'app.ts')
    const { json } = await invoke(engine, name, {})
    expect((json as { trace: string[] }).trace[1]).toMatch(/app\.ts:4:9/)
  })
})
