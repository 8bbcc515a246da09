import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { makeDeployedPackage } from '../../src/workload/deployed-package.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const oracles = fileURLToPath(new URL('../oracles/', import.meta.url))
const vercel = join(oracles, 'vercel-cli/node_modules/vercel/dist/index.js')
const zisi = join(oracles, 'zisi/node_modules/@netlify/zip-it-and-ship-it/dist/main.js')
/** A native module with prebuilt binaries, found by node-gyp-build; the oracles of Vercel's CLI bring one. */
const loader = join(oracles, 'vercel-cli/node_modules/node-gyp-build')

const FILES: Readonly<Record<string, string>> = {
  'package.json':
    '{"name":"shop","private":true,"dependencies":{"dep":"1.0.0","native":"1.0.0","linked":"1.0.0","composed":"1.0.0"}}',
  'api/hello.js': `const { word } = require('dep')
const native = require('native')
const { linked } = require('linked')
const { readFileSync } = require('fs')
const text = readFileSync(require('path').join(__dirname, 'text.txt'), 'utf8')
const again = readFileSync(require('path').join(__dirname, 'linked.txt'), 'utf8')
const program = require('path').join(__dirname, 'program.sh')
const inner = require('./inner/module.js')
const { fork, spawn } = require('child_process')
const { Worker } = require('worker_threads')
const forks = () => fork(require('path').join(__dirname, 'forked.js'))
const spawns = () => spawn(process.execPath, [require('path').join(__dirname, 'spawned.mjs')])
const threads = () => new Worker(require('path').join(__dirname, 'thread.js'))
const byName = () => spawn('node', ['api/by-name.js'])
const composed = () => require('composed')
module.exports = (req, res) => res.end([word, native, linked, text].join(' '))
module.exports.handler = async () => ({ statusCode: 200, body: text })`,
  'api/text.txt': 'text',
  'api/program.sh': '#!/bin/sh\n',
  'packages/inner/module.js': "module.exports = 'inner'",
  'api/forked.js': "require('./forked-part.js')",
  'api/forked-part.js': '',
  'api/spawned.mjs': "import './spawned-part.mjs'",
  'api/spawned-part.mjs': '',
  'api/thread.js': "require('dep')",
  'api/by-name.js': '',
  'api/beside.txt': 'nobody reads it',
  'api/by-pattern/a.txt': 'taken by the project’s file',
  'api/by-pattern/b.md': 'not taken by Netlify',
  'vercel.json': '{"functions":{"api/*.js":{"includeFiles":"api/by-pattern/**","excludeFiles":"**/*.md"}}}',
  'netlify.toml': '[functions]\nincluded_files = ["api/by-pattern/*", "!**/*.md"]\n',
  'node_modules/dep/package.json': '{"name":"dep","version":"1.0.0","main":"index.js"}',
  'node_modules/dep/index.js': "exports.word = require('./part.js') + require('deeper')",
  'node_modules/dep/part.js': "module.exports = 'dep'",
  'node_modules/dep/never.js': "module.exports = 'never'",
  'node_modules/dep/node_modules/deeper/package.json': '{"name":"deeper","version":"1.0.0","main":"d.js"}',
  'node_modules/dep/node_modules/deeper/d.js': "module.exports = 'deeper'",
  'node_modules/native/package.json': '{"name":"native","version":"1.0.0","main":"index.js"}',
  'node_modules/native/index.js': "module.exports = require('node-gyp-build')(__dirname)",
  'node_modules/native/prebuilds/linux-x64/native.node': 'a binary',
  // As sharp and esbuild name the package that has their binary.
  'node_modules/composed/package.json':
    '{"name":"composed","version":"1.0.0","optionalDependencies":{"@own/composed-linux-x64":"1.0.0"}}',
  'node_modules/composed/index.js':
    "module.exports = require('@own/composed-' + process.platform + '-' + process.arch + '/lib.node')",
  'node_modules/@own/composed-linux-x64/package.json': '{"name":"@own/composed-linux-x64","version":"1.0.0"}',
  'node_modules/@own/composed-linux-x64/lib.node': 'a binary',
  'node_modules/unused/index.js': "module.exports = 'unused'",
  'packages/linked/package.json': '{"name":"linked","version":"1.0.0","main":"index.js"}',
  'packages/linked/index.js': "exports.linked = 'linked'",
}

async function project(): Promise<string> {
  const root = temporaryFolder()
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), text)
  }
  await cp(loader, join(root, 'node_modules/node-gyp-build'), { recursive: true })
  await symlink('../packages/linked', join(root, 'node_modules/linked'))
  await symlink('../packages/inner', join(root, 'api/inner'))
  await symlink('text.txt', join(root, 'api/linked.txt'))
  await chmod(join(root, 'api/program.sh'), 0o755)
  return root
}

/**
 * What a platform's packager and ours have in common to say: what goes along of the project and its dependencies, and
 * what of it is a link or may be run.
 */
function reached(files: readonly Packed[]): string[] {
  return files
    .filter(({ path }) => /^(node_modules|packages|api)\//.test(path))
    .map(({ path, mode }) => `${path}${(mode & 0o170000) === 0o120000 ? '@' : mode & 0o100 ? '*' : ''}`)
    .sort()
}

interface Packed {
  readonly path: string
  readonly mode: number
}

async function ours(root: string, contract: 'vercel' | 'netlify'): Promise<string[]> {
  const workload = await openSource({ file: join(root, 'api/hello.js') }, { contract })
  const { files } = await makeDeployedPackage(workload, 'reached')
  return reached(files.map(({ path, mode = 0o100644 }) => ({ path, mode })))
}

async function filesBelow(folder: string): Promise<Packed[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  return withModes(folder, paths)
}

async function withModes(folder: string, paths: readonly string[]): Promise<Packed[]> {
  return Promise.all(paths.map(async (path) => ({ path, mode: (await lstat(join(folder, path))).mode })))
}

const FORMS = { skip: !existsSync(loader) }

describe.skipIf(FORMS.skip || !existsSync(vercel))(
  'what is traced is what vercel build traces (needs npm ci --ignore-scripts --prefix test/oracles/vercel-cli)',
  () => {
    it('of a project with dependencies, links, a native module and a program that may be run', async () => {
      const root = await project()
      const link = {
        projectId: 'prj_x',
        orgId: 'team_x',
        settings: { framework: null, nodeVersion: '24.x', installCommand: 'true' },
      }
      await mkdir(join(root, '.vercel'))
      await writeFile(join(root, '.vercel/project.json'), JSON.stringify(link))
      const env = { PATH: process.env.PATH, HOME: root, VERCEL_TELEMETRY_DISABLED: '1' }
      await promisify(execFile)(process.execPath, [vercel, 'build', '--yes'], { cwd: root, env })
      const output = join(root, '.vercel/output/functions/api/hello.func')
      const config = JSON.parse(await readFile(join(output, '.vc-config.json'), 'utf8'))
      const kept = await withModes(root, Object.values(config.filePathMap ?? {}))
      const theirs = [...(await filesBelow(output)), ...kept]
      expect(await ours(root, 'vercel')).toEqual(reached(theirs))
    })
  },
)

describe.skipIf(FORMS.skip || !existsSync(zisi))(
  "what is traced is what Netlify's packager traces (needs npm ci --ignore-scripts --prefix test/oracles/zisi)",
  () => {
    it('of the same project', async () => {
      const root = await project()
      const { zipFunction } = await import(pathToFileURL(zisi).href)
      const out = temporaryFolder()
      await zipFunction(join(root, 'api/hello.js'), out, {
        archiveFormat: 'none',
        basePath: root,
        repositoryRoot: root,
        config: {
          '*': {
            nodeVersion: '22.x',
            nodeBundler: 'nft',
            includedFiles: ['api/by-pattern/*', '!**/*.md'],
            includedFilesBasePath: root,
          },
        },
      })
      expect(await ours(root, 'netlify')).toEqual(reached(await filesBelow(join(out, 'hello'))))
    })
  },
)
