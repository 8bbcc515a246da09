// What the accuracy benchmark asks of each client: sequential, kept and first requests, bursts, a busy machine.

/**
 * @param wanted names of the groups to run
 * @param ports of the calibrated server: `plain` and `tls`
 * @param hasPeers whether got and autocannon are installed
 */
export function* scenarios(wanted, ports, hasPeers) {
  const scenario = (name, scheme, delayMs, args, clients) => ({
    name,
    url: `${originOf(ports, scheme)}/d/${delayMs * 1000}`,
    args,
    clients: clients.filter((client) => hasPeers || !['got', 'autocannon'].includes(client)),
  })
  for (const scheme of ['plain', 'tls']) {
    if (wanted.has('sequential')) yield* sequential(scheme, scenario)
    if (wanted.has('kept'))
      yield scenario(`kept ${scheme}`, scheme, 5, ['--n', '40', '--kept'], ['curl', 'coldstart', 'channels'])
    if (wanted.has('first'))
      for (let n = 0; n < 4; n++)
        yield scenario(`first ${scheme}`, scheme, 5, ['--n', '1'], ['coldstart', 'undici'])
    if (wanted.has('bursts')) yield* bursts(scheme, scenario)
  }
  if (!wanted.has('busy')) return
  const args = ['--n', '60']
  yield scenario('quiet', 'plain', 5, args, ['coldstart'])
  yield scenario('redrawing', 'plain', 5, [...args, '--redraw'], ['coldstart'])
  yield { ...scenario('one core busy', 'plain', 5, args, ['coldstart']), busy: true }
}

function* sequential(scheme, scenario) {
  const clients = ['curl', 'coldstart', 'undici', 'channels', 'node-http', 'got']
  for (const [delayMs, n] of [
    [0, 20],
    [5, 20],
    [50, 10],
    [250, 4],
  ])
    yield scenario(`sequential ${scheme}`, scheme, delayMs, ['--n', String(n)], clients)
}

function* bursts(scheme, scenario) {
  for (const size of [10, 50, 100]) {
    const args = ['--n', '1', '--burst', String(size)]
    yield scenario(`burst of ${size} ${scheme}`, scheme, 50, args, ['curl', 'coldstart', 'autocannon'])
  }
}

function originOf(ports, scheme) {
  return scheme === 'tls' ? `https://127.0.0.1:${ports.tls}` : `http://127.0.0.1:${ports.plain}`
}
