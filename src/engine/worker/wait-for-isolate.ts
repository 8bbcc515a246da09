import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import type { Readable } from 'node:stream'
import { LOAD_HEADER } from '../../core/report-headers.ts'
import { nodeCommand, type SpawnFacts, watchProcess } from '../environment-process.ts'
import { killTree } from '../kill-tree.ts'
import { CONTROL } from '../started-process.ts'
import { CONTROLLED, type WaitingProcess } from '../waiting-process.ts'
import { portSaidOn } from './workerd-port.ts'

/**
 * A workerd that runs already, has started an isolate of an empty Worker, and waits to start that of the function: a
 * process for each, so that one which hangs or fills its memory harms no other. It is waited for as long as an
 * initialisation may take; one that is not ready then is given up like any other environment, when it is started.
 */
export async function waitForIsolate(facts: SpawnFacts): Promise<WaitingProcess> {
  const { file, args, env } = nodeCommand(facts)
  let said = ''
  let tell = (text: string) => {
    said += text
  }
  const child = spawn(file, args, {
    cwd: facts.folder.task,
    env,
    stdio: ['ignore', 'pipe', 'pipe', ...CONTROLLED],
    detached: true,
    windowsHide: true,
  })
  const watched = watchProcess(child, performance.now(), (text) => tell(text))
  const signal = AbortSignal.timeout(facts.options.initTimeoutMs)
  const ready = portSaidOn(child.stdio[CONTROL] as Readable | undefined).then((port) =>
    rehearse(port, signal),
  )
  const late = once(signal, 'abort').then(() => undefined)
  const listensOn = await Promise.race([ready, late]).catch(() => undefined)
  const { pid, control: _, ...rest } = watched
  return {
    ...(pid !== undefined && { pid }),
    start(onOutput) {
      tell = onOutput
      // What one wrote that listens is of no Worker; one that does not has said why.
      if (listensOn === undefined) onOutput(said)
      const startedMs = performance.now()
      const startedAt = new Date().toISOString()
      return { ...rest, pid, startedMs, startedAt, ...(listensOn !== undefined && { listensOn }) }
    },
    cancel: () => pid !== undefined && killTree(pid, 'SIGKILL'),
  }
}

/** @returns the port */
function rehearse(port: number, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { [LOAD_HEADER]: 'rehearsal' }
    request({ host: '127.0.0.1', port, headers, agent: false, signal })
      .once('response', (answer) => answer.resume().once('end', () => resolve(port)))
      .once('error', reject)
      .end()
  })
}
