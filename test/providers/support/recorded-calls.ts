import { unzipSync } from 'fflate'
import { vi } from 'vitest'

/** Every call of a platform's API since, as text: address, headers, JSON, names of what is in archives. */
export function recordCalls(): () => string {
  const calls: string[] = []
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const headers = [...new Headers(init?.headers).entries()].join(' ')
    calls.push([init?.method, String(input), headers, bodyText(init?.body)].join(' '))
    return real(input, init)
  })
  return () => calls.join('\n')
}

function bodyText(body: unknown): string {
  if (!(body instanceof Uint8Array)) return readable(String(body ?? ''))
  try {
    return Object.entries(unzipSync(new Uint8Array(body)))
      .flatMap(([name, bytes]) => [name, Buffer.from(bytes).toString()])
      .join(' ')
  } catch {
    return readable(Buffer.from(body).toString())
  }
}

/** Lambda's archives travel in JSON. */
function readable(text: string): string {
  return text.replace(
    /"ZipFile":"([^"]+)"/,
    (_, zip: string) => `"ZipFile":${JSON.stringify(bodyText(Buffer.from(zip, 'base64')))}`,
  )
}
