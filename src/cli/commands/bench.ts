import { benchOptions } from '../bench-options.ts'
import type { CommandDefinition, CommandOption, OptionValues } from '../command.ts'
import type { Io } from '../io.ts'

/** Of one function on the local engine. */
const count: CommandOption = {
  flags: '--count',
  text: 'count instructions, bytes read, read calls and page faults of 3 starts, in place of time',
  group: 'How',
}

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  description: 'Measures cold and warm latency and says where the time went.',
  arguments: [
    {
      name: '[functions...]',
      text: 'files of yours, as path or name=path (default: the sample function)',
    },
  ],
  options: [...benchOptions, count],
  examples: `Examples:
  coldstart bench                                       the sample function under three contracts
  coldstart bench ./api/hello.js                        a function of yours, on the local engine
  coldstart bench before=./old.mjs after=./dist/handler.mjs --provider lambda
  coldstart bench ./api/hello.js --cold-disk            with its files out of memory before each cold start
  coldstart bench ./app.py --runtime python3.11,python3.14
  coldstart bench ./src/index.ts --provider cloudflare  a Worker, under workerd
  coldstart bench --target mine=https://host/api/hello --idle 15m --cold 20
  coldstart bench --provider lambda --deploy --memory 128,512,1769 --cold-by evict
  coldstart bench --provider vercel --deploy --cold-by evict --cold 150 --over-quota
  coldstart bench --target mine=https://host/x --through-proxy --ca company.pem
  coldstart bench ./handler.mjs --event order.json --env TABLE=orders --budget "cold.p50 < 300ms"`,
  async action({ args, options, io, typed }) {
    if (options.count) {
      const { benchCount } = await import('../run-count.ts')
      return benchCount(args[0] as string[] | undefined, options, io)
    }
    const ahead = perhapsOnEngine(options, io) ? await io.startEngineAhead?.() : undefined
    try {
      const { SERVICE } = await import('../../bench/sources.ts')
      const { readBenchWords } = await import('../bench-request.ts')
      const { runBench } = await import('../run-bench.ts')
      const words = await readBenchWords(options, io, {
        functions: (args[0] as string[] | undefined) ?? [],
        extra: [SERVICE],
      })
      return await runBench({ ...words, typed }, { ...io, ...(ahead && { startEngine: ahead.startEngine }) })
    } finally {
      void ahead?.discard()
    }
  },
}

/** What makes a run one without the local engine, or one that starts it otherwise. */
const ELSEWHERE = ['deploy', 'yes', 'dryRun', 'target', 'targets', 'workers'] as const

/** As far as words and variables say; a configuration file may say otherwise, and then the process is started for nothing. */
function perhapsOnEngine(options: OptionValues, { env, debug }: Io): boolean {
  const isSaid = (name: string) =>
    options[name] !== undefined || env[`COLDSTART_${name.toUpperCase()}`] !== undefined
  return !debug && !ELSEWHERE.some(isSaid)
}
