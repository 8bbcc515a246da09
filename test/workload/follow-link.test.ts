import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { followLink } from '../../src/workload/follow-link.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FILES = {
  'app/package.json': '{}',
  'app/src/h.mjs': '',
  'app/node_modules/dep/h.mjs': '',
  'other/package.json': '{}',
  'other/h.mjs': '',
}

/** Where a module named through a link is loaded, as paths below the folder that holds both packages. */
async function placed(
  link: readonly [path: string, target: string],
  named: string,
  contract: 'lambda' | 'vercel',
  isRootGiven = false,
) {
  const top = temporaryFolder()
  writeFiles(top, FILES)
  mkdirSync(dirname(join(top, link[0])), { recursive: true })
  symlinkSync(link[1], join(top, link[0]), 'junction')
  const found = await followLink({ file: join(top, named), root: join(top, 'app') }, contract, isRootGiven)
  return [found.root.slice(top.length + 1), found.file.slice(top.length + 1)]
}

it.each([
  [
    'a link within the package',
    ['app/api/h.mjs', '../src/h.mjs'],
    'app/api/h.mjs',
    'vercel',
    ['app', 'app/src/h.mjs'],
  ],
  ['a path through a linked folder', ['app/lib', 'src'], 'app/lib/h.mjs', 'lambda', ['app', 'app/src/h.mjs']],
  [
    'a link to another package',
    ['app/h.mjs', '../other/h.mjs'],
    'app/h.mjs',
    'lambda',
    ['other', 'other/h.mjs'],
  ],
  [
    'what a platform finds by its place',
    ['app/api/h.mjs', '../../other/h.mjs'],
    'app/api/h.mjs',
    'vercel',
    ['app', 'app/api/h.mjs'],
  ],
  ['no link', ['app/x.mjs', 'src/h.mjs'], 'app/src/h.mjs', 'lambda', ['app', 'app/src/h.mjs']],
] as const)('%s is loaded where Node would, or as a copy', async (_, link, named, contract, expected) => {
  expect(await placed(link, named, contract)).toEqual(expected)
})

it('a link out of a package whose root was given is taken into it', async () => {
  const link = ['app/h.mjs', '../other/h.mjs'] as const
  expect(await placed(link, 'app/h.mjs', 'lambda', true)).toEqual(['app', 'app/h.mjs'])
})
