import { expect, it } from 'vitest'
import type { ProbeRequest } from '../../src/core/probe-request.ts'
import { createRequestReceiver, createRequestSender } from '../../src/probe/thread-requests.ts'

const PEM = '-----BEGIN CERTIFICATE-----'
const get = (more: Partial<ProbeRequest> = {}): ProbeRequest => ({
  url: 'https://host/',
  method: 'GET',
  headers: {},
  ...more,
})

it('sends an authority across once, and gives each request back as it was', () => {
  const announced: string[] = []
  const receiver = createRequestReceiver()
  const sender = createRequestSender((authority, pem) => {
    announced.push(pem)
    receiver.learn(authority, pem)
  })
  const requests = [
    get({ certificateAuthority: PEM }),
    get(),
    get({ certificateAuthority: 'other' }),
    get({ certificateAuthority: PEM }),
  ]
  const crossed = requests.map((request) => sender.cross(request))
  expect(announced).toEqual([PEM, 'other'])
  expect(JSON.stringify(crossed)).not.toContain(PEM)
  expect(crossed.map(receiver.receive)).toEqual(requests)
})
