import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'

/** What a package's own script says to Google's Functions Framework. */
export interface FrameworkScript {
  /** Name of the function to serve. */
  readonly target?: string
  /** `http`, `event` or `cloudevent`. */
  readonly signature?: string
}

/**
 * The words of `"start": "functions-framework --target=hello --signature-type=cloudevent"` in the nearest package.json
 * above a function.
 * https://github.com/GoogleCloudPlatform/functions-framework-nodejs#configure-the-functions-framework
 * @param file absolute path of the function's file
 * @returns nothing where no script runs the framework
 */
export async function frameworkScript(file: string): Promise<FrameworkScript> {
  for (const folder of foldersAbove(dirname(file))) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const script = scriptsOf(text).find((one) => /\bfunctions-framework(-nodejs)?\b/.test(one)) ?? ''
    const target = wordOf(script, 'target')
    const signature = wordOf(script, 'signature-type')
    return { ...(target && { target }), ...(signature && { signature }) }
  }
  return {}
}

function scriptsOf(manifest: string): string[] {
  try {
    const { scripts } = JSON.parse(manifest) as { scripts?: Readonly<Record<string, unknown>> }
    return Object.values(scripts ?? {}).filter((one) => typeof one === 'string')
  } catch {
    return []
  }
}

function wordOf(script: string, flag: string): string | undefined {
  return new RegExp(`--${flag}[=\\s]+["']?([\\w.-]+)`).exec(script)?.[1]
}
