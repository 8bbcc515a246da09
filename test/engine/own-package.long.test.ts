import { realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeProject } from './support/own-function.ts'
import { invoke, startTestEngine } from './support/test-engine.ts'

describe("the package of a user's own function", () => {
  it('finds dependencies on every level, as in place: its own, hoisted ones, and workspaces that are linked', async () => {
    const files = {
      'package.json': '{"workspaces":["packages/*"]}',
      'node_modules/hoisted/package.json': '{"main":"i.js"}',
      'node_modules/hoisted/i.js': 'module.exports = "hoisted"',
      'packages/shared/package.json': '{"main":"i.js"}',
      'packages/shared/i.js': 'module.exports = "shared " + require("hoisted")',
      'packages/app/package.json': '{"name":"app","exports":"./api/a.js","imports":{"#lib/*":"./lib/*.js"}}',
      'packages/app/node_modules/own/package.json': '{"main":"i.js"}',
      'packages/app/node_modules/own/i.js': 'module.exports = "own"',
      'packages/app/lib/hi.js': 'module.exports = "via #lib"',
      'packages/app/data/items.json': '[1]',
      'packages/app/api/a.js': `
        const all = [require('own'), require('hoisted'), require('shared'), require('#lib/hi')]
        const { readFileSync } = require('node:fs')
        const read = (folder) => readFileSync(folder + '/data/items.json', 'utf8')
        exports.handler = async () => [...all, require('app').handler === exports.handler,
          read(process.cwd()), read(process.env.LAMBDA_TASK_ROOT)]`,
    }
    const root = writeProject(files, realpathSync(temporaryFolder()))
    symlinkSync('../packages/shared', join(root, 'node_modules/shared'))
    const own = await openOwnFunction({ path: 'packages/app/api/a.js', contract: 'lambda', cwd: root })
    const engine = await startTestEngine([{ ...functionDefaults, ...own }])
    onTestFinished(() => engine.stop())
    const reply = await invoke(engine, 'a', {})
    expect(reply.json).toEqual(['own', 'hoisted', 'shared hoisted', 'via #lib', true, '[1]', '[1]'])
  })
})
