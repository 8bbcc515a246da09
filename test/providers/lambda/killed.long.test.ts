import { it } from 'vitest'
import { killTheCliAfter } from '../../support/kill/kill-the-cli.ts'

it.each(['CreateRole', 'AttachRolePolicy', 'GetFunction'])(
  'the CLI, killed with SIGKILL after %s: coldstart destroy leaves nothing',
  killTheCliAfter,
)
