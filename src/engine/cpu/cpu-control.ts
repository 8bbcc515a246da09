/** A way of holding processes to a share of the CPU on this machine. */
export interface CpuControl {
  /** As the result names it. */
  readonly by: 'cgroup v2' | 'cgroup v1' | 'duty cycle'
  /** Whether it holds processes to a memory size too. */
  readonly limitsMemory: boolean
  /** What must be removed when the engine has ended, however it ended. */
  readonly folders: readonly string[]
  /** Makes room for one environment. @param memoryMb its limit, where there is one */
  open(memoryMb: number): CpuHold
  /** Gives everything back. */
  close(): Promise<void>
}

/** One environment's place in it. */
export interface CpuHold {
  /** @param pid of a process that leads a group of its own and has not begun to be an environment */
  join(pid: number): void
  /** @param vcpus processors' worth of CPU from now on; undefined for no limit */
  limit(vcpus: number | undefined): void
  /** Whether a process in it was ended because it wanted more memory than there is, since that was last forgotten. */
  ranOutOfMemory(): boolean
  /** What has happened so far is over: the environment outlived it. */
  forgetOutOfMemory(): void
  /** Ends what is left in it and removes it. */
  release(): Promise<void>
}
