/** How a setting is written on the command line: `idleTtl` → `--idle-ttl`. */
export function flagOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
