import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkBootstrap } from '../../src/engine/check-bootstrap.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const X64 = { platform: 'linux', arch: 'x64' }

function bootstrap(content: string | Buffer): string {
  const path = join(temporaryFolder(), 'bootstrap')
  writeFileSync(path, content)
  chmodSync(path, 0o755)
  return path
}

function elf(machine: number): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.write('\x7fELF', 'latin1')
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

it.each([
  ['a script', `#!${process.execPath} --flag\n`],
  ['an executable for this machine', elf(62)],
  ['one for a machine that is not known', elf(8)],
])('takes %s', (_, content) => {
  expect(() => checkBootstrap(bootstrap(content), X64)).not.toThrow()
})

it.each([
  ['an executable for another machine', elf(183), /built for arm64, and this machine is x86_64/],
  ['a script without a first line that says what runs it', 'echo hello\n', /begins with #!/],
  [
    'a program that is not here',
    '#!/no/such/shell\n',
    /names \/no\/such\/shell, which is not on this machine/,
  ],
  ['lines as on Windows', '#!/bin/sh\r\necho\r\n', /CR LF/],
])('refuses %s in words that say what to do', (_, content, words) => {
  expect(() => checkBootstrap(bootstrap(content), X64)).toThrowError(
    expect.objectContaining({
      code: 'bootstrap-not-runnable',
      message: expect.stringMatching(words),
      hint: expect.any(String),
    }),
  )
})
