import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeText, readTextFile } from '../../src/core/text-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const text = '{"name":"é€😀"}'
const bigEndian = (value: string) => Buffer.from(value, 'utf16le').swap16()

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16 with a mark, as PowerShell writes it', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
  ['big-endian UTF-16 with a mark', bigEndian(`\ufeff${text}`)],
  ['big-endian UTF-16 without a mark', bigEndian(text)],
])('a text in %s is read', async (_encoding, bytes) => {
  const path = join(temporaryFolder(), 'file.json')
  writeFileSync(path, bytes)
  expect(await readTextFile(path)).toBe(text)
})

test('no text at all is an empty one', () => {
  expect(decodeText(new Uint8Array())).toBe('')
  expect(decodeText(Buffer.from('{'))).toBe('{')
})
