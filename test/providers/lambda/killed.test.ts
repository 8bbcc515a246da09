import { it } from 'vitest'
import { killTheCliAfter } from '../../support/kill/kill-the-cli.ts'

it('the CLI, killed with SIGKILL while it deploys: coldstart destroy leaves nothing', () =>
  killTheCliAfter('CreateFunction'))
