import { readFile } from 'node:fs/promises'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { PackageFile } from '../workload/package-files.ts'
import type { Workload } from '../workload/workload.ts'
import { textFile } from './function-files.ts'
import type { DeploySpec } from './provider.ts'

const PROOF = '___coldstart_proof'

/** The program that names the instance in every reply of a Python function, as a file of its package. */
export async function pythonProof(): Promise<PackageFile> {
  return textFile(`${PROOF}.py`, await readFile(builtEntry('engine/runtime/proof.py'), 'utf8'))
}

/**
 * Lines that load the user's module as `user` and import what proves it.
 * @param entry the module's file, relative to the folder that the proof lies in
 * @param prove the proof's function for the platform
 */
export function provenImport(entry: string, prove: 'prove_google' | 'prove_vercel'): string[] {
  return [`from ${PROOF} import load, ${prove}`, '', `user = load(${JSON.stringify(entry)})`]
}

/** The sample in Python says nothing of its instance: it has the proof whatever is said of the user's own functions. */
export function provesPython(workload: Workload, spec: DeploySpec): boolean {
  return workload.language === 'python' && ('file' in spec.workload ? spec.wrapper === true : true)
}

/**
 * A folder of the user's own is read as JavaScript, whatever is to run it.
 * @param provider as the reader knows it: `Vercel`
 * @param example what a Python function is called there
 * @throws ColdstartError `cannot-deploy` for what is not Python
 */
export function refuseOtherThanPython(provider: string, { language, root }: Workload, example: string): void {
  if (language === 'python') return
  const hint = `Give the function itself: --function ${example}.`
  throw new ColdstartError('cannot-deploy', { provider, reason: `${root} is not Python`, hint })
}
