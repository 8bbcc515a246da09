import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A block of commands in a document. */
export interface ShellBlock {
  /** The words behind `sh`: what it needs, and `until stopped`. */
  readonly needs: readonly string[]
  readonly text: string
  /** Its last line that somebody would know it by. */
  readonly title: string
}

/** Every block of commands in a document of this repository. */
export function shellBlocks(document: string): readonly ShellBlock[] {
  const written = readFileSync(join(root, document), 'utf8')
  return [...written.matchAll(/```sh *(.*)\n([\s\S]*?)```/g)].map(([, needs = '', text = '']) => ({
    needs: needs.split(' '),
    text,
    title:
      text
        .trim()
        .split('\n')
        .findLast((line) => /npx|docker|curl|node/.test(line)) ?? text,
  }))
}

const succeeds = (file: string, ...args: string[]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0
const isThere: Readonly<Record<string, () => boolean>> = {
  redis: () => succeeds('redis-server', '--version'),
  express: () => existsSync(join(root, 'examples/notify/node_modules/express')),
  nginx: () => existsSync('/usr/sbin/nginx'),
  docker: () => succeeds('docker', 'info'),
}

/** Whether this machine lacks something that a block needs. */
export function lacks({ needs }: ShellBlock): boolean {
  return needs.some((one) => isThere[one]?.() === false)
}

/** What a reader has: a clone that `npm ci` was run in, and a shell, where `npx coldstart` is the clone's. */
export interface Clone {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** Makes one in a folder that is empty. */
export function freshClone(folder: string): Clone {
  const [bin, cwd] = [join(folder, 'bin'), join(folder, 'clone')]
  mkdirSync(bin)
  const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${root}bin/coldstart.js" "$@"\n`
  writeFileSync(join(bin, 'npx'), npx, { mode: 0o755 })
  mkdirSync(join(cwd, 'home'), { recursive: true })
  mkdirSync(join(cwd, 'results'))
  cpSync(join(root, 'examples'), join(cwd, 'examples'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'))
  // What the lockfile names was downloaded before, where the block's needs are there.
  const npm = { npm_config_prefer_offline: 'true', npm_config_cache: npmCache() }
  return { cwd, env: { PATH: `${bin}:${process.env.PATH}`, HOME: join(cwd, 'home'), NO_COLOR: '1', ...npm } }
}

function npmCache(): string {
  return spawnSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).stdout.trim()
}

/** A block that is being run. */
export interface RunningBlock {
  readonly child: ChildProcess
  /** What it has printed so far, to either stream. */
  said(): string
  readonly ended: Promise<number | null>
}

/** Whether a block goes on until somebody presses Ctrl-C. */
export function staysOn({ needs }: ShellBlock): boolean {
  return needs.includes('stopped')
}

/** Pastes a block into a shell; where it stays on, the shell becomes its command, which gets the signals then. */
export function paste(block: ShellBlock, clone: Clone): RunningBlock {
  const script = staysOn(block) ? `exec env ${block.text}` : block.text
  const child = spawn('bash', ['-euc', script], { ...clone, stdio: 'pipe', detached: true })
  // What a block that failed has left behind it would hold its output open.
  child.once('exit', () => endGroup(child))
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      out += chunk
    })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended, said: () => out }
}

/** Ends whatever is left of a block. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing is.
  }
}

/** The server that a reader has; one that listens there already is as good. Ended by whoever started it. */
export async function startUsualRedis(folder: string): Promise<ChildProcess> {
  const words = ['--port', '6379', '--bind', '127.0.0.1', '--save', '', '--dir', folder]
  const server = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] })
  await Promise.race([
    once(server, 'exit'),
    new Promise<void>((resolve) =>
      server.stdout.on('data', (chunk: Buffer) => /Ready to accept/.test(String(chunk)) && resolve()),
    ),
  ])
  return server
}
