import { suggestionFor } from '../core/suggestion.ts'
import type { Dated } from './provider-limits.ts'

/** A platform's regions as they were read on a day; it may have newer ones by now. */
export interface KnownRegions extends Dated {
  readonly names: readonly string[]
}

/** Shorter parts (`us`, `ap`, `mx`) are codes of places, of which there will be new ones that look like old ones. */
const SHORTEST_WORD = 4

/**
 * The region that a slip of the keyboard most likely meant; undefined for what is known, and for what may be newer than
 * the list: new regions are made of the words of old ones (`ap-southeast-9`), so that only a word that no region has
 * (`us-eats-1`) is a slip. Of codes (`fra1`), it is one with a wrong number or swapped letters.
 */
export function meantRegion(region: string, names: readonly string[]): string | undefined {
  if (names.includes(region)) return undefined
  const isCode = /^[a-z]{3}\d?$/i.test(region)
  if (isCode) return names.find((name) => lettersOf(name) === lettersOf(region))
  const words = names.flatMap(longWords)
  const isSlip = longWords(region).some((word) => !words.includes(word) && suggestionFor(word, words))
  return isSlip ? suggestionFor(region, names) : undefined
}

/** Sorted, so that swapped ones are alike. */
function lettersOf(code: string): string {
  return [...code.toLowerCase().replace(/\d/g, '')].sort().join('')
}

function longWords(name: string): string[] {
  return (name.match(/[a-z]+/g) ?? []).filter(({ length }) => length >= SHORTEST_WORD)
}
