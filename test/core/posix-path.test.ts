import { join } from 'node:path'
import { expect, test } from 'vitest'
import { posixPath, posixRelative } from '../../src/core/posix-path.ts'

test('a path of this machine has slashes between its parts, whatever the machine writes', () => {
  expect(posixPath(join('api', 'users', '[id].js'))).toBe('api/users/[id].js')
})

test('the way from a folder to a path goes up and down by slashes, and is empty to itself', () => {
  expect(posixRelative(join('/a', 'b'), join('/a', 'c', 'd.js'))).toBe('../c/d.js')
  expect(posixRelative('/a', '/a')).toBe('')
})
