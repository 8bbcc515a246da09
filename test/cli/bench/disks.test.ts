import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpServer } from '../../support/loopback-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const cli = fileURLToPath(new URL('../../../bin/coldstart.js', import.meta.url))

const canMount = spawnSync('unshare', ['-m', 'true']).status === 0

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
