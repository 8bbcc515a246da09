import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { git, gitEnv, writeFiles } from '../support/git-repository.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracles/package-managers/node_modules/', import.meta.url))
const INSTALL = 'npm ci --prefix test/oracles/package-managers'
const isInstalled = existsSync(join(oracle, 'pnpm'))

interface Manager {
  readonly title: string
  /** What it is called on the command line. */
  readonly program: string
  /** Its own file; left out for the npm of this Node. */
  readonly file?: string
  readonly lock: string
  readonly install: readonly string[]
  readonly files?: Readonly<Record<string, string>>
}

const BERRY_SETTINGS = 'enableTelemetry: false\nnodeLinker: node-modules\nenableGlobalCache: true\n'

const managers: readonly Manager[] = [
  { title: 'npm', program: 'npm', lock: 'package-lock.json', install: ['install', '--offline'] },
  {
    title: 'pnpm',
    program: 'pnpm',
    file: 'pnpm/bin/pnpm.cjs',
    lock: 'pnpm-lock.yaml',
    install: ['install', '--offline'],
    files: { 'pnpm-workspace.yaml': "packages: ['packages/*']\n" },
  },
  {
    title: 'yarn 1',
    program: 'yarn',
    file: 'yarn-classic/bin/yarn.js',
    lock: 'yarn.lock',
    install: ['install', '--offline'],
  },
  {
    title: 'yarn 4',
    program: 'yarn',
    file: '@yarnpkg/cli-dist/bin/yarn.js',
    lock: 'yarn.lock',
    install: ['install'],
    files: { '.yarnrc.yml': BERRY_SETTINGS },
  },
  { title: 'bun', program: 'bun', file: 'bun/bin/bun.exe', lock: 'bun.lock', install: ['install'] },
]

/** The program of a package manager on a PATH of its own, beside git, node and the shell's. */
function pathWith({ program, file }: Manager): string {
  const bin = temporaryFolder()
  const runs = file?.endsWith('.exe') ? '' : `"${process.execPath}" `
  if (file)
    writeFileSync(join(bin, program), `#!/bin/sh\nexec ${runs}"${join(oracle, file)}" "$@"\n`, {
      mode: 0o755,
    })
  return [bin, ...(file ? [] : [join(process.execPath, '..')]), gitEnv.PATH].join(':')
}

/** Fails unless the package beside it is the one of the same state. */
function handlerThatWants(state: string): string {
  return `import { said } from "shared"\nif (said !== "${state}") throw new Error(said)\nexport const handler = async () => said\n`
}

/** A workspace whose function needs a package of it, and one beside it by its path. */
function workspace(manager: Manager, env: Record<string, string>): string {
  const top = temporaryFolder()
  const link = manager.title === 'npm' || manager.title === 'yarn 1' ? '1.0.0' : 'workspace:*'
  writeFiles(top, {
    '.gitignore': 'node_modules\n.yarn\nresults\n.coldstart\n',
    'package.json': '{"name":"top","private":true,"workspaces":["packages/*"]}\n',
    'packages/shared/package.json': '{"name":"shared","version":"1.0.0","type":"module","main":"index.js"}\n',
    'packages/shared/index.js': 'export const said = "committed"\n',
    'packages/api/package.json': `{"name":"api","version":"1.0.0","type":"module","dependencies":{"shared":"${link}"}}\n`,
    'packages/api/handler.js': handlerThatWants('committed'),
    ...manager.files,
  })
  execFileSync(manager.program, [...manager.install], { cwd: top, env, stdio: 'pipe' })
  git(top, 'init', '-q')
  git(top, 'add', '-A')
  git(top, 'commit', '-qm', 'one')
  return top
}

describe(isInstalled ? 'dependencies of a revision' : `skipped: ${INSTALL}`, () => {
  it.each(managers.filter(({ file }) => file === undefined || isInstalled))(
    'are installed by $program ($title) from its own lockfile, beside the user’s',
    async (manager) => {
      const home = temporaryFolder()
      const env = { ...gitEnv, HOME: home, PATH: pathWith(manager), YARN_ENABLE_NETWORK: '0', CI: '1' }
      const { YARN_ENABLE_NETWORK: _, ...install } = env
      const top = workspace(manager, { ...install, CI: '' })
      expect(existsSync(join(top, manager.lock))).toBe(true)
      writeFiles(top, {
        'packages/shared/index.js': 'export const said = "changed"\n',
        'packages/api/handler.js': handlerThatWants('changed'),
      })
      const before = git(top, 'status', '--porcelain')
      const cwd = join(top, 'packages/api')
      const words = [
        'bench',
        './handler.js',
        '--provider',
        'lambda',
        '--against',
        'HEAD',
        '--cold',
        '1',
        '--warm',
        '0',
      ]
      const { code, stderr } = await runInProcess([...words, '-q'], {
        cwd,
        env: { ...env, XDG_CACHE_HOME: home },
      })
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining(`HEAD: ${manager.program} `),
      })
      expect(git(top, 'status', '--porcelain')).toBe(before)
    },
  )
})
