import { addBenchOptions } from '../bench/bench-options.ts'
import { readBenchRequest } from '../bench/bench-request.ts'
import { runBench } from '../bench/run-bench.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  configure(command) {
    command.description('Measures cold and warm latency and says where the time went.')
    addBenchOptions(command)
  },
  action: async ({ options, io }) => runBench(await readBenchRequest(options, io), io),
}
