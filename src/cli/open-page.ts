import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ColdstartError, messageOf } from '../core/errors.ts'

type Variables = Readonly<Record<string, string | undefined>>

/**
 * The system's own command for a file that is to be opened with the program that it is usually opened with; undefined
 * where nobody would see it (Linux without a display).
 * @param path absolute
 */
export function openCommand(
  path: string,
  platform: NodeJS.Platform,
  env: Variables,
): { readonly file: string; readonly args: readonly string[] } | undefined {
  if (platform === 'darwin') return { file: 'open', args: [path] }
  // explorer takes the path as it is; cmd's start would read & and % in it.
  if (platform === 'win32') return { file: 'explorer.exe', args: [path] }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { file: 'xdg-open', args: [path] } : undefined
}

/**
 * Opens a page in the browser and does not wait for it.
 * @throws ColdstartError `no-browser`
 */
export async function openPage(path: string, platform: NodeJS.Platform, env: Variables): Promise<void> {
  const command = openCommand(path, platform, env)
  if (!command)
    throw new ColdstartError('no-browser', { path, reason: 'neither DISPLAY nor WAYLAND_DISPLAY is set' })
  const child = spawn(command.file, [...command.args], { detached: true, stdio: 'ignore', windowsHide: true })
  child.unref()
  await once(child, 'spawn').catch((error: unknown) => {
    throw new ColdstartError('no-browser', { path, reason: messageOf(error) }, { cause: error })
  })
}
