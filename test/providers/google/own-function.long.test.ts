import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { benchDeployed, coldsOf, PROVEN, startGoogle } from '../../support/deployed-bench.ts'
import { writeFiles } from '../../support/git-repository.ts'
import { hostWith, isFrameworkInstalled } from '../../support/google-stand-in/engine-host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Fails at load or in the call where a dependency, a package of the workspace, a file or a variable is missing. */
const FUNCTION = `const { readFileSync } = require('node:fs')
const functions = require('@google-cloud/functions-framework')
const { dep } = require('dep')
const { shared } = require('@shop/shared')
functions.http('orders', (req, res) => {
  const words = [dep, shared, readFileSync('data.txt', 'utf8'), process.env.TABLE, req.method, req.query.x, req.body?.id].join(' ')
  res.status(words === process.env.WANTED ? 200 : 500).send(words)
})`

function writeWorkspace(cwd: string): string {
  const project = join(cwd, 'project')
  writeFiles(cwd, {
    'registry/dep/package.json': '{"name":"dep","main":"i.js"}',
    'registry/dep/i.js': 'exports.dep = "dep"',
  })
  writeFiles(project, {
    'package.json': '{"name":"shop","workspaces":["packages/*"]}',
    'packages/shared/package.json': '{"name":"@shop/shared","main":"index.js"}',
    'packages/shared/index.js': 'exports.shared = "shared"',
    'packages/orders/package.json':
      '{"name":"orders","dependencies":{"dep":"^1.0.0","@shop/shared":"*","@google-cloud/functions-framework":"^5.0.0"}}',
    'packages/orders/index.js': FUNCTION,
    'packages/orders/data.txt': 'data',
    'packages/orders/.env': 'SECRET=1',
    'node_modules/dep/package.json': '{"name":"dep","main":"i.js"}',
    'node_modules/dep/i.js': 'exports.dep = "dep"',
  })
  mkdirSync(join(project, 'node_modules/@shop'), { recursive: true })
  symlinkSync('../../packages/shared', join(project, 'node_modules/@shop/shared'), 'junction')
  return project
}

const words = (wanted: string) =>
  `packages/orders/index.js --provider google --env TABLE=orders --env`.split(' ').concat(`WANTED=${wanted}`)
const ASKED = [
  '--path',
  '/?x=1',
  '--method',
  'POST',
  '--header',
  'content-type: application/json',
  '--body',
  '{"id":7}',
]

describe.skipIf(!isFrameworkInstalled())(
  "a user's function on Google, built as it was uploaded and run by the Functions Framework (enable with: npm ci --prefix test/oracles/google)",
  () => {
    it.each([
      ['of the service behind it', false],
      ['of its configuration, where the service may not be changed', true],
    ])(
      'is proven cold by a new revision %s, keeps its variables, and leaves nothing',
      async (_, servicesAreClosed) => {
        const cwd = temporaryFolder()
        const project = writeWorkspace(cwd)
        const google = await startGoogle(hostWith({ dep: join(cwd, 'registry/dep') }))
        google.cloud.settings.servicesAreClosed = servicesAreClosed
        const wanted = words('dep shared data orders POST 1 7')
        const { samples, stderr } = await benchDeployed([...wanted, ...ASKED], {
          env: google.env,
          cwd: project,
        })
        expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
        expect(google.cloud.calls.filter((rpc) => rpc === 'UpdateFunction').length > 0).toBe(
          servicesAreClosed,
        )
        expect(stderr).toContain('.env')
        expect(google.contents()).toEqual([])
        expect(google.refusals()).toEqual([])
      },
    )

    it('gets an event where it takes events', async () => {
      const cwd = temporaryFolder()
      writeFiles(cwd, {
        'package.json': '{"dependencies":{"@google-cloud/functions-framework":"^5.0.0"}}',
        'index.js': `const functions = require('@google-cloud/functions-framework')
functions.cloudEvent('onOrder', (event) => { if (event.type !== process.env.TYPE) throw new Error(event.type) })`,
      })
      const google = await startGoogle()
      const measure = (type: string, ...more: string[]) =>
        benchDeployed(['index.js', '--provider', 'google', '--env', `TYPE=${type}`, ...more], {
          env: google.env,
          cwd,
        })
      expect(coldsOf((await measure('coldstart.invocation')).samples)).toEqual([PROVEN, PROVEN, PROVEN])
      const own = { id: '1', source: 's', type: 'mine', specversion: '1.0' }
      const headers = Object.entries(own).flatMap(([name, value]) => ['--header', `ce-${name}: ${value}`])
      await measure('mine', ...headers, '--header', 'content-type: application/json', '--body', '{}')
    })

    it('is taken as it is without the wrapper', async () => {
      const cwd = temporaryFolder()
      writeFiles(cwd, {
        'package.json': '{"type":"module"}',
        'fn.js': 'export const fn = (req, res) => res.send("hello")',
      })
      const google = await startGoogle()
      const { samples } = await benchDeployed(['fn.js', '--provider', 'google', '--no-wrapper'], {
        env: google.env,
        cwd,
      })
      expect(new Set(samples.map(({ instance }) => instance))).toEqual(new Set([undefined]))
      expect(google.contents()).toEqual([])
    })
  },
)
