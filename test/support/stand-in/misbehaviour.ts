/** Bad behaviour on command, the same words for every stand-in; `Reply` is an answer in the platform's own form. */
export interface Misbehaviour<Reply> {
  /** The platform's name of the call (`CreateFunction`), or what matches its `METHOD /path` where it has none. */
  readonly call: string | RegExp
  /** How many of the next such calls; 1 unless given. */
  readonly times?: number
  /** Answers this: in place of doing it, or `afterDoing` it. */
  readonly reply?: Reply
  readonly afterDoing?: boolean
  /** Breaks the connection: before the call is done, in the middle of its body, or done but unanswered. */
  readonly reset?: 'mid-request' | 'after'
}

/** What a stand-in was told to do badly and has not done yet. */
export function planMisbehaviours<Reply>() {
  const planned: { misbehaviour: Misbehaviour<Reply>; left: number }[] = []
  return {
    add(misbehaviour: Misbehaviour<Reply>): void {
      planned.push({ misbehaviour, left: misbehaviour.times ?? 1 })
    },
    /** @returns what is to happen to this call, which counts as one of its times */
    take(name: string): Misbehaviour<Reply> | undefined {
      const found = planned.find(({ misbehaviour: { call }, left }) => left > 0 && isMeant(call, name))
      if (found) found.left -= 1
      return found?.misbehaviour
    },
  }
}

function isMeant(call: string | RegExp, name: string): boolean {
  return typeof call === 'string' ? call === name : call.test(name)
}
