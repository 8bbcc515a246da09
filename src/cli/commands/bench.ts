import { addBenchOptions } from '../bench/bench-options.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  configure(command) {
    command.description('Measures cold and warm latency and says where the time went.')
    addBenchOptions(command)
  },
  async action({ options, io }) {
    const { readBenchRequest } = await import('../bench/bench-request.ts')
    const { runBench } = await import('../bench/run-bench.ts')
    return runBench(await readBenchRequest(options, io), io)
  },
}
