import { describe, expect, it } from 'vitest'
import { netlifyRoute, usualPath, vercelPath } from '../../../src/engine/front/match-route.ts'

describe('what a Vercel function sees of a path', () => {
  const users = { paths: ['/api/users/[id]'] }
  it.each([
    ['/api/users/7?x=1', users, '/api/users/7?x=1&id=7'],
    ['/api/users/7', users, '/api/users/7?id=7'],
    ['/api/a?x=1', { paths: ['/api/a'] }, '/api/a?x=1'],
    ['/docs/a/b', { paths: ['/docs/[...slug]'] }, '/docs/a/b?slug=a&slug=b'],
    [
      '/anything?name=Ada',
      { paths: ['/api'], rewrites: [{ source: '/(.*)', destination: '/api' }] },
      '/anything?name=Ada',
    ],
    [
      '/blog/7',
      { paths: ['/api/blog'], rewrites: [{ source: '/blog/:id', destination: '/api/blog' }] },
      '/blog/7?id=7',
    ],
    [
      '/blog/7',
      { paths: ['/api/blog'], rewrites: [{ source: '/blog/:id', destination: '/api/blog?post=:id' }] },
      '/blog/7?post=7',
    ],
    [
      '/blog/7',
      {
        paths: ['/api/blog'],
        rewrites: [{ source: '/blog/:id', destination: '/api/blog?to=/next?page=:id' }],
      },
      '/blog/7?to=%2Fnext%3Fpage%3D7',
    ],
    ['/u/7', { ...users, rewrites: [{ source: '/u/:n', destination: '/api/users/:n' }] }, '/u/7?id=7'],
    ['/other', { paths: ['/api/a'], rewrites: [{ source: '/x', destination: '/api/a' }] }, '/other'],
  ])('%s', (path, routes, seen) => {
    expect(vercelPath(path, routes)).toBe(seen)
  })
})

it('finds the pattern of a Netlify function that a path matches', () => {
  const routes = { paths: ['/hello/:name', '/files/*'] }
  expect(['/hello/Ada', '/files/a/b', '/hello'].map((path) => netlifyRoute(path, routes))).toEqual([
    '/hello/:name',
    '/files/*',
    undefined,
  ])
})

it('fills a path’s dynamic parts with their own names', () => {
  expect(
    ['/api/users/[id]', '/hello/:name', '/a/:b?', '/files/*'].map((path) => usualPath({ paths: [path] })),
  ).toEqual(['/api/users/id', '/hello/name', '/a/b', '/files/'])
})
