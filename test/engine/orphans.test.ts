import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, it } from 'vitest'
import { functions, occupy } from './support/occupied.ts'
import { isAlive, startTestEngine, until } from './support/test-engine.ts'

describe('no process survives the engine', () => {
  it('when it is killed with SIGKILL, endless loops included', async () => {
    const engine = await startTestEngine(functions)
    const { pids, folder } = await occupy(engine)
    process.kill(engine.pid, 'SIGKILL')
    await until(() => !pids.some(isAlive), 'all environments end')
    await until(() => !existsSync(dirname(dirname(dirname(folder)))), 'its folder is removed')
    await engine.ended
    await engine.stop()
  })
})
