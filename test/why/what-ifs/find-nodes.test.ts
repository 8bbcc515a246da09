import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findNodes, readNode } from '../../../src/why/what-ifs/find-nodes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Something that answers as Node does when it is asked for its version. */
async function writeNode(path: string, said: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\necho ${said}\n`)
  await chmod(path, 0o755)
}

const isPosix = process.platform !== 'win32'

test.runIf(isPosix)(
  'Nodes of PATH and of the version managers are found, the newest of each major version, and nothing else',
  async () => {
    const home = temporaryFolder()
    await writeNode(join(home, 'bin/node'), 'v20.1.0')
    await writeNode(join(home, 'bin/node22'), 'v22.1.0')
    await writeNode(join(home, 'bin/nodemon'), 'v99.0.0')
    await writeNode(join(home, '.nvm/versions/node/v22.10.0/bin/node'), 'v22.10.0')
    await writeNode(join(home, '.nvm/versions/node/v22.9.0/bin/node'), 'v22.9.0')
    await writeNode(join(home, '.local/share/fnm/node-versions/v24.2.0/installation/bin/node'), 'v24.2.0')
    await writeNode(join(home, '.volta/tools/image/node/18.3.0/bin/node'), 'v18.3.0')
    await writeNode(join(home, '.asdf/installs/nodejs/26.0.0/bin/node'), 'Segmentation fault')
    const found = await findNodes({
      env: { PATH: join(home, 'bin'), N_PREFIX: home },
      home,
      platform: 'linux',
    })
    expect(found.map(({ version }) => version).filter((version) => !version.startsWith('20.2'))).toEqual([
      '24.2.0',
      '22.10.0',
      '20.1.0',
      '18.3.0',
    ])
  },
)

test.runIf(isPosix)('a path that is named and is no Node is refused', async () => {
  const folder = temporaryFolder()
  await writeNode(join(folder, 'other'), 'deno 2.0')
  await expect(readNode(join(folder, 'other'))).rejects.toThrow('is not a Node that runs here')
  await expect(readNode(join(folder, 'missing'))).rejects.toThrow('is not a Node that runs here')
  expect((await readNode(process.execPath)).version).toBe(process.versions.node)
})
