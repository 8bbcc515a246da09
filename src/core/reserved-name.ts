/** Device names of Windows (Microsoft, "Naming Files, Paths, and Namespaces"): no file can have them, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?$/i

/** Whether a file of this name could not be made on Windows, so that a project shared with it would break. */
export function isReservedName(name: string): boolean {
  return RESERVED.test(name.trimEnd())
}
