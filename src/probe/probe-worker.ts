import { parentPort } from 'node:worker_threads'
import { createProber } from './create-prober.ts'
import { serveProber } from './serve-prober.ts'

/** The thread that measures and does nothing else. PROBE method, point 8. */
// Nothing here shows a stack, and every connection that is closed makes errors that nobody reads.
Error.stackTraceLimit = 0
if (parentPort) serveProber(parentPort, createProber())
