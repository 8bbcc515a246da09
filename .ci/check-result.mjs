// check-result FILE TARGETS: is it a result document with cold and warm samples, proven, of so many targets?
import { readFileSync } from 'node:fs'

const [file, targets] = process.argv.slice(2)
const result = JSON.parse(readFileSync(file, 'utf8'))
const problems = []
if (result.schemaVersion !== 2) problems.push(`schemaVersion is ${result.schemaVersion}`)
if (result.summaries.length !== Number(targets)) problems.push(`${result.summaries.length} summaries`)
for (const { target, cold, warm, errors } of result.summaries) {
  // A machine that stood still cannot time a sample; that is an error of kind client. One may be.
  const failed = Object.keys(errors).filter((kind) => kind !== 'client')
  if (failed.length > 0) problems.push(`${target}: samples failed: ${failed.join(', ')}`)
  if ((errors.client ?? 0) > 1) problems.push(`${target}: ${errors.client} samples could not be timed`)
  if (!(cold[0]?.observed > 0) || cold[0].observed + cold[0].errors !== cold[0].intended)
    problems.push(`${target}: not every cold start was cold`)
  if (!(cold[0]?.wait.p50Ms > warm.p50Ms)) problems.push(`${target}: cold is not slower than warm`)
}
const unproven = result.waits.filter(
  ({ error, evidence }) => !error && (evidence === 'none' || evidence === 'latency'),
)
if (unproven.length > 0) problems.push(`${unproven.length} kinds of samples without proof`)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
