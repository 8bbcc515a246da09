import { benchOptions } from '../bench-options.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  description: 'Measures cold and warm latency and says where the time went.',
  options: benchOptions,
  examples: `Examples:
  coldstart bench                                       three providers on the local engine
  coldstart bench --target mine=https://host/api/hello --idle 15m --cold 20
  coldstart bench --provider lambda --deploy --memory 128,512,1769 --cold-by evict
  coldstart bench --function ./dist/handler.mjs --provider lambda --budget "cold.p50 < 300ms"`,
  async action({ options, io }) {
    const { readBenchWords } = await import('../bench-request.ts')
    const { runBench } = await import('../run-bench.ts')
    return runBench(await readBenchWords(options, io), io)
  },
}
