/** Machines of executables for Linux, by the number in their header (e_machine of elf(5)). */
const MACHINES: Readonly<Record<number, string>> = { 62: 'x86_64', 183: 'arm64' }

/** For which of Lambda's architectures an executable is built; undefined for a script, and for any other machine. */
export function architectureOf(bytes: Uint8Array): string | undefined {
  return isElf(bytes) && bytes.length >= 20
    ? MACHINES[Buffer.from(bytes.subarray(0, 20)).readUInt16LE(18)]
    : undefined
}

/** Whether a file is an executable for Linux, whatever the machine. */
export function isElf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '\x7fELF'
}

/** Whether a file says in its first line what runs it. */
export function isScript(bytes: Uint8Array): boolean {
  return bytes[0] === 0x23 && bytes[1] === 0x21
}
