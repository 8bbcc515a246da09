// What really happened on the loopback interface: tcpdump's capture, read here, one entry for each HTTP exchange.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A TLS record shorter than this from the server is a session ticket: the calibrated replies are longer. */
const SHORTEST_REPLY = 1000

/** Whether tcpdump is here and may capture. */
export function mayCapture() {
  const compiles = spawnSync('tcpdump', ['-i', 'lo', '-d', 'tcp'], { stdio: 'ignore' }).status === 0
  return compiles && process.getuid?.() === 0
}

/** Starts a capture of these ports; `stop` gives the number of packets the kernel dropped. */
export async function startCapture(file, ports) {
  const filter = ports.map((port) => `port ${port}`).join(' or ')
  const options = [
    '-i',
    'lo',
    '-n',
    '-s',
    '0',
    '-B',
    '65536',
    '--time-stamp-precision=nano',
    '-Z',
    'root',
    '-w',
    file,
  ]
  const child = spawn('tcpdump', [...options, `tcp and (${filter})`], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  await new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk
      if (said.includes('listening on')) resolve()
    })
    child.once('exit', () => reject(new Error(said)))
  })
  return {
    async stop() {
      await sleep(1500)
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGINT')
      await ended
      return Number(/(\d+) packets? dropped by kernel/.exec(said)?.[1] ?? 0)
    },
  }
}

/** TCP packets of a capture: epoch milliseconds, ports, flags, sequence number, payload. */
function* packets(file) {
  const bytes = readFileSync(file)
  let at = 24
  while (at + 16 <= bytes.length) {
    const timeMs = bytes.readUInt32LE(at) * 1000 + bytes.readUInt32LE(at + 4) / 1e6
    const length = bytes.readUInt32LE(at + 8)
    const packet = bytes.subarray(at + 16, at + 16 + length)
    at += 16 + length
    const ip = 14
    const isIpv4 = packet[ip] >> 4 === 4
    const tcp = ip + (isIpv4 ? (packet[ip] & 15) * 4 : 40)
    const end = ip + (isIpv4 ? packet.readUInt16BE(ip + 2) : 40 + packet.readUInt16BE(ip + 4))
    yield {
      timeMs,
      from: packet.readUInt16BE(tcp),
      to: packet.readUInt16BE(tcp + 2),
      sequence: packet.readUInt32BE(tcp + 4),
      flags: packet[tcp + 13],
      payload: packet.subarray(tcp + (packet[tcp + 12] >> 4) * 4, end),
    }
  }
}

/**
 * Exchanges in order of their requests: client port, start (SYN or request), and the true phases in ms.
 * @param tlsPort server port that speaks TLS
 */
export function readExchanges(file, plainPort, tlsPort) {
  const connections = new Map()
  const exchanges = []
  for (const packet of packets(file)) {
    const fromClient = packet.to === plainPort || packet.to === tlsPort
    const [port, serverPort] = fromClient ? [packet.from, packet.to] : [packet.to, packet.from]
    const key = `${port}/${serverPort}`
    const isSyn = (packet.flags & 2) !== 0
    if (isSyn && fromClient && !isRepeat(connections.get(key), packet))
      connections.set(key, newConnection(port, packet, serverPort === tlsPort))
    const connection = connections.get(key)
    if (connection) notePacket(connection, packet, fromClient, exchanges)
  }
  return exchanges.filter(({ firstMs }) => firstMs !== undefined).map(withPhases)
}

function notePacket(connection, packet, fromClient, exchanges) {
  const { timeMs, flags, payload, sequence } = packet
  if ((flags & 2) !== 0) {
    if (!fromClient) connection.synAckMs = timeMs
    return
  }
  if (payload.length === 0) return
  const side = fromClient ? connection.client : connection.server
  if (side.next !== undefined && ((sequence - side.next) | 0) < 0) return
  side.next = (sequence + payload.length) >>> 0
  if (connection.tls) readRecords(connection, side, packet, fromClient, exchanges)
  else noteData(connection, timeMs, fromClient, exchanges)
}

const isRepeat = (connection, packet) => connection?.client.syn === packet.sequence

function newConnection(port, packet, tls) {
  const side = () => ({ left: 0, head: Buffer.alloc(0), records: 0 })
  return {
    port,
    tls,
    synMs: packet.timeMs,
    exchanges: 0,
    client: { ...side(), syn: packet.sequence },
    server: side(),
  }
}

/** Walks TLS 1.3 records: the client's first encrypted one is its Finished, the others carry HTTP. */
function readRecords(connection, side, packet, fromClient, exchanges) {
  let data = packet.payload
  if (side.left > 0) {
    if (side.isData) noteData(connection, packet.timeMs, fromClient, exchanges)
    const skipped = Math.min(side.left, data.length)
    side.left -= skipped
    data = data.subarray(skipped)
  }
  data = Buffer.concat([side.head, data])
  while (data.length >= 5) {
    const length = data.readUInt16BE(3)
    noteRecord(connection, side, { type: data[0], length, timeMs: packet.timeMs }, fromClient, exchanges)
    const present = Math.min(length, data.length - 5)
    side.left = length - present
    data = data.subarray(5 + present)
  }
  side.head = Buffer.from(data)
}

function noteRecord(connection, side, { type, length, timeMs }, fromClient, exchanges) {
  side.isData = false
  if (fromClient && type === 22) connection.helloMs ??= timeMs
  if (type !== 23) return
  if (fromClient && connection.finishedMs === undefined) {
    connection.finishedMs = timeMs
    return
  }
  // An alert, close_notify among them, is 19 bytes long.
  const isReply = connection.open?.firstMs !== undefined || length >= SHORTEST_REPLY
  side.isData = length !== 19 && (fromClient || (connection.exchanges > 0 && isReply))
  if (side.isData) noteData(connection, timeMs, fromClient, exchanges)
}

function noteData(connection, timeMs, fromClient, exchanges) {
  const { open } = connection
  if (!fromClient) {
    if (!open) return
    open.firstMs ??= timeMs
    open.lastMs = timeMs
  } else if (!open || open.firstMs !== undefined) {
    connection.open = { connection, sentMs: timeMs, isFirst: connection.exchanges === 0 }
    connection.exchanges++
    exchanges.push(connection.open)
  }
}

function withPhases({ connection, sentMs, firstMs, lastMs, isFirst }) {
  const startMs = isFirst ? connection.synMs : sentMs
  return {
    port: connection.port,
    startMs,
    waitMs: firstMs - sentMs,
    firstByteMs: firstMs - startMs,
    totalMs: lastMs - startMs,
    ...(isFirst ? { connectMs: connection.synAckMs - connection.synMs } : {}),
    ...(isFirst && connection.tls ? { tlsMs: connection.finishedMs - connection.helloMs } : {}),
  }
}
