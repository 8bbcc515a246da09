import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { hasRedis, redisInstallation, startRedis } from '../support/redis-server.ts'
import { startCli } from '../support/start-cli.ts'
import { startScript } from '../support/start-script.ts'

const example = (file: string) => fileURLToPath(new URL(`../../examples/queue/${file}`, import.meta.url))
const title = 'examples/queue'

describe.skipIf(!hasRedis)(hasRedis ? title : `${title} (to enable: ${redisInstallation})`, () => {
  it('confirms every order by the function that coldstart serve runs', async () => {
    const { url } = await startRedis()
    const engine = startCli(['serve', example('lambda.mjs')])
    try {
      const served = await new Promise<string>((resolve) => {
        let said = ''
        engine.child.stdout?.on('data', (chunk) => {
          said += chunk
          const found = /http:\S+\/invocations/.exec(said)
          if (found) resolve(found[0])
        })
      })
      const env = { REDIS_URL: url, FUNCTION_URL: served }
      await startScript(example('worker.mjs'), /waiting for (orders)/, env)
      const producer = await startScript(example('producer.mjs'), /Order (3) is on its way/, env)
      expect(await producer.ended).toBe(0)
      expect(producer.said()).toMatch(/enqueued 3 in \d+ ms/)
    } finally {
      engine.child.kill('SIGTERM')
      await engine.ended
    }
  })
})
