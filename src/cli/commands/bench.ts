import { resolveConfig } from '../../config/resolve-config.ts'
import { addBenchOptions } from '../bench/bench-options.ts'
import { choosePresentation } from '../bench/present-result.ts'
import { runBench } from '../bench/run-bench.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  configure(command) {
    command.description('Measures cold and warm latency and says where the time went.')
    addBenchOptions(command)
  },
  async action({ options: { force, ...flags }, io }) {
    const { config } = resolveConfig({ flags, env: io.env })
    return runBench(config, choosePresentation(config.format, config.output, force === true), io)
  },
}
