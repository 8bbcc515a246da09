import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help text; a command's file is loaded only when it runs. */
export const commandList: Readonly<Record<string, CommandEntry>> = {
  bench: {
    summary: 'measure cold and warm latency; with no options on the local engine',
    load: async () => (await import('./commands/bench.ts')).bench,
  },
  why: {
    summary: 'say which imports a cold start is spent on, and measure what would help',
    load: async () => (await import('./commands/why.ts')).why,
  },
  resume: {
    summary: 'continue a run that was interrupted or killed',
    load: async () => (await import('./commands/resume.ts')).resume,
  },
  runs: {
    summary: 'list what was measured, finished and not',
    load: async () => (await import('./commands/runs.ts')).runs,
  },
  report: {
    summary: 'print a recorded run again, in any format',
    load: async () => (await import('./commands/report.ts')).report,
  },
  compare: {
    summary: 'set results side by side: ratios with intervals, p, and what differs',
    load: async () => (await import('./commands/compare.ts')).compare,
  },
  history: {
    summary: 'show how cold starts changed over all recorded runs',
    load: async () => (await import('./commands/history.ts')).history,
  },
  merge: {
    summary: 'join runs of several machines and places into one',
    load: async () => (await import('./commands/merge.ts')).merge,
  },
  prune: {
    summary: 'remove old runs from results, by age and count',
    load: async () => (await import('./commands/prune.ts')).prune,
  },
  baseline: {
    summary: 'keep results under a name, for compare and for budgets',
    load: async () => (await import('./commands/baseline.ts')).baseline,
  },
  init: {
    summary: 'write a configuration and CI jobs: a gate, a daily recording, scheduled cold starts',
    load: async () => (await import('./commands/init.ts')).init,
  },
  comment: {
    summary: 'keep one comment on a pull request, in GitHub Actions',
    load: async () => (await import('./commands/comment.ts')).comment,
  },
  keepalive: {
    summary: 'find out how long a platform keeps an idle instance',
    load: async () => (await import('./commands/keepalive.ts')).keepalive,
  },
  serve: {
    summary: 'run the local engine alone and print URLs to curl',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  worker: {
    summary: 'measure from this machine for runs that are planned elsewhere, over Redis',
    load: async () => (await import('./commands/worker.ts')).worker,
  },
  schedule: {
    summary: 'run a function on a schedule on the local engine, in real time or days in seconds',
    load: async () => (await import('./commands/schedule.ts')).schedule,
  },
  config: {
    summary: 'show every setting, its value, and where it comes from',
    load: async () => (await import('./commands/config.ts')).config,
  },
  doctor: {
    summary: 'check credentials, permissions, quota, clock and cost of each platform',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  deploy: {
    summary: 'deploy functions of yours, or the sample, and leave them in place',
    load: async () => (await import('./commands/deploy.ts')).deploy,
  },
  list: {
    summary: 'list what was deployed from this folder',
    load: async () => (await import('./commands/list.ts')).list,
  },
  destroy: {
    summary: 'take down what coldstart made, and nothing else',
    load: async () => (await import('./commands/destroy.ts')).destroy,
  },
  completion: {
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).completionOf(commandList),
  },
}
