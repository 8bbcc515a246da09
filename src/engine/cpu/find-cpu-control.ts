import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { randomName } from '../../core/ids.ts'
import { openControlGroups } from './control-groups.ts'
import type { CpuControl } from './cpu-control.ts'
import { openDutyCycle } from './duty-cycle.ts'
import { groupFiles } from './group-files.ts'

/** What is tried: the best that this machine has, or the duty cycle alone, to compare the two. */
export const cpuControls = ['best', 'duty-cycle'] as const
/** What holds an environment to its share: the setting `cpuControl` of the local engine. */
export type CpuControlChoice = (typeof cpuControls)[number]

/**
 * The best way that this machine has of holding an environment to a share of the CPU: control groups of version 2, of
 * version 1, else a duty cycle of its process group; undefined on Windows, which has neither.
 */
export function findCpuControl(
  { platform, execPath }: { readonly platform: string; readonly execPath: string },
  choice: CpuControlChoice,
): CpuControl | undefined {
  if (platform === 'win32') return undefined
  const groups = platform === 'linux' && choice === 'best' ? openOwnGroups() : undefined
  return groups ?? openDutyCycle(execPath)
}

function openOwnGroups(): CpuControl | undefined {
  // Waits to be told what to do, and does nothing.
  const trial = spawn('/bin/sh', [], { stdio: ['pipe', 'ignore', 'ignore'] })
  trial.once('error', () => {})
  try {
    const [mountinfo, own] = ['mountinfo', 'cgroup'].map((name) => readFileSync(`/proc/self/${name}`, 'utf8'))
    const parts = { files: groupFiles, trialPid: trial.pid }
    return openControlGroups(mountinfo ?? '', own ?? '', `coldstart-${randomName(12)}`, parts)
  } catch {
    return undefined
  } finally {
    trial.kill('SIGKILL')
  }
}
