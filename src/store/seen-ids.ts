/** Which ids have been seen; a million of them take 16 MB. */
export interface SeenIds {
  readonly size: number
  has(id: string): boolean
  add(id: string): void
}

const FIRST_SLOTS = 1 << 10

/**
 * A set of fingerprints of 64 bits (two multiplicative hashes of 32), in a table with linear probing that is never
 * more than half full. Two of a million ids have the same fingerprint with a probability of 3e-8.
 */
export function createSeenIds(): SeenIds {
  let slots = FIRST_SLOTS
  let table = new Uint32Array(2 * slots)
  let size = 0

  /** Where this fingerprint is, or the free place for it. */
  const placeOf = (low: number, high: number) => {
    let slot = low & (slots - 1)
    while (table[2 * slot] !== 0 && (table[2 * slot] !== low || table[2 * slot + 1] !== high))
      slot = (slot + 1) & (slots - 1)
    return 2 * slot
  }
  const put = (low: number, high: number) => {
    const place = placeOf(low, high)
    table[place] = low
    table[place + 1] = high
  }
  const grow = () => {
    const full = table
    slots *= 2
    table = new Uint32Array(2 * slots)
    for (let place = 0; place < full.length; place += 2)
      if (full[place] !== 0) put(full[place] as number, full[place + 1] as number)
  }
  return {
    get size() {
      return size
    },
    has: (id) => table[placeOf(lowOf(id), highOf(id))] !== 0,
    add(id) {
      const [low, high] = [lowOf(id), highOf(id)]
      if (table[placeOf(low, high)] !== 0) return
      put(low, high)
      size++
      if (2 * size > slots) grow()
    },
  }
}

/** Never 0, which is a free place. */
function lowOf(id: string): number {
  return hash(id, 0x811c9dc5, 0x01000193) || 1
}

function highOf(id: string): number {
  return hash(id, 0x3ade68b1, 2654435761)
}

function hash(id: string, seed: number, factor: number): number {
  let mixed = seed
  for (let index = 0; index < id.length; index++) mixed = Math.imul(mixed ^ id.charCodeAt(index), factor)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
