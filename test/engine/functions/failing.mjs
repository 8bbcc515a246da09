// One Lambda function with every way to fail; `mode` chooses.
import { writeFileSync } from 'node:fs'

const modes = {
  throw: () => {
    throw new TypeError('broken on purpose')
  },
  exit: (event) => process.exit(Number(event.code ?? 0)),
  loop: () => {
    for (;;);
  },
  sleep: (event) => {
    if (event.begun) writeFileSync(event.begun, '')
    return new Promise((resolve) => setTimeout(resolve, event.ms ?? 60_000))
  },
  uncaught: () =>
    new Promise(() => {
      setTimeout(() => {
        throw new RangeError('nobody caught this')
      }, 1)
    }),
  rejection: () =>
    new Promise(() => {
      void Promise.reject(new Error('nobody awaited this'))
    }),
  memory: () => {
    const kept = []
    for (;;) kept.push(new Array(100_000).fill(Math.random()))
  },
  env: () => ({ ...process.env }),
  pid: () => process.pid,
  log: (event) => console.log(event.text),
  remaining: (_, context) => context.getRemainingTimeInMillis(),
  context: (_, context) => ({ ...context }),
  cwd: () => process.cwd(),
  big: () => 'x'.repeat(7 * 1024 * 1024),
  daemon: async () => {
    const { spawn } = await import('node:child_process')
    // Leaves its session, and its parent as well: its parent ends, and nobody of ours is above it.
    const script = `const { spawn } = require('child_process'); const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)'], { detached: true, stdio: 'ignore' }); child.unref(); process.stdout.write(String(child.pid))`
    const parent = spawn(process.execPath, ['-e', script], { detached: true })
    const [pid] = await import('node:events').then(({ once }) => once(parent.stdout, 'data'))
    return { pid: process.pid, child: Number(String(pid)) }
  },
  child: async () => {
    const { spawn } = await import('node:child_process')
    const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
    return { pid: process.pid, child: child.pid }
  },
}

export async function handler(event, context) {
  const mode = event?.mode ?? event?.queryStringParameters?.mode
  return (await modes[mode]?.(event, context)) ?? null
}
