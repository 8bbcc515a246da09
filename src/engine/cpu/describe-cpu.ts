import type { CpuControl } from './cpu-control.ts'
import type { CpuShare } from './cpu-share.ts'

/** No share: every environment has this machine's processors. */
export const CPU_OFF = 'off'

/**
 * What is in force, in words: `0.072 vCPU after an initialisation at full speed, kept by cgroup v1, memory limited`.
 * @param control undefined where this machine has no way of keeping a share
 * @param cores of this machine
 */
export function describeCpu(
  share: CpuShare | undefined,
  control: Pick<CpuControl, 'by' | 'limitsMemory'> | undefined,
  cores: number,
): string {
  if (!share) return CPU_OFF
  if (!control) return `${CPU_OFF}, since this system has no way of keeping a share`
  const size = `${Number(share.vcpus.toPrecision(share.vcpus < 1 ? 2 : 3))} vCPU`
  const machine = share.vcpus > cores ? `, of which this machine has ${cores}` : ''
  const shape = share.mode === 'burst' ? ' after an initialisation at full speed' : ' throughout'
  const unsold = share.isSold ? '' : ' (a size that the platform does not sell)'
  return `${size}${machine}${shape}${unsold}, kept by ${control.by}, memory ${control.limitsMemory ? '' : 'not '}limited`
}
