import { expect, it } from 'vitest'
import { scheduledRequest } from '../../src/engine/scheduled-request.ts'

const DUE = Date.parse('2026-11-29T03:00:00.000Z')
const NEXT = Date.parse('2026-11-30T03:00:00.000Z')
const requestOf = (contract: 'lambda' | 'vercel' | 'netlify' | 'google') =>
  scheduledRequest({ contract, url: 'http://127.0.0.1:1/x' }, DUE, NEXT)

it('gives a Lambda function an EventBridge event of the due time', () => {
  const { method, body = '' } = requestOf('lambda')
  expect(method).toBe('POST')
  expect(JSON.parse(body)).toMatchObject({ source: 'aws.events', time: '2026-11-29T03:00:00.000Z' })
})

it('calls a Vercel function as its cron does, with the due time as the date of the request', () => {
  expect(requestOf('vercel')).toEqual({
    url: 'http://127.0.0.1:1/x',
    method: 'GET',
    headers: { 'user-agent': 'vercel-cron/1.0', date: 'Sun, 29 Nov 2026 03:00:00 GMT' },
  })
})

it('tells a Netlify function when its next run is', () => {
  expect(JSON.parse(requestOf('netlify').body ?? '')).toEqual({ next_run: '2026-11-30T03:00:00.000Z' })
})

it('calls a Google function as Cloud Scheduler does', () => {
  expect(requestOf('google').headers).toMatchObject({
    'x-cloudscheduler': 'true',
    'x-cloudscheduler-scheduletime': '2026-11-29T03:00:00.000Z',
  })
})
