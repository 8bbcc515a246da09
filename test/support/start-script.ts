import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/**
 * Runs a script of Node's until it says something; it is ended with the test.
 * @param says what is waited for; its first group is given back
 */
export async function startScript(
  file: string,
  says: RegExp,
  env: Readonly<Record<string, string>> = {},
  words: readonly string[] = [],
) {
  const child = spawn(process.execPath, [file, ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  onTestFinished(() => {
    child.kill('SIGKILL')
    return ended.then(() => {})
  })
  let text = ''
  const found = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      text += chunk
      const [, group] = says.exec(text) ?? []
      if (group !== undefined) resolve(group)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    void ended.then((code) => reject(new Error(`${file} ended with ${code}: ${text}`)))
  })
  return { child, found, ended, said: () => text }
}
