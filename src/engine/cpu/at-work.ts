/** One piece of work, while it lasts. */
export interface Work {
  /** Most that were at work at once since it began, itself among them. */
  readonly most: number
  end(): void
}

/** Counts how many environments are at work at once: more than there are processors, and they slow each other down. */
export class AtWork {
  readonly cores: number
  readonly #all = new Set<{ most: number }>()

  /** @param cores of this machine */
  constructor(cores: number) {
    this.cores = cores
  }

  begin(): Work {
    const all = this.#all
    const work = { most: 0, end: () => void all.delete(work) }
    all.add(work)
    for (const one of all) one.most = Math.max(one.most, all.size)
    return work
  }
}
