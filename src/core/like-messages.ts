/** Messages of one cause: they differ in numbers and ids at most. */
export interface LikeMessages {
  /** The first of them, as it was. */
  readonly message: string
  readonly count: number
}

/**
 * Groups messages that differ only in numbers and hexadecimal ids, so that a duration or a request id does
 * not keep equal causes apart, and two causes are never counted as one. In the order of their first.
 */
export function groupLikeMessages(messages: readonly string[]): LikeMessages[] {
  const groups = new Map<string, { message: string; count: number }>()
  for (const message of messages) {
    const shape = shapeOf(message)
    const known = groups.get(shape)
    if (known) known.count++
    else groups.set(shape, { message, count: 1 })
  }
  return [...groups.values()]
}

/** A status is a cause; a duration, a port or an id is not. */
function shapeOf(message: string): string {
  return message
    .replace(
      /\bstatus (\d{3})\b/g,
      (_, status: string) => `status ${[...status].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`,
    )
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+(?:\.\d+)?/g, '#')
}

/** `timeout: No reply within 60000 ms.`, without a kind that the message begins with: never `status: status 503`. */
export function describeSampleError({ kind, message }: { kind: string; message: string }): string {
  return new RegExp(`^${kind}\\b`, 'i').test(message) ? message : `${kind}: ${message}`
}
