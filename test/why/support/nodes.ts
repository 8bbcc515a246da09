import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../oracles/nodes/node_modules')

/** Node versions that are at hand: this one, and those that `.ci/install-oracles.sh` installs. */
export const nodes: readonly { readonly name: string; readonly path: string | undefined }[] = [
  { name: `Node ${process.versions.node.split('.')[0]}`, path: process.execPath },
  ...['22', '24'].map((major) => {
    const path = process.env[`COLDSTART_TEST_NODE_${major}`] ?? join(folder, `node${major}`, 'bin', 'node')
    return { name: `Node ${major}`, path: existsSync(path) ? path : undefined }
  }),
]
