import { expect, it } from 'vitest'
import { CallSignal } from '../../src/probe/call-signal.ts'

it('tells each listener once that it was aborted, and none that was taken away', () => {
  const told: string[] = []
  const signal = new CallSignal()
  const gone = () => void told.push('gone')
  signal.addEventListener('abort', gone)
  signal.addEventListener('abort', () => void told.push('there'))
  signal.removeEventListener('abort', gone)
  expect(signal.aborted).toBe(false)
  signal.abort()
  signal.abort()
  expect(signal.aborted).toBe(true)
  expect(told).toEqual(['there'])
})
