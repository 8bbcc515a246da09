import { expect, it } from 'vitest'
import { refuseUncarriedRoutes } from '../../../src/providers/vercel/refuse-impossible.ts'

const paths = ['/api/users/[id]']
const rewrite = { source: '/people/:id', destination: '/api/users/:id' }

it.each([
  [
    'its own path',
    '/api/users/7',
    { paths, oldRoutes: [{ source: '/u/(.*)', destination: '/api/users/$1' }] },
  ],
  ['a plain rewrite', '/people/7?x=1', { paths, rewrites: [rewrite] }],
  ['a path that no rule leads anywhere', '/elsewhere', { paths, rewrites: [rewrite] }],
])('lets pass %s', (_, path, routes) => {
  expect(() => refuseUncarriedRoutes(path, routes)).not.toThrow()
})

it.each([
  ['an entry of routes', '/u/7', { paths, oldRoutes: [{ source: '/u/(.*)', destination: '/api/users/$1' }] }],
  [
    'a rewrite with missing',
    '/people/7',
    { paths, rewrites: [{ ...rewrite, missing: [{ type: 'header', key: 'x-plain' }] }] },
  ],
])('refuses %s, which a deployment does not bring along', (_, path, routes) => {
  expect(() => refuseUncarriedRoutes(path, routes)).toThrowError(
    expect.objectContaining({ code: 'cannot-deploy', message: expect.stringContaining(path) }),
  )
})
