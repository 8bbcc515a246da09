import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const course = readFileSync(join(root, 'docs/COURSE.md'), 'utf8')

/** Every block of commands, with the words behind `sh` that say what it needs. */
const blocks = [...course.matchAll(/```sh *(.*)\n([\s\S]*?)```/g)].map(([, needs = '', text = '']) => ({
  needs: needs.split(' '),
  text,
}))

const succeeds = (file: string, ...args: string[]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0
const isThere: Readonly<Record<string, () => boolean>> = {
  redis: () => succeeds('redis-server', '--version'),
  express: () => existsSync(join(root, 'examples/notify/node_modules/express')),
  nginx: () => existsSync('/usr/sbin/nginx'),
  docker: () => succeeds('docker', 'info'),
}
const lacks = (needs: readonly string[]) => needs.some((one) => isThere[one]?.() === false)

/** What a reader's shell has: `npx coldstart` is this clone's. */
function surroundings() {
  const folder = mkdtempSync(join(tmpdir(), 'coldstart-course-'))
  const bin = join(folder, 'bin')
  const cwd = join(folder, 'clone')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${root}bin/coldstart.js" "$@"\n`,
    {
      mode: 0o755,
    },
  )
  mkdirSync(join(cwd, 'home'), { recursive: true })
  symlinkSync(join(root, 'examples'), join(cwd, 'examples'))
  symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'))
  return { folder, cwd, env: { PATH: `${bin}:${process.env.PATH}`, HOME: join(cwd, 'home'), NO_COLOR: '1' } }
}

describe('docs/COURSE.md', () => {
  let place: ReturnType<typeof surroundings>

  beforeAll(() => {
    place = surroundings()
  })
  afterAll(() => rmSync(place.folder, { recursive: true, force: true }))

  it('has a block for each exercise', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(12)
  })

  for (const { needs, text } of blocks) {
    const title =
      text
        .trim()
        .split('\n')
        .findLast((line) => /npx|docker|curl/.test(line)) ?? text
    it.skipIf(lacks(needs))(`works: ${title}`, async () => {
      const redis = needs.includes('redis') ? await startRedis() : undefined
      const child = spawn('bash', ['-euc', needs.includes('stopped') ? `exec ${text}` : text], {
        ...place,
        stdio: 'pipe',
      })
      let out = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          out += chunk
          if (needs.includes('stopped') && out.includes('endpoint is')) child.kill('SIGINT')
        })
      const [code] = await once(child, 'close')
      redis?.kill()
      expect(code, out).toBe(0)
      if (/curl/.test(text)) expect(out).toContain('Hello, Ada')
      if (/main-app/.test(text)) expect(out).toContain('accepted: true')
      expect(out.length).toBeGreaterThan(20)
    })
  }
})

/** The server that a reader has; one that listens there already is as good. */
async function startRedis() {
  const folder = temporaryFolder()
  const server = spawn(
    'redis-server',
    ['--port', '6379', '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  await Promise.race([
    once(server, 'exit'),
    new Promise<void>((resolve) =>
      server.stdout.on('data', (chunk: Buffer) => /Ready to accept/.test(String(chunk)) && resolve()),
    ),
  ])
  return server
}
