import type { DeployedPackage } from '../../workload/deployed-package.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { textFile } from '../function-files.ts'
import { provenImport, pythonProof } from '../python-files.ts'
import { CODE, inCode } from './function-entry.ts'

/** What Vercel installs by, at the top of a project. https://vercel.com/docs/functions/runtimes/python */
const MANIFESTS = ['requirements.txt', 'pyproject.toml', 'uv.lock', 'Pipfile', 'Pipfile.lock']

/**
 * The modules that Vercel calls for a Python function, `api/<name>.py`, each with bytes of its own, what installs its
 * dependencies, and the version of Python. `@vercel/python` finds a function by a class `handler` or by `app`.
 * @param names of the copies
 * @param version `3.13`
 */
export async function pythonEntries(
  names: readonly string[],
  generation: string,
  { exportName }: Workload,
  code: DeployedPackage,
  { proves, version }: { readonly proves: boolean; readonly version: string },
): Promise<readonly PackageFile[]> {
  const isClass = exportName.toLowerCase() === 'handler' && isClassIn(code, exportName)
  const found = proves ? `prove_vercel(user.${exportName})` : `user.${exportName}`
  const body = [
    'import os',
    'import sys',
    '',
    `root = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, ${JSON.stringify(CODE.slice(0, -1))})`,
    'sys.path.insert(0, root)',
    'os.chdir(root)',
    ...(proves ? provenImport(code.entry, 'prove_vercel') : plainImport(code.entry)),
    '',
    '',
    ...(isClass ? [`class handler(${found}):`, '    pass'] : [`app = ${found}`]),
  ]
  const top = code.files.filter(({ path }) => MANIFESTS.includes(path))
  return [
    ...names.map((name) =>
      textFile(`api/${name}.py`, `${[`# ${name} ${generation}`, ...body].join('\n')}\n`),
    ),
    ...(proves ? [inCode(await pythonProof())] : []),
    ...top,
    textFile('.python-version', `${version}\n`),
  ]
}

function isClassIn({ files, entry }: DeployedPackage, name: string): boolean {
  const found = files.find(({ path }) => path === entry)
  return new RegExp(`^class ${name}\\b`, 'm').test(Buffer.from(found?.bytes ?? []).toString())
}

/** By its path, since its name may be none that `import` takes. */
function plainImport(entry: string): string[] {
  return [
    'import importlib.util',
    '',
    `place = os.path.join(root, ${JSON.stringify(entry)})`,
    'sys.path.insert(0, os.path.dirname(place))',
    "spec = importlib.util.spec_from_file_location('user', place)",
    'user = importlib.util.module_from_spec(spec)',
    "sys.modules['user'] = user",
    'spec.loader.exec_module(user)',
  ]
}
