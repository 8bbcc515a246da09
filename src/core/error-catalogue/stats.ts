import { exitCodes } from '../exit-codes.ts'

/** Numbers that no honest statistic can be made of. */
export const statsErrors = {
  'not-a-number': (d: { index: number; value: number }) => ({
    message: `Sample ${d.index} is ${d.value}, which is not a measurement.`,
    hint: 'NaN and infinities are refused, never sorted. Look at the run file for that sample.',
    exitCode: exitCodes.failed,
  }),
}
