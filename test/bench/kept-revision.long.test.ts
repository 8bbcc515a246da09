import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gitEnv, repositoryOf, writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { FILES, setUp } from './support/revision.ts'

describe('a revision in a folder of its own', () => {
  it('is used again, with a second function’s dependencies beside the first’s', async () => {
    const lock = (name: string) => JSON.stringify({ name, lockfileVersion: 3, packages: { '': { name } } })
    const top = repositoryOf({
      'a/f.mjs': 'a',
      'a/package.json': '{"name":"a"}',
      'a/package-lock.json': lock('a'),
      'b/f.mjs': 'b',
      'b/package.json': '{"name":"b"}',
      'b/package-lock.json': lock('b'),
    })
    const bin = temporaryFolder()
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "$PWD $1$npm_config_local_prefix" >> "$LOG"\n', {
      mode: 0o755,
    })
    const log = join(bin, 'log')
    const env = { ...gitEnv, PATH: `${bin}:${gitEnv.PATH}`, LOG: log, npm_config_local_prefix: top }
    const cache = temporaryFolder()
    const first = await setUp(top, { path: 'a/f.mjs', cache, env })
    const second = await setUp(top, { path: 'b/f.mjs', cache, env })
    await setUp(top, { path: 'a/f.mjs', cache, env })
    expect(second.folder).toBe(first.folder)
    const ran = readFileSync(log, 'utf8').trim().split('\n')
    expect(ran).toEqual([`${first.folder}/a ci`, `${first.folder}/b ci`])
  })

  it('is made anew where a kill left it half-made, and what other runs left half-made is removed', async () => {
    const top = repositoryOf(FILES)
    const { folder, cache } = await setUp(top)
    rmSync(`${folder}.done`)
    writeFiles(folder, { 'f.mjs': 'half' })
    const stranger = join(cache, '0123456789ab-01234567')
    writeFiles(stranger, { 'half.txt': '' })
    writeFileSync(`${stranger}.index`, '')
    await setUp(top, { cache })
    expect(readFileSync(join(folder, 'f.mjs'), 'utf8')).toBe('committed\n')
    expect(readdirSync(cache).filter((name) => name.startsWith('0123456789ab'))).toEqual([])
  })

  it('ends the whole set-up when the run is stopped', async () => {
    const top = repositoryOf(FILES)
    const stop = new AbortController()
    const own = { at: '', command: 'sleep 60 & echo $! > ../pid; touch ../started; wait' }
    const cache = temporaryFolder()
    const going = setUp(top, { own, cache, signal: stop.signal })
    const seen = expect(going).rejects.toThrow('stopped')
    while (!existsSync(join(cache, 'started'))) await new Promise((resolve) => setTimeout(resolve, 10))
    stop.abort(new Error('stopped'))
    await seen
    const pid = readFileSync(join(cache, 'pid'), 'utf8').trim()
    const state = spawnSync('ps', ['-o', 'stat=', '-p', pid]).stdout.toString().trim()
    expect(state === '' || state.startsWith('Z')).toBe(true)
  })
})
