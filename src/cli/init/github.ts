import {
  callOf,
  hasFunctions,
  headLine,
  type InitAnswers,
  type PlannedFile,
  type Project,
  yamlText,
} from './answers.ts'
import { IDLE_CONFIG, variablesOf } from './config-files.ts'
import { historySteps } from './history-steps.ts'

const CHECKOUT = 'actions/checkout@34e114876b0b11c390a56381ad16ebd13914f8d5 # v4.3.1'
const SETUP_NODE = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0'

/** Workflows: a gate on pull requests and a daily recording of the functions, scheduled runs of the targets. */
export function githubFiles(answers: InitAnswers, project: Project): PlannedFile[] {
  const at = (name: string) => `.github/workflows/${name}.yml`
  return [
    ...(hasFunctions(answers)
      ? [
          { path: at('cold-starts'), text: gate(answers, project) },
          { path: at('cold-starts-daily'), text: daily(answers, project) },
        ]
      : []),
    ...(answers.targets.length > 0 ? [{ path: at('cold-starts-idle'), text: idle(answers, project) }] : []),
  ]
}

/** Head against base on the same runner; one comment where something matters. */
function gate(answers: InitAnswers, project: Project): string {
  const { limit, setup } = answers
  const words = `--against "origin/$GITHUB_BASE_REF" --fail-if-slower ${limit} --until-decided --allow-inconclusive`
  const call = callOf(project)
  return `${headLine(project)}
# Fails where the cold starts of a pull request are shown to be slower than those of its base by more than ${limit}.
name: cold starts

on: pull_request

permissions:
  contents: read
  pull-requests: write

concurrency:
  group: cold-starts-\${{ github.event.pull_request.number }}
  cancel-in-progress: true
${defaults(project)}
jobs:
  cold-starts:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 0
          persist-credentials: false
${setUp(answers, project)}      - id: bench
        name: head against base, in the same rounds
${setup === undefined ? '' : `        env:\n          SETUP: ${yamlText(setup)}\n`}        run: ${call} bench ${words}${setup === undefined ? '' : ' --setup "$SETUP"'}
      - name: one comment, where something matters
        if: \${{ !cancelled() && steps.bench.outputs.run != '' }}
        env:
          GITHUB_TOKEN: \${{ github.token }}
          RUN: \${{ steps.bench.outputs.run }}
        run: ${call} comment "$RUN"
`
}

function daily(answers: InitAnswers, project: Project): string {
  const measure = `      - name: measure
        run: ${callOf(project)} bench --label daily
`
  return recording({ title: 'cold starts, daily', cron: '23 4 * * *', measure }, answers, project)
}

/** One cold start a target and run; the idle period is what has passed since the last one, so no runner waits. */
function idle(answers: InitAnswers, project: Project): string {
  const variables = variablesOf(answers)
  const env = variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')
  const measure = `      - name: one cold start of each target, idle since the last recorded reply
${env && `        env:\n${env}`}        run: ${callOf(project)} bench --config ${IDLE_CONFIG} --label idle
`
  return recording({ title: 'cold starts, idle', cron: '41 */6 * * *', measure }, answers, project)
}

interface Recording {
  readonly title: string
  readonly cron: string
  /** The step that measures. */
  readonly measure: string
}

function recording({ title, cron, measure }: Recording, answers: InitAnswers, project: Project): string {
  const { permissions, before, after, where } = historySteps(answers.history, project)
  const isOwn = title.endsWith('daily')
  return `${headLine(project)}
# Recorded runs live in ${where}.
name: ${title}

on:
  schedule:
    - cron: "${cron}"
  workflow_dispatch:

permissions:
${permissions.map((line) => `  ${line}`).join('\n')}

concurrency:
  group: cold-starts-history
  cancel-in-progress: false
${defaults(project)}
jobs:
  record:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: ${CHECKOUT}
${setUp(isOwn ? answers : {}, project)}${before}${measure}${after}`
}

function defaults({ folder }: Project): string {
  return folder === '' ? '' : `\ndefaults:\n  run:\n    working-directory: ${yamlText(folder)}\n`
}

/** Node, and what head needs to run. */
function setUp(
  { setup, install }: Pick<InitAnswers, 'setup' | 'install'>,
  { nodeVersionFile }: Project,
): string {
  const node = nodeVersionFile === undefined ? 'node-version: 22' : `node-version-file: ${nodeVersionFile}`
  const command = setup ?? install
  const ready = command === undefined ? '' : `      - name: ready to run\n        run: ${yamlText(command)}\n`
  return `      - uses: ${SETUP_NODE}\n        with:\n          ${node}\n${ready}`
}
