import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'

/** Where build tools put the jars that a jar depends on, beside it: Maven's copy-dependencies, and by hand. */
const FOLDERS = ['dependency', 'lib', '.'] as const
const JAR = /^aws-lambda-java-runtime-interface-client-(\d[\w.]*)\.jar$/
/** Names of files stand uncompressed in a jar. */
const INSIDE = 'com/amazonaws/services/lambda/runtime/api/client/AWSLambda.class'

/**
 * AWS's client for Java: in the function's own jar, or among the jars beside it.
 * @param jar absolute path
 * @returns class path entries relative to the jar's folder, and the client's version
 * @throws ColdstartError `java-client-missing`
 */
export function findJavaClient(jar: string): {
  readonly entries: readonly string[]
  readonly version: string
} {
  const home = dirname(jar)
  for (const folder of FOLDERS) {
    const place = join(home, folder)
    const version =
      existsSync(place) &&
      readdirSync(place)
        .map((name) => JAR.exec(name)?.[1])
        .find(Boolean)
    if (version) return { entries: [`${folder}/*`], version }
  }
  if (readFileSync(jar).includes(INSIDE)) return { entries: [], version: '(in its jar)' }
  throw new ColdstartError('java-client-missing', { path: jar, folder: join(home, 'dependency') })
}
