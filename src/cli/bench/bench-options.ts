import type { Command } from 'commander'

/** Adds what `bench` takes. Values are read and checked by config/, so that flags, variables and files agree. */
export function addBenchOptions(command: Command): void {
  command
    .optionsGroup('What is measured')
    .option(
      '--provider <names...>',
      'lambda, vercel, netlify, google (default: the first three on the local engine)',
      list,
    )
    .option('--target <name=url...>', 'a function that runs already; several', list)
    .option('--deploy', 'deploy the sample function to the clouds, measure it, take it down')
    .option('--keep', 'with --deploy: leave it in place afterwards')
    .option('-y, --yes', 'do not ask before something is deployed')
  command
    .optionsGroup('How')
    .option('--cold <n>', 'cold starts of each function (default: 10)')
    .option('--warm <n>', 'warm invocations of each function (default: 30)')
    .option('--idle <periods...>', 'idle before a cold start: 15m, or several: 1m,5m,15m', list)
    .option('--seed <n>', 'seed of the order of visits')
    .option('--timeout <duration>', 'longest wait for one reply (default: 60s)')
  command
    .optionsGroup('What comes out')
    .option('--format <name>', 'table or json, on standard output (default: table)')
    .option('-o, --output <file...>', 'also write the report to a file; the name’s ending says how')
    .option('--force', 'overwrite files that exist')
}

/** `a,b` and `a b` and repeated flags all mean the same. */
function list(value: string, before: readonly string[] = []): string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ]
}
