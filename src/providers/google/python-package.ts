import { ColdstartError } from '../../core/errors.ts'
import { makeDeployedPackage } from '../../workload/deployed-package.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { textFile } from '../function-files.ts'
import { provenImport, pythonProof } from '../python-files.ts'
import { type FunctionPackage, zipFunction } from './make-package.ts'

const FRAMEWORK = 'functions-framework'
const ENTRY = '___coldstart_entry.py'
/** What Google's buildpack serves unless GOOGLE_FUNCTION_SOURCE names another. */
const USUAL_SOURCE = 'main.py'

/**
 * The source zip of a Python function for Google, whose buildpack installs what requirements.txt names.
 * https://github.com/GoogleCloudPlatform/buildpacks (cmd/python/functions_framework)
 * @param proves a module of ours names the instance in each reply
 * @throws ColdstartError `cannot-deploy` for a pyproject.toml, in place of a requirements.txt, that lacks the framework
 */
export async function makePythonPackage(workload: Workload, proves: boolean): Promise<FunctionPackage> {
  const { files, leftOut } = await makeDeployedPackage(workload)
  const { exportName, entry } = workload
  const lines = [...provenImport(entry, 'prove_google'), `${exportName} = prove_google(user.${exportName})`]
  const added = proves ? [textFile(ENTRY, `${lines.join('\n')}\n`), await pythonProof()] : []
  const source = proves ? ENTRY : entry
  const all = [...withFramework(files, workload.root), ...added]
  const made = zipFunction(all, { entry: source, called: entry, leftOut })
  return source === USUAL_SOURCE ? made : { ...made, buildVariables: { GOOGLE_FUNCTION_SOURCE: source } }
}

/** The framework is named outright, as for Node: a build that has to add it by itself takes whichever is newest. */
function withFramework(files: readonly PackageFile[], root: string): readonly PackageFile[] {
  const textOf = (name: string) => {
    const found = files.find(({ path }) => path === name)
    return found && Buffer.from(found.bytes).toString()
  }
  const wanted = textOf('requirements.txt')
  if (wanted !== undefined && names(wanted)) return files
  const project = wanted === undefined ? textOf('pyproject.toml') : undefined
  if (project === undefined) {
    const kept = files.filter(({ path }) => path !== 'requirements.txt')
    const text = [...(wanted ? [wanted.trimEnd()] : []), `${FRAMEWORK}==3.*`, ''].join('\n')
    return [...kept, textFile('requirements.txt', text)]
  }
  if (names(project)) return files
  throw new ColdstartError('cannot-deploy', {
    provider: 'Google',
    reason: `${root}/pyproject.toml does not name ${FRAMEWORK}, which Google's build wants among the dependencies`,
    hint: `Add ${FRAMEWORK} to its dependencies, or write a requirements.txt.`,
  })
}

function names(text: string): boolean {
  return /(?:^|["'\s])functions[-_]framework\b/im.test(text.replace(/^\s*#.*$/gm, ''))
}
