// curl as the accuracy benchmark uses it: its own `--write-out` times.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * One process a request; a kept connection or a burst is one process with many URLs.
 * @param asked `{ url, ca?, kept?, burst? }` as strings from the command line, `n` calls of `size` requests
 */
export async function curl({ values, n, size }) {
  const words = [
    'local_port',
    'time_namelookup',
    'time_connect',
    'time_appconnect',
    'time_pretransfer',
    'time_starttransfer',
    'time_total',
  ]
  const format = `${words.map((word) => `%{${word}}`).join(' ')}\n`
  const trust = values.ca ? ['--cacert', values.ca] : []
  const calls = values.kept ? 1 : n
  const urls = values.kept ? n : size
  const parallel = values.burst ? ['--parallel', '--parallel-immediate', '--parallel-max', String(size)] : []
  const each = ['-o', '/dev/null', values.url]
  const found = []
  for (let call = 0; call < calls; call++) {
    const args = [
      '-q',
      '-s',
      '--http1.1',
      ...trust,
      ...parallel,
      '-w',
      format,
      ...Array(urls).fill(each).flat(),
    ]
    const { stdout } = await run('curl', args, { maxBuffer: 1e8 })
    found.push(...stdout.trim().split('\n').map(readCurl))
  }
  return found
}

/** curl's own clock starts before the look-up; ours, as on the wire, with the connection. */
function readCurl(line) {
  const [localPort, lookup, connect, secured, ready, first, total] = line.split(' ').map(Number)
  const startMs = connect > 0 ? lookup * 1000 : 0
  return {
    localPort,
    totalMs: total * 1000 - startMs,
    firstByteMs: first * 1000 - startMs,
    waitMs: (first - ready) * 1000,
    ...(connect > 0 ? { connectMs: connect * 1000 - startMs } : {}),
    ...(secured > 0 ? { tlsMs: (secured - connect) * 1000 } : {}),
  }
}
