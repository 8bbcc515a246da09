import { expect, it } from 'vitest'
import { resolveOrder } from '../../../src/queue/vantage/resolve-order.ts'
import type { WorkOrder } from '../../../src/queue/vantage/work-order.ts'

const order: WorkOrder = {
  run: 'run',
  version: '1.0.0',
  targets: { mine: 'https://host.test/a?key=env:KEY&x=1' },
  request: {
    method: 'POST',
    path: '/b?token=env:KEY',
    headers: { authorization: 'env:AUTH', 'x-plain': 'v' },
  },
  connection: 'fresh',
  timeouts: {},
}
const env = { KEY: 'a&b', AUTH: 'Bearer t', HOME: '/root' }

it('puts variables of this machine into query and headers', () => {
  expect(resolveOrder(order, 'mine', { env, allowed: new Set(['KEY', 'AUTH']) })).toEqual({
    url: 'https://host.test/a?key=a%26b&x=1',
    asked: {
      method: 'POST',
      path: '/b?token=a%26b',
      headers: { authorization: 'Bearer t', 'x-plain': 'v' },
    },
  })
})

it('gives away no variable that the worker was not told to', () => {
  const stolen = {
    ...order,
    request: { headers: { 'x-stolen': 'env:HOME' } },
    targets: { mine: 'https://host.test' },
  }
  expect(() => resolveOrder(stolen, 'mine', { env, allowed: new Set(['KEY']) })).toThrow(
    /HOME, which --allow-env/,
  )
})

it('says which variable is not set', () => {
  expect(() => resolveOrder(order, 'mine', { env: {}, allowed: new Set(['KEY', 'AUTH']) })).toThrow(
    /variable AUTH is not set/,
  )
})

it('has no request of its own where none was asked for', () => {
  const plain = { ...order, request: {}, targets: { mine: 'https://host.test/' } }
  expect(resolveOrder(plain, 'mine', { env, allowed: new Set() })).toEqual({
    url: 'https://host.test/',
    asked: undefined,
  })
})
