import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every document that a reader is shown, as a path from the root. */
const documents = [
  ...readdirSync(root),
  ...['docs', 'examples', 'fixtures', '.github'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  ),
].filter((path) => path.endsWith('.md') && !path.includes('node_modules'))

/** A document without its code, in which a bracket is no link and a # no heading. */
function proseOf(path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll(/^```.*?^```/gms, '')
}

/** The anchors of a document's headings, by GitHub's rule. */
function anchorsOf(path: string): string[] {
  return [...proseOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** What is wrong with each link of a document that leads to a file of this repository. */
function brokenLinks(path: string): string[] {
  const links = proseOf(path)
    .replaceAll(/`[^`\n]*`/g, '')
    .matchAll(/\]\(([^)\s]+)\)/g)
  return [...links]
    .map(([, link = '']) => link)
    .filter((link) => !/^(https?|mailto):/.test(link) && isBroken(path, link))
}

function isBroken(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path : relative(root, join(root, dirname(path), file))
  if (!existsSync(join(root, target))) return true
  return anchor !== undefined && !anchorsOf(target).includes(anchor)
}

it.each(documents)('every link of %s leads to a file or a heading that is there', (path) => {
  expect(brokenLinks(path)).toEqual([])
})

it('finds a file and a heading that are not there', () => {
  expect(isBroken('README.md', 'docs/NOWHERE.md')).toBe(true)
  expect(isBroken('docs/QUEUE.md', '../README.md#no-such-heading')).toBe(true)
  expect(isBroken('README.md', '#the-clouds')).toBe(false)
})
