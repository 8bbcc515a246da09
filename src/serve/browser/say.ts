import type { RequestSeen } from '../../engine/engine-event.ts'
import { endedWords } from '../page-words.ts'
import { find } from './find.ts'

/** Between two sentences, ms: whoever listens to a page hears one to its end. */
const BETWEEN_MS = 1000

let ended: RequestSeen[] = []
let timer: number | undefined

/** Says a sentence, on the page and to those who listen to it. */
export function say(sentence: string): void {
  find('said', HTMLElement).textContent = sentence
}

/** Says how requests have ended; of many in a short time, one sentence. */
export function sayEnded(seen: RequestSeen): void {
  ended.push(seen)
  if (timer !== undefined) return
  timer = setTimeout(() => {
    say(endedWords(ended.flatMap(({ request, end }) => (end ? [{ request, end }] : []))))
    ended = []
    timer = undefined
  }, BETWEEN_MS)
}

/** Says what is wrong with what was asked; an empty sentence takes it back. */
export function complain(problem: string): void {
  find('problem', HTMLElement).textContent = problem
}
