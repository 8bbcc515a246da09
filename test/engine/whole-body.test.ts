import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { wholeBody } from '../../src/engine/whole-body.ts'

const streamOf = (...chunks: string[]) => Readable.from(chunks.map((text) => Buffer.from(text)))

it('gives the body of a stream whole, and closes the stream', async () => {
  const stream = streamOf('one ', 'two')
  expect((await wholeBody(stream)).toString()).toBe('one two')
  expect(stream.destroyed).toBe(true)
})

it('gives an empty body for a stream without any', async () => {
  expect(await wholeBody(streamOf())).toHaveLength(0)
})

it('takes as much as the limit, and nothing of what is longer', async () => {
  expect((await wholeBody(streamOf('12', '34'), 4))?.toString()).toBe('1234')
  expect(await wholeBody(streamOf('12', '345'), 4)).toBeUndefined()
})

it('fails where the stream broke off, before or after it was asked', async () => {
  const broken = new Readable({ read() {} })
  broken.push('begun')
  const body = wholeBody(broken)
  broken.destroy()
  await expect(body).rejects.toThrow('broke off')
  await expect(wholeBody(broken)).rejects.toThrow('broke off')
  const failed = new Readable({ read() {} })
  const other = wholeBody(failed)
  failed.destroy(new Error('the disk is gone'))
  await expect(other).rejects.toThrow('the disk is gone')
})
