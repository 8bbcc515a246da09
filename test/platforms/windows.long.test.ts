import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { until } from '../engine/support/test-engine.ts'
import { contentsOf } from '../support/aws-stand-in/aws-cloud.ts'
import { environmentFor, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { countSamples, recordedFile, recordedSamples } from '../support/recorded-samples.ts'
import { runUnderWine, startUnderWine, windowsNodes, windowsTemp } from './wine.ts'

// What this proves: the built CLI with the real Node for Windows, under wine. What it does not: Windows itself, its
// junctions, its pipes as locks, its refusal to truncate while appending (each has a unit test), its virus scanner.
const SHORT = ['--cold', '2', '--warm', '4', '--provider', 'lambda']

/** The folders that engines make beside each other. */
const engineFolders = () =>
  existsSync(windowsTemp) ? readdirSync(windowsTemp).filter((name) => name.startsWith('coldstart-')) : []

const isInstalled = windowsNodes.length > 0

describe.skipIf(!isInstalled).each(isInstalled ? windowsNodes : ['no Node for Windows installed'])(
  'under wine, with %s',
  (node) => {
    it('measures the sample, each cold start proven, and leaves nothing in Temp', async () => {
      const { code, stdout, stderr } = await runUnderWine(node, ['bench', ...SHORT, '--format', 'json'])
      expect({ code, stderr }).toMatchObject({ code: 0 })
      const { summaries, environment } = JSON.parse(stdout)
      expect(environment.os).toContain('Windows_NT')
      const [{ cold, errors }] = summaries
      // This machine may have been too busy to time some of them.
      expect(Object.keys(errors).filter((kind) => kind !== 'client')).toEqual([])
      expect(cold[0]).toMatchObject({ coldBy: 'idle', observed: 2 - cold[0].errors })
      expect(cold[0].observed).toBeGreaterThan(0)
      expect(engineFolders()).toEqual([])
    })

    it('measures a named target on another machine', async () => {
      const server = await startHttpServer((_, response) => response.end('hello'))
      onTestFinished(() => server.close())
      const words = ['--target', `mine=${server.origin}/x`, '--idle', '100ms', '--cold', '2', '--warm', '4']
      const { code, stdout } = await runUnderWine(node, ['bench', ...words])
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('mine') })
    })

    it('serves what curl calls, prints curl.exe and ends with Ctrl-C', async () => {
      const run = startUnderWine(node, ['serve', '--provider', 'vercel'])
      await until(() => run.stdout().includes('Ctrl-C'), 'the engine is serving')
      const [, url = ''] = /curl\.exe "([^"]+)"/.exec(run.stdout()) ?? []
      expect(JSON.parse(execFileSync('curl', ['-s', url], { encoding: 'utf8' }))).toMatchObject({
        message: 'Hello, Ada',
      })
      run.child.kill('SIGINT')
      await run.ended
      await until(() => engineFolders().length === 0, 'the folders of the engine are gone')
    })

    it('is killed in a run, leaves nothing in Temp, and goes on where it stopped', async () => {
      const words = ['bench', '--cold', '4', '--warm', '4', '--provider', 'lambda', '--idle', '300ms']
      const run = startUnderWine(node, words)
      await until(() => countSamples(run.cwd) >= 3, 'three samples are recorded')
      run.child.kill('SIGKILL')
      await run.ended
      await until(() => engineFolders().length === 0, 'the folders of the engine are gone')
      const path = recordedFile(run.cwd)
      // As a power cut would leave it.
      appendFileSync(path, '{"type":"sample","seq":')
      const resumed = await runUnderWine(node, ['resume', '--format', 'json'], { cwd: run.cwd })
      expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 0 })
      const { summaries, run: outcome } = JSON.parse(resumed.stdout)
      expect(outcome.status).not.toBe('unfinished')
      expect(summaries[0].cold[0].intended).toBe(4)
      const ids = recordedSamples(run.cwd).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    })

    it('deploys to a stand-in of Lambda and takes it down', async () => {
      const aws = await startAwsStandIn()
      onTestFinished(() => aws.close())
      const env = environmentFor(aws)
      const deployed = await runUnderWine(node, ['deploy', 'lambda', '--yes'], { env })
      expect(deployed).toMatchObject({ code: 0, stderr: expect.stringContaining('Next:') })
      expect(contentsOf(aws.cloud)).not.toEqual([])
      const destroyed = await runUnderWine(node, ['destroy', '--yes'], { env, cwd: deployed.cwd })
      expect(destroyed).toMatchObject({ code: 0, stderr: expect.stringContaining('destroyed coldstart-') })
      expect(contentsOf(aws.cloud)).toEqual([])
    })
  },
)
