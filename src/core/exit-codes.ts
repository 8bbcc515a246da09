/** The documented exit codes; 130 and 143 are SIGINT and SIGTERM, after saving. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  inconclusive: 3,
  overBudget: 99,
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
