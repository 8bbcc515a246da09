import type { Result } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import type { Target } from '../../core/target.ts'
import { PRACTICAL_THRESHOLD } from '../compare-samples.ts'
import { annotateSamples } from './annotate-samples.ts'
import { collectGroups, groupNames } from './collect-groups.ts'
import { compareGroups, testAllGroups } from './comparisons.ts'
import { summariseGroup } from './target-group.ts'
import { collectWarnings } from './warnings.ts'

export interface ResultOptions {
  /** Ratios nearer to 1 than this share are no difference in practice; 0.05 is 5 %. */
  readonly practicalThreshold?: number
}

/**
 * Computes the published document from a run file: summaries per target group and way of getting cold,
 * comparisons, warnings. Pure; the same file gives the same result.
 * @throws ColdstartError `not-a-number` when the file holds what is not a measurement
 */
export function computeResult(runFile: RunFile, options: ResultOptions = {}): Result {
  const { header, footer } = runFile
  const targets = withPackageHashes(header)
  const groups = collectGroups(targets, runFile.samples, header.seed)
  const summaries = groups.map(summariseGroup)
  const omnibus = testAllGroups(groups)
  return {
    schemaVersion: 1,
    tool: header.tool,
    run: {
      id: header.run,
      startedAt: header.startedAt,
      ...(footer ? { finishedAt: footer.finishedAt } : {}),
      status: footer ? 'finished' : 'unfinished',
      seed: header.seed,
      ...(footer?.loopDelay ? { loopDelay: footer.loopDelay } : {}),
    },
    environment: header.environment,
    config: header.config,
    targets,
    metric: 'waitMs',
    summaries,
    comparisons: compareGroups(groups, header.environment, options.practicalThreshold ?? PRACTICAL_THRESHOLD),
    ...(omnibus.length > 0 ? { omnibus } : {}),
    budgets: [],
    warnings: collectWarnings(runFile, groups, summaries),
    samples: annotateSamples(runFile.samples, groups, groupNames(header.targets)),
  }
}

/** The hash of what was deployed becomes a fact of its targets, so that a result can say whether two are the same workload. */
function withPackageHashes({ targets, deployments = [] }: RunFile['header']): Target[] {
  return targets.map((target) => {
    const packageSha256 = deployments.find(({ id }) => id === target.deployment)?.packageSha256
    return packageSha256 ? { ...target, details: { ...target.details, packageSha256 } } : target
  })
}
