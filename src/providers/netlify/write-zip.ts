import { crc32, deflateRawSync } from 'node:zlib'
import type { PackageFile } from '../../workload/package-files.ts'

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const VERSION_NEEDED = 20
/** Made on Unix, so that the mode below counts. */
const VERSION_MADE_BY = (3 << 8) | VERSION_NEEDED
const UTF8_NAMES = 0x0800
const DEFLATE = 8
/** 1980-01-01 00:00: a fixed time makes the same files the same bytes. */
const DOS_DATE = 0x21
const PLAIN_FILE = 0o100644

interface Entry {
  readonly name: Buffer
  readonly data: Uint8Array
  readonly mode: number
  /** What local and central header have in common: version needed to size of the name, extra field length. */
  readonly common: Buffer
}

/** Compressed bytes by the array they were made of. */
export type Deflated = WeakMap<Uint8Array, Uint8Array>

/**
 * A zip archive (PKWARE APPNOTE 6.3, no extensions): deflated, mode 0644 unless a file has one of its own, reproducible. Every function of a
 * deploy carries the same megabyte of Netlify's own files.
 * @param deflated what was compressed before; the same array is compressed once
 */
export function writeZip(files: readonly PackageFile[], deflated: Deflated = new WeakMap()): Uint8Array {
  const entries = files.map((file) => toEntry(file, deflated))
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, data, common, mode } of entries) {
    const local = [uint32(LOCAL_HEADER), common, name, data]
    directory.push(centralHeader(common, offset, mode), name)
    parts.push(...local)
    offset += Buffer.concat(local).length
  }
  const central = Buffer.concat(directory)
  return Buffer.concat([...parts, central, endRecord(entries.length, central.length, offset)])
}

function toEntry({ path, bytes, mode = PLAIN_FILE }: PackageFile, deflated: Deflated): Entry {
  const data = deflated.get(bytes) ?? deflateRawSync(bytes, { level: 9 })
  deflated.set(bytes, data)
  const name = Buffer.from(path)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(VERSION_NEEDED, 0)
  common.writeUInt16LE(UTF8_NAMES, 2)
  common.writeUInt16LE(DEFLATE, 4)
  common.writeUInt16LE(DOS_DATE, 8)
  common.writeUInt32LE(crc32(bytes), 10)
  common.writeUInt32LE(data.length, 14)
  common.writeUInt32LE(bytes.length, 18)
  common.writeUInt16LE(name.length, 22)
  return { name, data, common, mode }
}

function centralHeader(common: Buffer, offset: number, mode: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(mode * 2 ** 16, 6)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([uint32(CENTRAL_HEADER), uint16(VERSION_MADE_BY), common, rest])
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(18)
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([uint32(END_OF_DIRECTORY), end])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
