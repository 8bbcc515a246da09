import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Clone,
  freshClone,
  lacks,
  paste,
  type RunningBlock,
  shellBlocks,
  startUsualRedis,
  staysOn,
} from './support/shell-blocks.ts'

const documents = [
  ['docs/COURSE.md', 12],
  ['examples/cleanup/README.md', 2],
  ['examples/notify/README.md', 7],
  ['examples/queue/README.md', 4],
] as const

/** What is said by what stays on, once it is there. */
const IS_THERE = /listens on http|waiting for orders|STORE_URL=http|endpoint is|nginx routes/

describe.each(documents)('%s', (document, least) => {
  const blocks = shellBlocks(document)
  const running: RunningBlock[] = []
  let folder: string
  let clone: Clone
  let redis: ChildProcess | undefined

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'coldstart-course-'))
    clone = freshClone(folder)
    if (blocks.some((block) => block.needs.includes('redis') && !lacks(block)))
      redis = await startUsualRedis(folder)
  })
  afterAll(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGKILL')
      await ended
    }
    // The next document would find this one's port taken.
    if (redis?.exitCode === null && redis.kill()) await once(redis, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })

  it('has a block for each step', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(least)
  })

  for (const block of blocks) {
    it.skipIf(lacks(block))(`works: ${block.title}`, async () => {
      const run = paste({ ...block, text: filledIn(block.text, running) }, clone)
      running.push(run)
      if (staysOn(block)) {
        await expect.poll(() => run.said()).toMatch(IS_THERE)
        await answers(run.said())
        return
      }
      const code = await run.ended
      const out = run.said()
      expect(code, out).toBe(0)
      if (/hello\?name=Ada/.test(block.text)) expect(out).toContain('Hello, Ada')
      if (/main-app/.test(block.text)) expect(out).toContain('accepted: true')
      if (/producer/.test(block.text)) expect(out).toContain('Order 3 is on its way.')
      expect(out.length).toBeGreaterThan(20)
    })
  }

  it('ends on Ctrl-C what stays on', async () => {
    const on = running.filter(({ child }) => child.exitCode === null)
    for (const { child, ended, said } of on.reverse()) {
      child.kill('SIGINT')
      // A program that does nothing about it has no code.
      expect([0, null], said()).toContain(await ended)
    }
  })
})

/** What a reader puts in place of `<token>`. */
function filledIn(text: string, running: readonly RunningBlock[]): string {
  const token = running
    .map(({ said }) => /http:\/\/[\d.:]+\/(\w+)\/2015-03-31/.exec(said())?.[1])
    .find((found) => found !== undefined)
  return text.replaceAll('<token>', () => token ?? '<token>')
}

/** Waits until whatever was said to listen is listening. */
async function answers(said: string): Promise<void> {
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
  if (url === undefined) return
  const reached = () =>
    fetch(url).then(
      () => true,
      () => false,
    )
  await expect.poll(reached).toBe(true)
}
