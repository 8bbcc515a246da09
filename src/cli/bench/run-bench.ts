import { budgetsBeyond } from '../../bench/budgets.ts'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { Io } from '../io.ts'
import type { BenchRequest } from './bench-request.ts'
import { conclude } from './conclude.ts'
import { sortSources } from './function-sources.ts'
import { measure } from './measure.ts'
import { previewPlan } from './preview-plan.ts'
import { withRunContext } from './with-run-context.ts'

/** Everything `coldstart bench` does once its words are read. */
export async function runBench(asked: BenchRequest, io: Io): Promise<ExitCode> {
  const { keepalive: _, ...config } = asked.config
  const request = { ...asked, config }
  for (const warning of budgetsBeyond(config, request.budgets)) io.stderr.write(`warning: ${warning}\n`)
  if (request.dryRun) {
    const where = config.deploy || request.yes ? 'cloud' : 'local'
    io.stdout.write(await previewPlan(sortSources(config, where), config))
    return exitCodes.done
  }
  return withRunContext(io, async (connections) => {
    const measured = await measure(request, connections, io)
    if (!measured) return exitCodes.failed
    const exitCode = await conclude(measured.run, request, io)
    return measured.leftBehind > 0 ? exitCodes.failed : exitCode
  })
}
