import { expect, it } from 'vitest'
import { serveDocument } from '../../src/serve/page-document.ts'

it('closes no element that has no end: a parser takes that for a mistake', () => {
  const page = serveDocument('', '0.1.0')
  expect(page).toContain('<input id="memory"')
  expect(page).not.toMatch(/<\/(?:input|meta|link|br|hr|col)>/)
})
