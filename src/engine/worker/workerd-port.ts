import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/**
 * The port that workerd says it listens on.
 * @param control what it writes to the descriptor of `--control-fd`, a line of JSON each
 * @throws Error where it ends without having said so
 */
export function portSaidOn(control: Readable | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const isGone = () => reject(new Error('workerd ended before it listened'))
    if (!control) return isGone()
    control.on('error', isGone)
    createInterface({ input: control })
      .on('line', (line) => {
        const port = portIn(line)
        if (port !== undefined) resolve(port)
      })
      .on('close', isGone)
  })
}

/** Whatever else is written there, by a library of it or by the Worker, is not the port. */
function portIn(line: string): number | undefined {
  try {
    const { event, port } = Object(JSON.parse(line)) as { event?: unknown; port?: unknown }
    return event === 'listen' && typeof port === 'number' ? port : undefined
  } catch {
    return undefined
  }
}
