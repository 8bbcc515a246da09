import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart bench`: the main job. */
export const bench: CommandDefinition = {
  configure(command) {
    command.description('Measures cold and warm latency.')
  },
  async action() {
    return exitCodes.done
  },
}
