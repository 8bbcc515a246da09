import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { builtEntry } from '../../core/built-entry.ts'
import { ColdstartError } from '../../core/errors.ts'
import { endGroup } from '../../engine/kill-tree.ts'
import { WITHOUT_WINDOW } from '../../engine/start-engine.ts'
import { sampleFolder } from '../../workload/sample.ts'
import type { RunningNginx, ServiceMessage } from './service-messages.ts'

/** A service that answers until it is stopped. */
export interface Service extends Extract<ServiceMessage, { readonly type: 'listening' }> {
  /** From the start of its process until it could be called, through nginx too, ms: a deploy, and no cold start. */
  readonly startMs: number
  stop(): Promise<void>
}

/**
 * Starts the service in a process of its own, which ends with this one.
 * @throws ColdstartError `engine-failed`
 */
export async function startService(): Promise<Service> {
  const fromMs = performance.now()
  const child = fork(
    builtEntry('providers/microservice/service-process.js'),
    [join(sampleFolder, 'core.mjs')],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      detached: true,
      ...WITHOUT_WINDOW,
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const message = await firstMessage(child)
  if (message.type === 'failed') {
    if (child.connected) child.disconnect()
    throw new ColdstartError('engine-failed', { reason: message.reason })
  }
  const { nginx } = message
  const { pid = 0 } = child
  if (nginx) child.once('exit', (code) => code !== 0 && endNginx(pid, nginx))
  child.unref()
  child.channel?.unref()
  return {
    ...message,
    startMs: performance.now() - fromMs,
    async stop() {
      child.ref()
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** For a service that was killed, and could not do it: nginx is in the group that its process led. */
function endNginx(servicePid: number, { folder }: RunningNginx): void {
  endGroup(servicePid)
  rmSync(folder, { recursive: true, force: true })
}

function firstMessage(child: ChildProcess): Promise<ServiceMessage> {
  return new Promise((resolve) => {
    child.once('message', (message: ServiceMessage) => resolve(message))
    child.once('exit', (code) => resolve({ type: 'failed', reason: `its process ended with code ${code}` }))
    child.once('error', ({ message }) => resolve({ type: 'failed', reason: message }))
  })
}
