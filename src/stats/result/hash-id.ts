/**
 * 52 bits of an instance id, so a million ids cost 8 bytes each and no strings. Two of a million ids
 * collide with probability 1e-4, and a collision merges two instances' warm medians.
 * Source: cyrb53, a pair of multiplicative 32-bit hashes.
 */
export function hashId(id: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < id.length; index++) {
    const unit = id.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 1048576 * (low >>> 0) + ((high >>> 0) & 0xfffff)
}
