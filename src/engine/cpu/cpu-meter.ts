import { readdirSync, readFileSync } from 'node:fs'

/** Reads what the threads of a process, and of all that descend from it, use of the CPU: proc(5). */
export class CpuMeter {
  readonly #pid: number
  readonly #system: string
  #before = new Map<string, number>()

  /** @param root where /proc is */
  constructor(pid: number, root = '/proc') {
    this.#pid = pid
    this.#system = root
  }

  /**
   * CPU time since the last call, ms; undefined where the system does not say. What a thread used after the last call
   * and before it ended is not in it.
   */
  usedMs(): number | undefined {
    const now = new Map<string, number>()
    this.#read(this.#pid, now)
    if (now.size === 0) return undefined
    let usedNs = 0
    for (const [thread, ns] of now) usedNs += Math.max(0, ns - (this.#before.get(thread) ?? 0))
    this.#before = now
    return usedNs / 1e6
  }

  #read(pid: number, found: Map<string, number>): void {
    const threads = this.#list(`${pid}/task`)
    for (const thread of threads) {
      const [ns] = this.#text(`${pid}/task/${thread}/schedstat`).split(' ')
      if (ns) found.set(thread, Number(ns))
      const children = this.#text(`${pid}/task/${thread}/children`).split(' ')
      for (const child of children.filter(Boolean)) this.#read(Number(child), found)
    }
  }

  #list(path: string): string[] {
    try {
      return readdirSync(`${this.#system}/${path}`)
    } catch {
      return []
    }
  }

  #text(path: string): string {
    try {
      return readFileSync(`${this.#system}/${path}`, 'latin1').trim()
    } catch {
      return ''
    }
  }
}
