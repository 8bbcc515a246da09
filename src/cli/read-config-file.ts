import { dirname, relative } from 'node:path'
import { findConfigFile } from '../config/find-config-file.ts'
import type { ConfigFile } from '../config/resolve-config.ts'
import type { Io } from './io.ts'

/**
 * The configuration file of this folder, or the one that `--config` names; a file of another user's that was
 * passed over is said on stderr.
 * @throws ColdstartError those of `findConfigFile`
 */
export async function readConfigFile(path: string | undefined, io: Io): Promise<ConfigFile | undefined> {
  const onForeign = (found: string) =>
    io.stderr.write(
      `warning: ${found} or its folder belongs to another user, so it was not read. To use it all the same: --config ${found}\n`,
    )
  const file = await findConfigFile({ cwd: io.cwd, home: io.home, path, onForeign })
  return file && { ...file, folder: relative(io.cwd, dirname(file.path)) }
}
