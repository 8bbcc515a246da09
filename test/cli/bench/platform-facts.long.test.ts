import { expect, it, onTestFinished } from 'vitest'
import { startHttpServer } from '../../support/loopback-server.ts'
import { recordedSamples } from '../../support/recorded-samples.ts'
import { runInProcess } from '../../support/run-in-process.ts'

/** Answers as a platform's edge does, with its id of each request. */
async function serve(region: string, status = 200) {
  let count = 0
  const server = await startHttpServer((_, response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-vercel-id': `fra1::${region}::abcde-${++count}`,
      'server-timing': 'total;dur=3',
    })
    response.end('{}')
  })
  onTestFinished(() => server.close())
  return server.origin
}

it('what a platform says of a request is kept, compared and named in errors', async () => {
  const [here, there, broken] = [await serve('iad1'), await serve('hnd1'), await serve('iad1', 503)]
  const words = 'bench --cold 7 --warm 7 --idle 1ms --format json'.split(' ')
  const targets = ['--target', `here=${here}`, '--target', `there=${there}`, '--target', `broken=${broken}`]
  const { stdout, cwd } = await runInProcess([...words, ...targets])
  const result = JSON.parse(stdout) as {
    comparisons: { a: string; b: string; parity: string[] }[]
  }
  expect(recordedSamples(cwd).find(({ target }) => target === 'here')?.platform).toMatchObject({
    edge: 'fra1',
    region: 'iad1',
    headers: { 'server-timing': 'total;dur=3' },
  })
  const compared = result.comparisons.find(({ a, b }) => [a, b].sort().join() === 'here,there')
  expect(compared?.parity.join()).toMatch(/region: (iad1 against hnd1|hnd1 against iad1)/)
  const report = await runInProcess(['report', 'latest'], { cwd })
  expect(report.stdout.replace(/\s+/g, ' ')).toMatch(/broken: failed .*503.*, request fra1::iad1::abcde-\d+/)
})
