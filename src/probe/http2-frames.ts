/** What the frames of one connection say about the request in flight. RFC 9113, sections 4.1 and 6. */
export interface StreamFacts {
  /** Its last frame has been written. */
  requestEnded: boolean
  /** END_STREAM has arrived: the reply is whole, unless a reset says otherwise. */
  replyEnded: boolean
  /** The server's error code, where it reset the stream before the reply's end, or with an error right behind it. */
  resetCode: number | undefined
  /** The server takes no further request on this connection. */
  goneAway: boolean
}

/** Reads both directions of a connection as frames; gives every byte on but for some GOAWAY. */
export interface FrameWatch {
  readonly facts: StreamFacts
  /** A new request begins: forgets what was seen of the one before. */
  reset(): void
  /** Looks at bytes on their way out. @returns whether a request begins in them */
  outgoing(bytes: Buffer): { readonly begins: boolean }
  /**
   * Takes bytes that arrived. @returns the whole frames among them, as one piece; without a GOAWAY that lets the
   * request in flight end, which HTTP clients take for the end of it
   */
  incoming(bytes: Buffer): Buffer
}

const PREFACE_BYTES = 24
const HEAD_BYTES = 9
const DATA = 0x0
const HEADERS = 0x1
const RST_STREAM = 0x3
const GOAWAY = 0x7
const NO_ERROR = 0x0
const END_STREAM = 0x1
const STREAM_ID = 0x7fff_ffff

/** Watches the frames of one connection. */
export function watchFrames(): FrameWatch {
  const facts: StreamFacts = { ...NOTHING_SEEN, goneAway: false }
  const sent = createFrameReader(PREFACE_BYTES)
  const received = createFrameReader(0)
  let stream = 0

  const isWithheld = (frame: Buffer): boolean => {
    const type = frame[3]
    if (type === GOAWAY) {
      facts.goneAway = true
      return stream !== 0 && (frame.readUInt32BE(HEAD_BYTES) & STREAM_ID) >= stream
    }
    if ((frame.readUInt32BE(5) & STREAM_ID) !== stream) return false
    if ((type === DATA || type === HEADERS) && hasEnd(frame)) facts.replyEnded = true
    if (type === RST_STREAM) noteReset(facts, frame.readUInt32BE(HEAD_BYTES))
    return false
  }
  return {
    facts,
    reset: () => void Object.assign(facts, NOTHING_SEEN),
    outgoing(bytes) {
      let begins = false
      for (const frame of sent(bytes)) {
        if (frame[3] === HEADERS) {
          stream = frame.readUInt32BE(5) & STREAM_ID
          begins = true
        }
        if ((frame[3] === DATA || frame[3] === HEADERS) && hasEnd(frame)) facts.requestEnded = true
      }
      return { begins }
    },
    incoming: (bytes) => Buffer.concat(received(bytes).filter((frame) => !isWithheld(frame))),
  }
}

const NOTHING_SEEN = { requestEnded: false, replyEnded: false, resetCode: undefined }

/** NO_ERROR behind a whole reply only spares the rest of the request (RFC 9113, section 8.1). */
function noteReset(facts: StreamFacts, code: number): void {
  if (!facts.replyEnded || code !== NO_ERROR) facts.resetCode = code
}

function hasEnd(frame: Buffer): boolean {
  return ((frame[4] as number) & END_STREAM) !== 0
}

/** @returns takes bytes, gives the frames that are whole by then */
function createFrameReader(skipBytes: number): (bytes: Buffer) => Buffer[] {
  let toSkip = skipBytes
  let rest: Buffer = Buffer.alloc(0)
  return (bytes) => {
    const skipped = Math.min(toSkip, bytes.length)
    toSkip -= skipped
    rest = Buffer.concat([rest, bytes.subarray(skipped)])
    const frames: Buffer[] = []
    for (let end = endOfFrame(rest); end <= rest.length; end = endOfFrame(rest)) {
      frames.push(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
    return frames
  }
}

function endOfFrame(bytes: Buffer): number {
  return bytes.length < HEAD_BYTES ? Number.POSITIVE_INFINITY : HEAD_BYTES + bytes.readUIntBE(0, 3)
}

/** The names of RFC 9113, section 7, by their number. */
const ERROR_CODES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
]

/** `CANCEL`, or `code 99` where no standard names it. */
export function nameOfErrorCode(code: number): string {
  return ERROR_CODES[code] ?? `code ${code}`
}
