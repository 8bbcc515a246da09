import type { RunFooter, RunHeader, RunLine, RunPart } from '../core/run-file.ts'
import type { Target } from '../core/target.ts'

/** A run that is to be merged: what the user called it, and what its file says at both ends. */
export interface RunEnds {
  readonly word: string
  readonly path: string
  /** Before its file, where one was typed. */
  readonly name?: string
  readonly header: RunHeader
  /** Left out of an unfinished run. */
  readonly footer?: RunFooter
  /** Samples that failed. */
  readonly errors: number
}

/** Settings that say where and how a run was started, and nothing of what it measures. */
export const OF_ONE_RUN: ReadonlySet<string> = new Set([
  'seed',
  'location',
  'vantage',
  'label',
  'output',
  'format',
])

/** The runs as parts, in the order in which they were named, under names that tell them apart. */
export function namedParts(runs: readonly RunEnds[]): RunPart[] {
  const names = namesOf(runs)
  return runs.map(({ header, footer }, index) => {
    const { run, startedAt, seed, environment, config } = header
    const label = config.label
    return {
      name: names[index] ?? run,
      run,
      startedAt,
      finishedAt: footer?.finishedAt ?? startedAt,
      seed,
      ...(typeof label === 'string' && { label }),
      environment,
      ...(footer?.loopDelay && { loopDelay: footer.loopDelay }),
    }
  })
}

function namesOf(runs: readonly RunEnds[]): string[] {
  const sources: ((run: RunEnds) => unknown)[] = [
    ({ name }) => name,
    ({ name, header }) => name ?? header.config.vantage ?? header.environment.location,
    ({ name, header }) => name ?? header.config.label,
  ]
  const found = sources.map((source) => runs.map((run) => asName(source(run))))
  return found.find(areApart) ?? runs.map(({ name, header }) => name ?? header.run)
}

function areApart(names: readonly string[]): boolean {
  return names.every((name) => name !== '') && new Set(names).size === names.length
}

/** What a target may be called: the rest becomes hyphens. */
function asName(words: unknown): string {
  return typeof words === 'string'
    ? words
        .trim()
        .replace(/[^\p{L}\p{N}._+-]+/gu, '-')
        .replace(/^-|-$/g, '')
    : ''
}

/** Everything that the runs share, with the targets of each under the name of its part. */
export function mergedHeader(run: string, runs: readonly RunEnds[], parts: readonly RunPart[]): RunHeader {
  const [first] = runs.map(({ header }) => header) as [RunHeader]
  const shared = Object.entries(first.config).filter(([key]) => !OF_ONE_RUN.has(key))
  const [startedAt = first.startedAt] = parts.map((part) => part.startedAt).sort()
  const deployments = runs.flatMap(({ header }, index) =>
    (header.deployments ?? []).map((deployment) => {
      const { name } = parts[index] as RunPart
      const targets = deployment.targets.map((target) => targetOf(target, name))
      return { ...deployment, id: `${deployment.id}@${name}`, targets }
    }),
  )
  return {
    type: 'header',
    schemaVersion: first.schemaVersion,
    tool: first.tool,
    run,
    startedAt,
    seed: first.seed,
    config: Object.fromEntries(shared),
    environment: first.environment,
    parts: [...parts],
    targets: runs.flatMap(({ header }, index) =>
      header.targets.map((target) => targetOf(target, (parts[index] as RunPart).name)),
    ),
    ...(deployments.length > 0 ? { deployments } : {}),
    ...(first.ways ? { ways: first.ways } : {}),
  }
}

function targetOf(target: Target, part: string): RunHeader['targets'][number] {
  const { id, group, deployment } = target
  return {
    ...target,
    id: `${id}@${part}`,
    part,
    ...(group === undefined ? {} : { group: `${group}@${part}` }),
    ...(deployment === undefined ? {} : { deployment: `${deployment}@${part}` }),
  }
}

/** A line of a run as one of its part: no two parts share an id of a sample, a target or an instance. */
export function ofPart(line: Extract<RunLine, { type: 'sample' | 'note' }>, part: string): RunLine {
  if (line.type === 'note')
    return line.target === undefined
      ? { ...line, message: `${part}: ${line.message}` }
      : { ...line, target: `${line.target}@${part}` }
  const { id, target, instance } = line.sample
  const sample = {
    ...line.sample,
    id: `${id}@${part}`,
    target: `${target}@${part}`,
    vantage: part,
    ...(instance ? { instance: { ...instance, id: `${instance.id}@${part}` } } : {}),
  }
  return { ...line, sample }
}

/** The footer of a merged run: samples, errors and figures of all parts, and when the last of them ended. */
export function mergedFooter(runs: readonly RunEnds[], parts: readonly RunPart[]): RunFooter {
  const sum = (count: (run: RunEnds) => number) => runs.reduce((total, run) => total + count(run), 0)
  const figures = runs.flatMap(({ footer }, index) =>
    (footer?.figures ?? []).map((figure) => ({
      ...figure,
      target: `${figure.target}@${parts[index]?.name}`,
    })),
  )
  const ends = parts.map(({ finishedAt }) => finishedAt).sort()
  return {
    type: 'footer',
    finishedAt: ends.at(-1) ?? '',
    samples: sum(({ footer }) => footer?.samples ?? 0),
    errors: sum(({ errors }) => errors),
    ...(figures.length > 0 ? { figures } : {}),
  }
}
