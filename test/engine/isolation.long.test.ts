import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execPath, pid, platform, ppid, versions } from 'node:process'
import { afterEach, describe, expect, it } from 'vitest'
import { runEngine } from '../../src/engine/engine.ts'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { folderOutsideTmp } from '../../src/engine/isolation.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { invoke, startTestEngine, testFunction } from './support/test-engine.ts'

let engine: Engine | undefined
afterEach(() => engine?.stop())

async function serve(files: Record<string, string>) {
  const root = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const own = await openOwnFunction({ path: 'index.mjs', contract: 'lambda', cwd: root })
  engine = await startTestEngine([{ ...functionDefaults, idleTtlMs: 60_000, ...own }])
  const started = engine
  const isolated = !(started.functions[0]?.runtimeClient ?? '').includes('/tmp shared with this machine')
  return {
    root,
    isolated,
    call: async () => (await invoke(started, own.name, {})).json,
    evict: () => started.evict(),
  }
}

const attempt = `const attempt = (work) => { try { return work() ?? 'done' } catch (error) { return error.code } }\n`

describe.runIf(platform === 'linux')('an environment on Linux', () => {
  it('has a /tmp of its own by its literal path, empty whenever it is new, where the user may make namespaces', async (context) => {
    const source = `import fs from 'node:fs'\nexport const handler = async () => { const seen = fs.readdirSync('/tmp'); fs.writeFileSync('/tmp/coldstart-own-tmp', ''); return seen }`
    const { call, evict, isolated } = await serve({ 'index.mjs': source })
    if (!isolated) return context.skip('this user may make no mount namespace')
    expect(await call()).toEqual([])
    expect(await call()).toEqual(['coldstart-own-tmp'])
    await evict()
    expect(await call()).toEqual([])
    expect(existsSync('/tmp/coldstart-own-tmp')).toBe(false)
  })

  it('can change neither its code nor its dependencies, whoever it runs as', async (context) => {
    const source = `import fs from 'node:fs'\n${attempt}export const handler = async () => [
      attempt(() => fs.writeFileSync('index.mjs', 'changed')),
      attempt(() => fs.writeFileSync('new.txt', '')),
      attempt(() => fs.chmodSync('index.mjs', 0o777)),
      attempt(() => fs.writeFileSync('node_modules/dep/index.js', 'changed')),
    ]`
    const { root, call, isolated } = await serve({
      'index.mjs': source,
      'package.json': '{}',
      'node_modules/dep/index.js': 'module.exports = 1',
    })
    if (!isolated) return context.skip('this user may make no mount namespace')
    expect(await call()).toEqual(['EROFS', 'EROFS', 'EROFS', 'EROFS'])
    expect(readFileSync(join(root, 'node_modules/dep/index.js'), 'utf8')).toBe('module.exports = 1')
  })

  it('finds nothing of the command line and of the shell that it was typed in, whose variables may be secrets', async (context) => {
    const source = `import fs from 'node:fs'\n${attempt}export const handler = async () => [
      ${[pid, ppid].flatMap((one) => [`attempt(() => fs.readFileSync('/proc/${one}/environ', 'utf8'))`, `attempt(() => fs.readFileSync('/proc/${one}/task/${one}/environ', 'utf8'))`]).join(', ')},
      attempt(() => fs.readFileSync('/proc/self/environ', 'utf8').includes('AWS_LAMBDA_FUNCTION_NAME')),
    ]`
    const { call, isolated } = await serve({ 'index.mjs': source })
    if (!isolated) return context.skip('this user may make no mount namespace')
    expect(await call()).toEqual(['ENOENT', 'ENOENT', 'ENOENT', 'ENOENT', true])
  })

  it('sees its dependencies where the project itself lies in /tmp', async () => {
    const { call } = await serve({
      'index.mjs': `import dep from 'dep'\nexport const handler = async () => dep`,
      'package.json': '{}',
      'node_modules/dep/index.js': `module.exports = 'dep'`,
    })
    expect(await call()).toBe('dep')
  })
})

describe('an engine that may make no namespaces', () => {
  it('runs functions all the same, says that /tmp is shared, and removes its read-only folders', async () => {
    const temporaryFolderOfEngine = temporaryFolder()
    const host = {
      execPath,
      nodeVersion: versions.node,
      pid,
      cores: 2,
      platform: 'darwin',
      temporaryFolder: temporaryFolderOfEngine,
    }
    const options = { port: 0, resolveFrom: '/', lambdaRuntime: 'own' } as const
    const running = await runEngine({ ...options, functions: [testFunction('failing.mjs')] }, host)
    const { address } = running
    expect(address.functions[0]?.runtimeClient).toContain('/tmp shared with this machine')
    expect((await invoke(address as Engine, 'failing', { mode: 'pid' })).json).toBeGreaterThan(0)
    await running.close()
    expect(readdirSync(temporaryFolderOfEngine)).toEqual([])
  })
})

describe('the folder of environments', () => {
  it('is the system’s, unless that is in the /tmp that is hidden from them', async () => {
    expect(await folderOutsideTmp('/home/me/tmp', 'linux')).toBe('/home/me/tmp')
    expect(await folderOutsideTmp('/tmp', 'darwin')).toBe('/tmp')
  })
})
