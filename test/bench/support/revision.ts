import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRevision } from '../../../src/bench/git-revision.ts'
import { type SetUp, setUpRevision } from '../../../src/bench/set-up-revision.ts'
import { git, gitEnv } from '../../support/git-repository.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

export const FILES = { 'f.mjs': 'committed\n', 'lib/a b.mjs': 'with a space\n' }

interface Asked extends Partial<SetUp> {
  readonly name?: string
  readonly env?: Record<string, string>
}

export async function setUp(top: string, { name = 'v1', env = gitEnv, ...own }: Asked = {}) {
  const { path = 'f.mjs', cache = join(temporaryFolder(), 'the cache') } = own
  const revision = await findRevision(name, join(top, path), env)
  const said: string[] = []
  const onOutput = (text: string) => said.push(text)
  const folder = await setUpRevision(revision, { path, cache, nodeVersion: 'v20', onOutput, ...own })
  return { folder, revision, said, cache }
}

/** Everything of a repository that a check-out could change. */
export function stateOf(top: string) {
  const files = (folder: string) => readdirSync(join(top, folder), { recursive: true }).sort()
  return {
    status: git(top, 'status', '--porcelain', '--ignored'),
    index: readFileSync(join(top, '.git/index')),
    config: readFileSync(join(top, '.git/config'), 'utf8'),
    registered: files('.git').filter((name) => !String(name).startsWith('objects')),
  }
}
