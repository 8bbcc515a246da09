import { join } from 'node:path'
import { randomName } from '../core/ids.ts'
import { EnvironmentCpu } from './cpu/environment-cpu.ts'
import { readProcessReads, readsSince } from './disk/process-reads.ts'
import type { FunctionOptions } from './engine-options.ts'
import { type EnvironmentFolder, makeEnvironmentFolder } from './environment-folder.ts'
import type { EnvironmentParts, HostFacts } from './environment-process.ts'
import type { PreparedPackage } from './prepared-package.ts'
import { openRuntimeApi, type RuntimeApi } from './runtime-api.ts'
import { type WaitingProcess, waitInPlace, waitInShell, waitIsolated } from './waiting-process.ts'
import { waitForIsolate } from './worker/wait-for-isolate.ts'
import { WorkerLink } from './worker/worker-link.ts'
import { WorkerPlaces } from './worker/worker-places.ts'

/**
 * All that an environment needs and that costs no cold start where it has been made before: a folder, an endpoint,
 * and a process that has its view of the disk and only waits to become Node.
 */
export interface Seat extends EnvironmentParts {
  readonly waiting: WaitingProcess
  /** Gives it up, unused. */
  leave(): void
}

/** Makes a seat ready. @param root the environment's folder, made here */
export async function makeSeat(
  { options, prepared, host }: { options: FunctionOptions; prepared: PreparedPackage; host: HostFacts },
  root: string,
): Promise<Seat> {
  const { saysPort, isolate } = prepared.runtime
  const { cpuControl } = host
  // What the function cannot see needs no view of its own.
  const isolation = saysPort ? undefined : host.isolation
  const [folder, api]: [EnvironmentFolder, RuntimeApi] = await Promise.all([
    makeEnvironmentFolder(prepared, root, isolation !== undefined),
    saysPort ? new WorkerLink(new WorkerPlaces(prepared.folder)) : openRuntimeApi(),
  ])
  const id = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomName(24)}`
  const facts = { options, prepared, host, folder, api, id, secret: randomName(24) }
  const cpu = options.cpu && cpuControl && new EnvironmentCpu(cpuControl.open(options.memoryMb), options.cpu)
  const waiting = isolate
    ? await waitForIsolate(facts)
    : isolation
      ? await waitIsolated(facts, isolation, join(root, 'hold'))
      : cpu || (saysPort && host.isolation)
        ? await waitInShell(facts)
        : waitInPlace(facts)
  if (waiting.pid !== undefined) cpu?.join(waiting.pid)
  const leave = () => {
    api.close()
    waiting.cancel()
    void cpu?.release()
  }
  const start: Seat['start'] = (onOutput) => {
    const before = options.coldDisk && waiting.pid !== undefined ? readProcessReads(waiting.pid) : undefined
    const started = waiting.start(onOutput)
    // Where nothing could wait, it joins as soon as it is there.
    if (waiting.pid === undefined && started.pid !== undefined) cpu?.join(started.pid)
    if (!options.coldDisk || started.pid === undefined) return started
    const now = () => readProcessReads(started.pid as number)
    return { ...started, reads: () => readsSince(before, now()) }
  }
  return { ...facts, ...(cpu && { cpu }), waiting, leave, start: api.follow?.(start) ?? start }
}
