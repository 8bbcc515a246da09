import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** How to make the tests against moto run. */
export const motoInstallation =
  'python3 -m venv test/oracles/aws/.venv && test/oracles/aws/.venv/bin/pip install -r test/oracles/aws/requirements.txt'

const ownPython = fileURLToPath(new URL('../../oracles/aws/.venv/bin/python', import.meta.url))

/** A Python that has moto: $COLDSTART_MOTO_PYTHON, the environment in test/oracles/aws, or python3. */
export function findMoto(): string | undefined {
  const candidates = [
    process.env.COLDSTART_MOTO_PYTHON,
    existsSync(ownPython) ? ownPython : undefined,
    'python3',
  ]
  return candidates.find((python) => python !== undefined && hasMoto(python))
}

function hasMoto(python: string): boolean {
  const code =
    'import importlib.util as u, sys; sys.exit(0 if u.find_spec("moto") and u.find_spec("flask") else 1)'
  try {
    execFileSync(python, ['-c', code], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A moto server on a free port of loopback, with AWS's managed policies and without Docker; it ends with the test. */
export async function startMoto(python: string, account = '123456789012'): Promise<string> {
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      MOTO_ACCOUNT_ID: account,
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const url = await readAddress(child)
  const config = JSON.stringify({ lambda: { use_docker: false } })
  await fetch(`${url}/moto-api/config`, { method: 'POST', body: config })
  return url
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (chunk: Buffer) => {
      text += chunk
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)
      if (found?.[1]) resolve(found[1])
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`moto ended with ${code}: ${text}`)))
  })
}
