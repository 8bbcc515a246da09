/** Unix file type of a link. */
const LINK = 0o120000

/**
 * The paths of an archive's entries that are links (PKWARE APPNOTE 4.3.12: the upper half of the external attributes of
 * an entry that was made on Unix is its mode).
 */
export function linksIn(zip: Uint8Array): string[] {
  const bytes = Buffer.from(zip)
  const links: string[] = []
  for (
    let at = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')
  ) {
    const mode = bytes.readUInt32LE(at + 38) >>> 16
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28))
    if ((mode & 0o170000) === LINK) links.push(name)
  }
  return links
}
