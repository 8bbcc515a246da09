import type { Command } from 'commander'
import { addProviderFlags } from '../deployment/provider-flags.ts'

/** Adds what `bench` takes. Values are read and checked by config/, so that flags, variables and files agree. */
export function addBenchOptions(command: Command): void {
  addWhat(command)
  addHow(command)
  addMatrix(command)
  addBudgetOptions(command)
  addOutput(command)
  addProviderFlags(command)
  command.addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  coldstart bench                                       three providers on the local engine
  coldstart bench --target mine=https://host/api/hello --idle 15m --cold 20
  coldstart bench --provider lambda --deploy --memory 128,512,1769 --cold-by evict
  coldstart bench --function ./dist/handler.mjs --provider lambda --budget "cold.p50 < 300ms"`

function addWhat(command: Command): void {
  command
    .optionsGroup('What is measured')
    .option(
      '--provider <names...>',
      'lambda, vercel, netlify, google (default: the first three, locally)',
      list,
    )
    .option('--target <name=url...>', 'a function that runs already, or lambda:<name or ARN>', list)
    .option('--function <path>', 'a handler of yours on the local engine, under the contract of --provider')
    .option('--export <name>', 'with --function: what the module exports (default: by contract)')
    .option('--fixture <folder>', 'with --deploy: a folder of yours in place of the sample')
    .option('--deploy', 'deploy to the clouds, measure, take down')
    .option('--local', 'the local engine, whatever credentials there are')
    .option('--keep', 'with --deploy: leave it in place afterwards')
    .option('-y, --yes', 'do not ask before something is deployed; means --deploy')
    .option('--dry-run', 'print requests, deploys, cost and time; do nothing')
}

function addHow(command: Command): void {
  command
    .optionsGroup('How')
    .option('--cold <n>', 'cold starts of each function (default: 10)')
    .option('--warm <n>', 'warm invocations of each function (default: 30)')
    .option('--idle <periods...>', 'idle before a cold start: 15m, or several: 1m,5m,15m', list)
    .option('--cold-by <ways...>', 'idle, evict, burst, first (default: idle)', list)
    .option('--replicas <n>', 'copies of each function, each giving a cold start an idle period')
    .option('--burst <n>', 'concurrent invocations of a burst')
    .option('--until-ci <share>', 'stop when the cold median is known to ± this: 10%')
    .option('--max-cold <n>', 'most cold starts with --until-ci')
    .option('--adaptive-idle', 'lengthen the idle period of a target until it is cold')
    .option('--max-idle <duration>', 'longest idle period of --adaptive-idle')
    .option('--idle-ttl <duration>', 'how long the local engine keeps an idle environment')
    .option('--connection <policy>', 'fresh or kept, for cold and warm alike (default: fresh)')
    .option('--timeout <duration>', 'longest wait for one reply, or by phase: connect=5s,wait=30s,total=60s')
    .option('--seed <n>', 'seed of the order of visits')
}

function addMatrix(command: Command): void {
  command
    .optionsGroup('Variants (several values of one make a matrix)')
    .option('--memory <MB...>', 'memory sizes', list)
    .option('--region <names...>', 'regions', list)
    .option('--runtime <names...>', 'runtimes, such as nodejs22.x', list)
    .option('--architecture <names...>', 'arm64, x86_64', list)
    .option('--bundle-kb <kB...>', 'padding of the package', list)
}

function addOutput(command: Command): void {
  command
    .optionsGroup('What comes out')
    .option('--format <name>', 'table or json, on standard output (default: table)')
    .option('-o, --output <file>', 'also write the report to a file: .json or .txt; several', each)
    .option('--force', 'overwrite files that exist')
    .option('--location <words>', 'where this client sits, for the record')
    .option('--config <file>', 'this configuration file, instead of searching for one')
    .option('-q, --quiet', 'no progress')
    .option('--verbose', 'a line for every invocation')
}

function addBudgetOptions(command: Command): void {
  command
    .optionsGroup('Verdicts')
    .option('--budget <limits...>', 'such as "cold.p95 < 800ms" or "cold.p50 < baseline * 1.1"')
    .option('--budget-tolerance <share>', 'by which budgets may be missed, such as 5%')
    .option('--baseline <name>', 'what baseline means: a saved one, a run id, latest or a file')
    .option('--allow-inconclusive', 'end with 0 where there is too little data for a verdict')
}

/** `a,b` and `a b` and repeated flags all mean the same. */
function list(value: string, before: readonly string[] = []): string[] {
  const parts = value.split(',').map((part) => part.trim())
  return [...before, ...parts.filter(Boolean)]
}

function each(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}
