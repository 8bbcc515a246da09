import { ColdstartError, messageOf } from '../core/errors.ts'
import type { Sample } from '../core/sample.ts'
import { recordedWays } from '../core/way-facts.ts'
import { defineWay, oneColdEach, type Preparation } from './cold-way.ts'

/** A platform may send a request to an old instance for a moment after it was told to have none. */
const MOST_TRIES = 2

/** Tells the platform to have no instance of the function: quick, where a platform can be told. */
export const evict = defineWay({
  name: 'evict',
  title: 'evict',
  facts: recordedWays.evict,
  options: {},
  estimate: { noun: 'eviction', assumedMs: { local: 50, cloud: 5000 }, isEviction: true },
  plannedWays: () => [{ coldBy: 'evict' }],
  stops: oneColdEach,
  check(targets, _asked, canEvict) {
    const impossible = canEvict && targets.find((target) => !canEvict(target))
    if (impossible) throw cannotEvict(impossible)
  },
  async prepare(preparation) {
    return (await preparation.oncePerDeployment(() => evictNow(preparation, 'evicting', LEFT_OUT)))
      ? { ready: true, flags: [] }
      : { ready: false }
  },
  /** Not where forcing costs a deployment of the day's allowance. */
  async again(preparation, last, tries) {
    if (preparation.evictionIsDeploy || tries > MOST_TRIES || !metLiveInstance(last)) return false
    return evictNow(preparation, 'evicting again', NOT_AGAIN)
  },
})

const LEFT_OUT = 'This visit is left out.'
const NOT_AGAIN = 'It is not tried again.'

/** False, with a note, when the platform could not do it this time. */
async function evictNow(preparation: Preparation, step: string, otherwise: string): Promise<boolean> {
  if (!preparation.evict) throw cannotEvict(preparation.target)
  preparation.throwIfInterrupted()
  preparation.step(step)
  try {
    await preparation.evict()
    return true
  } catch (error) {
    preparation.throwIfInterrupted()
    await preparation.note('evict-failed', `${messageOf(error)} ${otherwise}`)
    return false
  }
}

function cannotEvict({ id, provider }: { readonly id: string; readonly provider: string }): ColdstartError {
  return new ColdstartError('cannot-evict', { target: id, provider })
}

function metLiveInstance({ error, observed }: Sample): boolean {
  return error === undefined && observed === 'warm'
}
