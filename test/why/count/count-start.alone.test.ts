import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { CountReport } from '../../../src/core/why-report.ts'
import { whyNoInstructions } from '../../../src/why/count/counter.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeBurningPackage } from '../support/burning-package.ts'

const bin = join(import.meta.dirname, '../../../bin/coldstart.js')
const isLinux = process.platform === 'linux'
const spreadOf = (values: readonly number[] = []) =>
  (Math.max(...values) - Math.min(...values)) / Math.min(...values)

test.runIf(isLinux)(
  `counts of a start repeat to 1 %, also on a busy machine, where times vary by tens${whyNoInstructions() ? ' (apt-get install valgrind for instructions)' : ''}`,
  async () => {
    const folder = temporaryFolder()
    const file = await writeBurningPackage(folder, { handler: { format: 'esm', burnMs: 0 } })
    const words = ['why', file, '--provider', 'lambda', '--count', '--format', 'json']
    const { stdout } = await promisify(execFile)(process.execPath, [bin, ...words], { cwd: folder })
    const { counted } = JSON.parse(stdout) as CountReport
    expect(counted.bytesRead).toHaveLength(3)
    expect(spreadOf(counted.readCalls)).toBeLessThan(0.05)
    if (counted.instructions) expect(spreadOf(counted.instructions)).toBeLessThan(0.01)
    else expect(counted.noInstructions).toContain(whyNoInstructions() ?? 'not installed')
  },
)
