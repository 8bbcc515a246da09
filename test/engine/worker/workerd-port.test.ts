import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { portSaidOn } from '../../../src/engine/worker/workerd-port.ts'

const said = (...lines: string[]) => Readable.from(lines.map((line) => `${line}\n`))

it('finds the port among whatever else is written to the descriptor', async () => {
  const lines = ['warning: {', 'null', '{"event":"listen","socket":"http"}', '{"event":"listen","port":4711}']
  expect(await portSaidOn(said(...lines))).toBe(4711)
})

it('rejects where workerd ends without a port, or has no descriptor', async () => {
  const words = 'workerd ended before it listened'
  await expect(portSaidOn(said('{"event":"exit"}'))).rejects.toThrow(words)
  await expect(portSaidOn(undefined)).rejects.toThrow(words)
})
