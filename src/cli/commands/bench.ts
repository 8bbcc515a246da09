import { exitCodes } from '../../core/exit-codes.ts'
import { addBenchOptions } from '../bench/bench-options.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  configure(command) {
    command.description('Measures cold and warm latency and says where the time went.')
    addBenchOptions(command)
  },
  async action() {
    return exitCodes.done
  },
}
