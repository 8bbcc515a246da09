import { posix } from 'node:path'
import {
  callOf,
  hasFunctions,
  headLine,
  type InitAnswers,
  type PlannedFile,
  type Project,
  yamlText,
} from './answers.ts'
import { IDLE_CONFIG } from './config-files.ts'

/** The file of the jobs, which `.gitlab-ci.yml` includes. */
export const GITLAB_JOBS = '.gitlab/cold-starts.yml'

/** The line by which a `.gitlab-ci.yml` of the user's takes the jobs in. */
export const GITLAB_INCLUDE = `include:\n  - local: ${GITLAB_JOBS}\n`

/**
 * Jobs for GitLab: JUnit and metrics reports on merge requests, and recordings in scheduled pipelines, whose runs live
 * in the cache and in the artifacts of each job.
 * @param hasPipeline whether there is a `.gitlab-ci.yml`, which is the user's then
 */
export function gitlabFiles(answers: InitAnswers, project: Project, hasPipeline: boolean): PlannedFile[] {
  const jobs = [
    ...(hasFunctions(answers) ? [gate(answers, project), daily(answers, project)] : []),
    ...(answers.targets.length > 0 ? [idle(answers, project)] : []),
  ]
  return [
    { path: GITLAB_JOBS, text: `${headLine(project)}\n\n${jobs.join('\n')}` },
    ...(hasPipeline ? [] : [{ path: '.gitlab-ci.yml', text: GITLAB_INCLUDE }]),
  ]
}

function gate(answers: InitAnswers, project: Project): string {
  const { limit, setup } = answers
  const words = `--against "$CI_MERGE_REQUEST_DIFF_BASE_SHA" --fail-if-slower ${limit} --until-decided --allow-inconclusive`
  const files = '-o junit=cold-starts.xml -o openmetrics=cold-starts.txt -o cold-starts.html --force'
  const at = (name: string) => posix.join(project.folder, name)
  return `# Fails where the cold starts of a merge request are shown to be slower than those of its base by more than ${limit}.
cold-starts:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: "0"
${setup === undefined ? '' : `    SETUP: ${JSON.stringify(setup)}\n`}${script(
  [
    ...ready(answers),
    `${callOf(project)} bench ${words} ${files}${setup === undefined ? '' : ' --setup "$SETUP"'}`,
  ],
  project,
)}  artifacts:
    when: always
    paths:
      - ${at('cold-starts.html')}
    reports:
      junit: ${at('cold-starts.xml')}
      metrics: ${at('cold-starts.txt')}
`
}

function daily(answers: InitAnswers, project: Project): string {
  const lines = [...ready(answers), `${callOf(project)} bench --label daily`]
  return recording('cold-starts-daily', lines, project)
}

function idle(_: InitAnswers, project: Project): string {
  const line = `${callOf(project)} bench --config ${IDLE_CONFIG} --label idle`
  return recording('cold-starts-idle', [line], project)
}

function recording(name: string, lines: readonly string[], project: Project): string {
  const results = `${posix.join(project.folder, 'results')}/`
  return `# In scheduled pipelines; recorded runs live in the cache, and in the artifacts of each job.
${name}:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  resource_group: cold-starts-history
${script(lines, project)}  cache:
    key: coldstart-results
    when: always
    paths:
      - ${results}
  artifacts:
    when: always
    expire_in: 1 year
    paths:
      - ${results}
`
}

function ready({ setup, install }: InitAnswers): string[] {
  return [setup ?? install].filter((line) => line !== undefined)
}

function script(lines: readonly string[], { folder }: Project): string {
  const all = folder === '' ? lines : [`cd ${folder}`, ...lines]
  return `  script:\n${all.map((line) => `    - ${yamlText(line)}\n`).join('')}`
}
