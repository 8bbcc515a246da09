import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openPythonFacts } from '../../../src/why/python/distributions.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeFiles } from '../support/explain-files.ts'

test('a module is of the distribution that brought it, else the function’s own, else of its own name', async () => {
  const [root, site] = [temporaryFolder(), temporaryFolder()]
  await writeFiles(root, {
    'dateutil/tz/__init__.py': '',
    'python_dateutil-2.9.dist-info/METADATA':
      'Name: python-dateutil\nVersion: 2.9\n\nVersion: of what it says\n',
    'python_dateutil-2.9.dist-info/RECORD': 'dateutil/tz/__init__.py,,\n',
  })
  const { place, facts } = await openPythonFacts(root, [root, site])
  const placed = (folder: string, path: string) => place(pathToFileURL(join(folder, path)).href)
  const found = placed(root, 'dateutil/tz/__init__.py')
  expect(found).toMatchObject({
    kind: 'package',
    name: 'dateutil/tz/__init__.py',
    package: 'python-dateutil',
  })
  expect(await facts.versionOf(found.folder ?? '')).toBe('2.9')
  expect(placed(root, 'shop/store.py')).toMatchObject({ kind: 'own', name: './shop/store.py' })
  expect(placed(site, 'loose/part.py')).toMatchObject({ kind: 'package', package: 'loose' })
  expect(place('python:json')).toEqual({ kind: 'builtin', name: 'json' })
})
