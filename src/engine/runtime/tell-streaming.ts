// Loads a Lambda handler as the runtime does and tells whether it streams its replies, which only it can know: the
// mark may be left in any module. Writes 1 or 0 to file descriptor 3.

import { writeSync } from 'node:fs'
import { loadHandler } from './load-handler.ts'
import { installStreamingGlobals, STREAMING } from './streaming-globals.ts'

const { LAMBDA_TASK_ROOT = '.', _HANDLER = '', COLDSTART_ENTRY: entry } = process.env
const requires = Number(process.versions.node.split('.', 1)[0]) < 24

// Whoever asks holds the other end: nobody waits for the answer once that is closed.
process.stdin.on('end', () => process.exit(1)).resume()

installStreamingGlobals()
const handler = await loadHandler(LAMBDA_TASK_ROOT, _HANDLER, { requires, ...(entry && { entry }) })
writeSync(3, STREAMING in handler ? '1' : '0')
process.exit(0)
