import { realpathSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeProject } from './support/own-function.ts'
import { invoke, startTestEngine } from './support/test-engine.ts'

describe("the package of a user's own function", () => {
  it('runs with its files, its module type and its dependencies, and leaves the source alone', async () => {
    const files = {
      'package.json': '{"type":"module"}',
      'node_modules/dep/package.json': '{"name":"dep","main":"main.js"}',
      'node_modules/dep/main.js': 'exports.word = "from a dependency"',
      'api/hello.js': `
        import { readFileSync } from 'node:fs'
        import dep from 'dep'
        import { text } from '../lib/text.js'
        export const handler = async () => [dep.word, text, readFileSync(new URL('./data.txt', import.meta.url), 'utf8')]`,
      'api/data.txt': 'a file beside it',
      'lib/text.js': `export const text = 'a module above it'`,
    }
    const root = writeProject(files, realpathSync(temporaryFolder()))
    const own = await openOwnFunction({ path: 'api/hello.js', contract: 'lambda', cwd: root })
    expect([own.root, own.entry, own.name]).toEqual([root, 'api/hello.js', 'hello'])
    const engine = await startTestEngine([{ ...functionDefaults, ...own }])
    onTestFinished(() => engine.stop())
    const reply = await invoke(engine, 'hello', {})
    expect(reply.json).toEqual(['from a dependency', 'a module above it', 'a file beside it'])
    expect(reply.headers['x-coldstart-instance']).toContain('"invocation":1')
    writeProject({ 'api/data.txt': 'still writable' }, root)
  })
})
