import type { Result } from '../../core/result.ts'
import { describeMachine } from '../../stats/result/machine.ts'
import { element, join, type Markup } from './markup.ts'

/** How it was measured, on what, what qualifies it: all that a stranger needs to repeat it. */
export function runFacts(result: Result): Markup {
  const { environment, run, tool, targets } = result
  const places = Object.entries(environment).flatMap(([key, value]): [string, string][] =>
    typeof value === 'object' ? [] : [[wordsOf(key), String(value)]],
  )
  const functions = functionFacts(targets)
  return join([
    factList('The run', [
      ['run', run.id],
      ['begun', run.startedAt],
      ['ended', run.finishedAt ?? 'not finished'],
      ['coldstart', tool.version],
      ['seed of the order', String(run.seed)],
      ...(run.loopDelay
        ? [["delay of the probe's loop", delayWords(run.loopDelay)] as [string, string]]
        : []),
    ]),
    result.parts
      ? undefined
      : factList('Where', [
          ...places,
          ...Object.entries(environment.runtimes ?? {}).map(([key, by]): [string, string] => [
            `${key} run by`,
            by,
          ]),
        ]),
    ...(result.parts ?? []).map((part) => factList(`Merged of: ${part.name}`, partFacts(part))),
    functions.length > 0 ? factList('Functions', functions) : undefined,
    factList('Settings', settingsOf(result)),
  ])
}

function functionFacts(targets: Result['targets']): [string, string][] {
  return targets.flatMap(({ id, facts }): [string, string][] => {
    const own = facts?.function
    if (!own) return []
    const adapter = own.adapter ? `, by ${own.adapter}` : ''
    const sum = own.sha256.slice(0, 12)
    return [[id, `${own.root}/${own.entry}, export ${own.export}${adapter}, sha-256 ${sum}`]]
  })
}

/** One of the runs that a merged one is made of. */
function partFacts({
  run,
  startedAt,
  finishedAt,
  environment,
}: NonNullable<Result['parts']>[number]): [string, string][] {
  const { node, location } = environment
  return [
    ['run', run],
    ['begun', startedAt],
    ...(finishedAt === undefined ? [] : [['ended', finishedAt] as [string, string]]),
    ['machine', describeMachine(environment)],
    ['node', node],
    ...(location === undefined ? [] : [['location', location] as [string, string]]),
  ]
}

/** The method in a few sentences, with the rest by name. */
export function methodText(): Markup {
  const sentences = [
    'A cold start is the first invocation that an execution environment serves, where the caller waited for its initialisation. Wait is the time from the request being written to the first byte of the reply.',
    'Quantiles are of Hyndman–Fan type 7. Intervals of a median are order statistics with at least 95 % coverage. For warm invocations they are taken over instances and for bursts over bursts, since invocations that share one are not independent.',
    'Two targets are compared by the Hodges–Lehmann ratio of their waits with the interval that inverts the Mann–Whitney test, adjusted after Holm; two functions of one run by paired rounds.',
    'A figure that n is too small for is left out, and the page says so. Outliers are marked and are part of every figure. Errors are counted and are part of none.',
  ]
  return join(sentences.map((sentence) => element('p', {}, sentence)))
}

function settingsOf({ config }: Result): [string, string][] {
  return Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [wordsOf(key), typeof value === 'string' ? value : JSON.stringify(value)])
}

function factList(heading: string, facts: readonly (readonly [string, string])[]): Markup {
  return element(
    'div',
    { class: 'facts' },
    element('h3', {}, heading),
    element(
      'dl',
      {},
      facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
    ),
  )
}

function delayWords({ p50Ms, p99Ms, maxMs }: NonNullable<Result['run']['loopDelay']>): string {
  return `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, at most ${maxMs.toFixed(1)} ms`
}

/** `gitCommit` → `git commit`, `memoryMb` → `memory, MB`. */
function wordsOf(key: string): string {
  return key.replace(/Mb$/, ', MB').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
