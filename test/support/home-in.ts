/** Variables by which programs find a person's home, on every system: a test must not read the developer's own. */
export function homeIn(folder: string) {
  return { HOME: folder, USERPROFILE: folder, APPDATA: folder, LOCALAPPDATA: folder }
}
