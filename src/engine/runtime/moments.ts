/** Where a tracer in the process waits to be told what the runtime does next; nobody is there in a measured start. */
export const MOMENT = Symbol.for('coldstart.moment')

/** The load begins, it is over; an invocation begins, it is answered. */
export type Moment = 'load' | 'loaded' | 'invoke' | 'answered'

/** Tells whoever traces this process. */
export function tell(moment: Moment): void {
  const told = (globalThis as { [MOMENT]?: (moment: Moment) => void })[MOMENT]
  if (told) told(moment)
}
