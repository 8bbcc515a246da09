import { spawnSync } from 'node:child_process'

/** Whether a program can be run here: with these words it ends with 0. */
export const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0
