import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpServer } from '../../support/loopback-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const cli = fileURLToPath(new URL('../../../bin/coldstart.js', import.meta.url))

/** In a mount namespace of its own: a disk of 24 kB, a bench until it is full, then more room and a resume. */
const script = `
mount -t tmpfs -o size=24k tmpfs "$2" && cd "$2" || exit 1
"$0" "$1" bench --target "a=$3" --cold 20 --warm 60 --idle 1ms --seed 1 --quiet >&2
echo "bench $?"
mount -o remount,size=2m "$2"
"$0" "$1" resume --quiet >&2 > /dev/null
echo "resume $?"
cat results/*.jsonl`

const canMount = spawnSync('unshare', ['-m', 'true']).status === 0

test.skipIf(!canMount)(
  'a disk that fills up stops the run with all samples saved, and with more room it is resumed (needs root on Linux: unshare, mount)',
  async () => {
    const server = await startHttpServer((_, response) =>
      response.setHeader('cache-control', 'no-store').end('{}'),
    )
    onTestFinished(() => server.close())
    const argv = ['-m', 'bash', '-c', script, process.execPath, cli, temporaryFolder(), `${server.origin}/`]
    const { stdout, stderr } = await promisify(execFile)('unshare', argv)
    const [bench, resume, ...journal] = stdout.trimEnd().split('\n')
    expect(bench).toBe('bench 1')
    expect(stderr).toMatch(
      /could not be written: ENOSPC.*\n {2}Every sample before this one is saved\. Make room/,
    )
    expect(resume).toBe('resume 0')
    const lines = journal.map((line) => JSON.parse(line))
    const ids = lines.flatMap((line) => (line.type === 'sample' ? [line.sample.id] : []))
    expect(new Set(ids).size).toBe(80)
    expect(ids).toHaveLength(80)
    expect(lines.find(({ kind }) => kind === 'resumed').message).toMatch(
      /A torn last line of \d+ bytes was dropped/,
    )
  },
)

const readOnly = `
cd "$2" && mkdir results && mount -t tmpfs -o ro tmpfs results || exit 1
"$0" "$1" bench --target "a=$3" --cold 1 --warm 1 --idle 1ms --quiet
echo "bench $?"`

test.skipIf(!canMount)(
  'a read-only results/ is refused before anything is invoked (needs root on Linux: unshare, mount)',
  async () => {
    let invocations = 0
    const server = await startHttpServer((_, response) => {
      invocations++
      response.end('{}')
    })
    onTestFinished(() => server.close())
    const argv = ['-m', 'bash', '-c', readOnly, process.execPath, cli, temporaryFolder(), `${server.origin}/`]
    const { stdout, stderr } = await promisify(execFile)('unshare', argv)
    expect(stdout).toBe('bench 1\n')
    expect(stderr).toMatch(/^error: .*results.* cannot be written: EROFS/m)
    expect(invocations).toBe(0)
  },
)
