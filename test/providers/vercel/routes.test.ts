import { expect, it } from 'vitest'
import { rewritesTo, routesOf } from '../../../src/providers/vercel/routes.ts'

/** Whither a copy's own path leads, of a Build Output. */
function ledTo(own: string, path: string): string | undefined {
  const [first] = routesOf(rewritesTo(['hello-0'], { paths: [own] })) as { src: string; dest: string }[]
  const found = new RegExp(first?.src ?? '').exec(path)
  return found ? first?.dest.replace(/\$(\d+)/g, (_, index) => found[Number(index)] ?? '') : undefined
}

it.each([
  ['/api/users/[id]', '/api/users/7', '/api/hello-0?id=7'],
  ['/api/[...rest]', '/api/a/b', '/api/hello-0?rest=a/b'],
  ['/api/[...rest]', '/api', undefined],
  ['/api/[[...rest]]', '/api/a/b', '/api/hello-0?rest=a/b'],
  ['/api/[[...rest]]', '/api', '/api/hello-0?rest='],
])('%s leads %s to %s', (own, path, to) => {
  expect(ledTo(own, path)).toBe(to)
})

it.each([
  ['a value with the mark of a query', '/api/a?to=/next?page=1', '?to=/next?page=1'],
  ['a value with the sign of equality', '/api/a?key=YQ==', '?key=YQ=='],
  ['a name without a value', '/api/a?draft', '?draft='],
])('a rewrite keeps %s', (_, destination, query) => {
  const [, rewritten] = rewritesTo(['hello-0'], {
    paths: ['/api/a'],
    rewrites: [{ source: '/x', destination }],
  })
  expect(rewritten?.destination).toBe(`/api/hello-0${query}`)
})
