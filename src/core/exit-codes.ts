/** The documented exit codes; those from 129 on are 128 and the signal's number, after saving. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  inconclusive: 3,
  overBudget: 99,
  /** SIGHUP: the terminal was closed. */
  hungUp: 129,
  /** SIGINT. */
  interrupted: 130,
  /** SIGQUIT. */
  quit: 131,
  /** SIGTERM. */
  terminated: 143,
} as const
/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The signals that end a run in good order, and the exit code that each leads to. */
export const signalExitCodes = {
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
  SIGHUP: exitCodes.hungUp,
  SIGQUIT: exitCodes.quit,
} as const
/** A signal that ends the command, once what is measured is saved. */
export type EndingSignal = keyof typeof signalExitCodes
