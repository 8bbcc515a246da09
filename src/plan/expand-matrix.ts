import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'

/** One combination of the varied parameters, in the words of a deployment's specification. */
export interface MatrixPoint {
  readonly memoryMb?: number
  readonly region?: string
  readonly runtime?: string
  readonly architecture?: string
  readonly paddingKb?: number
  /** Only what varies: the report groups by it. */
  readonly parameters: Readonly<Record<string, string | number>>
}

interface Axis {
  readonly key: keyof Omit<MatrixPoint, 'parameters'>
  readonly values: readonly (string | number)[]
}

/**
 * Every combination of the memory sizes, regions, runtimes, architectures and paddings of a configuration, in the
 * order in which they are written; one point without parameters where nothing is asked for.
 */
export function expandMatrix(
  config: Pick<BenchConfig, 'memory' | 'region' | 'runtime' | 'architecture' | 'bundleKb'>,
): readonly MatrixPoint[] {
  const axes: Axis[] = [
    { key: 'memoryMb', values: config.memory ?? [] },
    { key: 'region', values: config.region ?? [] },
    { key: 'runtime', values: config.runtime ?? [] },
    { key: 'architecture', values: config.architecture ?? [] },
    { key: 'paddingKb', values: config.bundleKb ?? [] },
  ]
  return axes.reduce<readonly MatrixPoint[]>(
    (points, { key, values }) => {
      const distinct = [...new Set(values)]
      if (distinct.length === 0) return points
      const varies = distinct.length > 1
      return points.flatMap((point) =>
        distinct.map((value): MatrixPoint => {
          const parameters = varies ? { ...point.parameters, [key]: value } : point.parameters
          return { ...point, [key]: value, parameters }
        }),
      )
    },
    [{ parameters: {} }],
  )
}

/** The settings of what runs already: it has its size and no copies, and is looked for in the one region that was named. */
export function withoutMatrix(config: BenchConfig): BenchConfig {
  const { memory: _, runtime: __, architecture: ___, bundleKb: ____, region, ...rest } = config
  return { ...rest, ...(region?.length === 1 && { region }), replicas: 1 }
}

/** `512MB`, `eu-west-1`, `+1024kB`: what a varied parameter adds to a target's name. */
function labelOf(key: string, value: string | number): string {
  if (key === 'memoryMb') return `${value}MB`
  return key === 'paddingKb' ? `+${value}kB` : String(value)
}

/**
 * Gives the targets of one deployment the names and parameters of its point, so that names are unique in the run:
 * `lambda#2` → `lambda/512MB#2`. Parts that a name has already are not repeated.
 */
export function labelTargets<Labelled extends Omit<Target, 'url'>>(
  targets: readonly Labelled[],
  point: MatrixPoint,
): Labelled[] {
  const entries = Object.entries(point.parameters)
  if (entries.length === 0) return [...targets]
  const labels = entries.map(([key, value]) => labelOf(key, value))
  return targets.map((target) => ({
    ...target,
    id: withLabels(target.id, labels),
    ...(target.group === undefined ? {} : { group: withLabels(target.group, labels) }),
    parameters: { ...target.parameters, ...point.parameters },
  }))
}

function withLabels(name: string, labels: readonly string[]): string {
  const [base = name, replica] = name.split('#')
  const parts = base.split('/')
  const full = [...parts, ...labels.filter((label) => !parts.includes(label))].join('/')
  return replica === undefined ? full : `${full}#${replica}`
}
