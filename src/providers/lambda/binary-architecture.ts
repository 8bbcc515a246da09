/** Machines of executables for Linux, by the number in their header (e_machine of elf(5)). */
const MACHINES: Readonly<Record<number, string>> = { 62: 'x86_64', 183: 'arm64' }

/** For which of Lambda's architectures an executable is built; undefined for a script, and for any other machine. */
export function architectureOf(bytes: Uint8Array): string | undefined {
  const isElf = bytes.length > 20 && Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '\x7fELF'
  return isElf ? MACHINES[Buffer.from(bytes).readUInt16LE(18)] : undefined
}
