import { describe, expect, it } from 'vitest'
import { decideTemperature } from '../../../src/probe/decide-temperature.ts'
import { interpretLambdaReply } from '../../../src/providers/lambda/invoke-reply.ts'
import { readLambdaLog } from '../../../src/providers/lambda/log-report.ts'
import lines from '../../support/cases/lambda-report-lines.golden.json' with { type: 'json' }
import { probeReply } from '../../support/probe-reply.ts'
import { base64, id, report } from './support/lambda-log.ts'

describe('the REPORT line of a Lambda log', () => {
  it('of a cold start', () => {
    const text = report(
      'Duration: 12.34 ms\tBilled Duration: 165 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 151.60 ms',
    )
    expect(readLambdaLog(base64(`START RequestId: ${id}\nEND RequestId: ${id}\n${text}`), id)).toEqual({
      platform: {
        durationMs: 12.34,
        billedMs: 165,
        memoryMb: 128,
        maxMemoryMb: 70,
        initMs: 151.6,
        requestId: id,
      },
    })
  })

  it('of a warm invocation has no init', () => {
    const text = report(
      'Duration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB',
    )
    expect(readLambdaLog(base64(text), id)?.platform).not.toHaveProperty('initMs')
  })

  it('of a SnapStart restore tells Restore from Billed Restore', () => {
    const text = report(
      'Duration: 2338.66 ms\tBilled Duration: 2521 ms\tMemory Size: 512 MB\tMax Memory Used: 157 MB\tRestore Duration: 398.97 ms\tBilled Restore Duration: 182 ms',
    )
    expect(readLambdaLog(base64(text), id)?.platform).toMatchObject({
      durationMs: 2338.66,
      billedMs: 2521,
      restoreMs: 398.97,
    })
  })

  it('of a timeout and of an error', () => {
    const timeout = report(
      'Duration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tStatus: timeout',
    )
    expect(readLambdaLog(base64(timeout), id)?.status).toBe('timeout')
    const error = report(
      'Duration: 3.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tStatus: error\tError Type: Runtime.ExitError',
    )
    expect(readLambdaLog(base64(error), id)).toMatchObject({
      status: 'error',
      errorType: 'Runtime.ExitError',
    })
  })

  it('is the one of this very request', () => {
    const text = report('Duration: 1.00 ms', id) + report('Duration: 2.00 ms', 'another')
    expect(readLambdaLog(base64(text), id)?.platform.durationMs).toBe(1)
    expect(readLambdaLog(base64(text), 'third')).toBeUndefined()
    expect(readLambdaLog(base64(text))?.platform.durationMs).toBe(2)
  })

  it('is not mistaken for what a function logged, nor for INIT_REPORT', () => {
    const noise = `INIT_REPORT Init Duration: 229.04 ms\tPhase: init\tStatus: error\nDuration: 9 ms\n`
    expect(readLambdaLog(base64(noise), id)).toBeUndefined()
    expect(readLambdaLog(base64(noise + report('Duration: 1.50 ms')), id)?.platform).toEqual({
      durationMs: 1.5,
      requestId: id,
    })
  })

  it('copied with spaces for tabs is read too', () => {
    const text = `REPORT RequestId: ${id}  Duration: 1.20 ms  Billed Duration: 2 ms  Init Duration: 3.40 ms`
    expect(readLambdaLog(base64(text), id)?.platform).toMatchObject({
      durationMs: 1.2,
      billedMs: 2,
      initMs: 3.4,
    })
  })
})

describe('log lines as people pasted them', () => {
  const own = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb'

  it.each(lines.map((one) => [one.line.slice(0, 90), one] as const))(
    '%s',
    (_beginning, { line, expect: reading }) => {
      const read = readLambdaLog(base64(line), own)
      if (!reading) return expect(read).toBeUndefined()
      const { status, errorType, ...platform } = reading
      expect(read).toEqual({
        platform: { ...platform, requestId: own },
        ...(status === undefined ? {} : { status }),
        ...(errorType === undefined ? {} : { errorType }),
      })
    },
  )
})

describe('an init that ran into its limit', () => {
  const warm = report('Duration: 900.00 ms\tBilled Duration: 900 ms')
  const line = 'INIT_REPORT Init Duration: 10008.70 ms\tPhase: init\tStatus: timeout\n'
  const json = (type: string, record: object) => `${JSON.stringify({ type, record })}\n`

  it.each([
    ['in a text log', `${line}START RequestId: ${id}\n${warm}`],
    [
      'in a JSON log',
      json('platform.initReport', { phase: 'init', status: 'timeout', metrics: { durationMs: 10_008 } }) +
        json('platform.report', { requestId: id, status: 'success', metrics: { durationMs: 900 } }),
    ],
  ])('makes the invocation that repeated it cold, %s', (_where, text) => {
    const reply = probeReply({
      headers: { 'x-amzn-requestid': id, 'x-amz-log-result': base64(text) },
      body: 'hi',
    })
    const interpretation = interpretLambdaReply(reply, 'n')
    expect(interpretation.platform).toMatchObject({ initStatus: 'timeout', durationMs: 900 })
    expect(decideTemperature({ reply, interpretation })).toEqual({ observed: 'cold', evidence: 'platform' })
  })

  it('says nothing of an invocation after the one that waited for it', () => {
    const text = line + report('Duration: 5.00 ms', 'another') + warm
    expect(readLambdaLog(base64(text), id)?.platform).not.toHaveProperty('initStatus')
  })
})

describe('platform.report of a JSON log', () => {
  const line = (type: string, record: object) =>
    JSON.stringify({ time: '2026-10-08T10:00:00.000Z', type, record })
  const metrics = {
    durationMs: 12.3,
    billedDurationMs: 164,
    memorySizeMB: 128,
    maxMemoryUsedMB: 70,
    initDurationMs: 151.6,
  }

  it('gives the metrics and how the environment was initialised', () => {
    const text = [
      line('platform.initStart', { initializationType: 'provisioned-concurrency' }),
      '{"cut off',
      'a line that is not JSON',
      line('platform.report', { requestId: id, status: 'success', metrics }),
    ].join('\n')
    expect(readLambdaLog(base64(text), id)).toEqual({
      platform: {
        durationMs: 12.3,
        billedMs: 164,
        memoryMb: 128,
        maxMemoryMb: 70,
        initMs: 151.6,
        requestId: id,
        initialization: 'provisioned-concurrency',
      },
    })
  })

  it('gives status and error type of a failure', () => {
    const record = { requestId: id, status: 'error', errorType: 'Runtime.ExitError', metrics: {} }
    expect(readLambdaLog(base64(line('platform.report', record)), id)).toEqual({
      platform: { requestId: id },
      status: 'error',
      errorType: 'Runtime.ExitError',
    })
  })
})
