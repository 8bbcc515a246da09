import { plainText, withoutControls } from '../core/plain-text.ts'
import type { Io, Output } from './io.ts'

/** What we ourselves send to a terminal: colours, and the progress's way up and its erasing. */
const OWN = new RegExp(`\\r?${String.fromCharCode(27)}\\[[\\d;]*[mAJ]`, 'g')

/**
 * The streams of an Io behind the sanitiser: whatever is written, no foreign byte commands the terminal. Only
 * `writeOwn` lets our own few sequences pass: from elsewhere, the same bytes are foreign.
 */
export function withPlainOutputs(io: Io): Io {
  return { ...io, stdout: plainOutput(io.stdout), stderr: plainOutput(io.stderr) }
}

function plainOutput(output: Output): Output {
  const sendsOwn = output.isTTY || output.colorLevel > 0
  return {
    isTTY: output.isTTY,
    colorLevel: output.colorLevel,
    get columns() {
      return output.columns
    },
    write: (text) => output.write(plainText(text)),
    writeOwn: (text) => output.write(sendsOwn ? betweenOwn(text) : withoutControls(text)),
  }
}

function betweenOwn(text: string): string {
  const own = text.match(OWN) ?? []
  return text
    .split(OWN)
    .map((part, index) => withoutControls(part) + (own[index] ?? ''))
    .join('')
}
