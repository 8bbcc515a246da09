import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readInstructions, whyNoInstructions } from '../../../src/why/count/counter.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A folder with programs of these names, which end like that. */
function programs(...endings: readonly (readonly [name: string, script: string])[]): string {
  const folder = temporaryFolder()
  for (const [name, script] of endings) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

test('what is not installed is named, with what installs it', () => {
  expect(whyNoInstructions(programs())).toBe(
    'valgrind and setarch are not installed (Debian: apt-get install valgrind util-linux)',
  )
  expect(whyNoInstructions(programs(['setarch', 'exit 0']))).toBe(
    'valgrind is not installed (Debian: apt-get install valgrind)',
  )
})

test.skipIf(process.platform === 'win32')(
  'a container that does not let the layout of memory be fixed is told apart, with what lets it',
  () => {
    const refuses = 'echo "setarch: failed to set personality: Operation not permitted" >&2; exit 1'
    const words = whyNoInstructions(programs(['valgrind', 'exit 0'], ['setarch', refuses]))
    expect(words).toContain('Operation not permitted')
    expect(words).toContain('seccomp=unconfined')
  },
)

test.skipIf(process.platform === 'win32')('with both there is nothing to say', () => {
  expect(whyNoInstructions(programs(['valgrind', 'exit 0'], ['setarch', 'exit 0']))).toBeUndefined()
})

test('the number is read from what cachegrind says at its end, and one that is missing is no 0', () => {
  expect(readInstructions('==1== \n==1== I   refs:      1,234,567\n')).toBe(1_234_567)
  expect(() => readInstructions('==1== \nvalgrind: no suitable tool\n')).toThrow('valgrind: no suitable tool')
  expect(() => readInstructions('')).toThrow('nothing')
})
