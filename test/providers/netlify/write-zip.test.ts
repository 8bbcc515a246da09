import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { textFile } from '../../../src/providers/function-files.ts'
import { writeZip } from '../../../src/providers/netlify/write-zip.ts'

describe('zip', () => {
  const files = [
    textFile('a.mjs', 'export {}\n'),
    textFile('deep/ü.txt', 'x'.repeat(70_000)),
    textFile('empty', ''),
  ]

  it('is read back by an independent implementation', () => {
    const read = unzipSync(writeZip(files))
    expect(Object.keys(read)).toEqual(['a.mjs', 'deep/ü.txt', 'empty'])
    for (const { path, bytes } of files) expect(Buffer.from(read[path] ?? [])).toEqual(Buffer.from(bytes))
  })

  it('has the same bytes every time', () => {
    expect(writeZip(files)).toEqual(
      writeZip(files.map(({ path, bytes }) => ({ path, bytes: bytes.slice() }))),
    )
  })

  it('makes files that everybody may read, as Lambda needs them', () => {
    const zip = Buffer.from(writeZip(files))
    const central = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    expect(zip.readUInt32LE(central + 38) >>> 16).toBe(0o100644)
  })
})
