import { posix } from 'node:path'
import { inPosixQuotes } from '../../core/posix-quotes.ts'
import { callOf, hasFunctions, type InitAnswers, type PlannedFile, type Project } from './answers.ts'
import { IDLE_CONFIG } from './config-files.ts'

/** Scripts for any other CI: what they find is in files, and in their exit codes. */
export function shellFiles(answers: InitAnswers, project: Project): PlannedFile[] {
  const at = (name: string) => posix.join(project.folder, name)
  const isExecutable = true as const
  return [
    ...(hasFunctions(answers)
      ? [{ path: at('cold-starts.sh'), text: gate(answers, project), isExecutable }]
      : []),
    ...(answers.targets.length > 0
      ? [{ path: at('cold-starts-idle.sh'), text: idle(project), isExecutable }]
      : []),
  ]
}

function gate({ limit, setup }: InitAnswers, project: Project): string {
  const setUp = setup === undefined ? '' : ` \\\n  --setup ${inPosixQuotes(setup)}`
  return `#!/bin/sh
# Written by coldstart init ${project.version}; yours to change.
# ./cold-starts.sh origin/main: ends with 99 where the working tree is shown to be slower by more than ${limit}.
# cold-starts.xml is JUnit, cold-starts.md for people, cold-starts.txt OpenMetrics.
set -eu
cd "$(dirname "$0")"
exec ${callOf(project)} bench --against "\${1:-origin/main}" \\
  --fail-if-slower ${limit} --until-decided --allow-inconclusive${setUp} \\
  -o junit=cold-starts.xml -o cold-starts.md -o openmetrics=cold-starts.txt --force
`
}

function idle(project: Project): string {
  return `#!/bin/sh
# Written by coldstart init ${project.version}; yours to change.
# For cron: one cold start of each target, idle since the last reply that is recorded in results/. Keep results/.
set -eu
cd "$(dirname "$0")"
exec ${callOf(project)} bench --config ${IDLE_CONFIG} --label idle --quiet
`
}
