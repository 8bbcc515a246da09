import { exitCodes } from '../exit-codes.ts'

/** The local engine cannot do what it was asked. */
export const localErrors = {
  'port-in-use': (d: { port: number }) => ({
    message: `Port ${d.port} is in use.`,
    hint: 'Choose another with --port, or leave --port out to take any free one.',
    exitCode: exitCodes.usage,
  }),
  'no-function': (d: { path: string; is?: 'folder' | 'file'; suggestion?: string | undefined }) => ({
    message: whyNoFunction(d),
    hint: d.suggestion
      ? `Did you mean ${d.suggestion}?`
      : 'Give the path of the file that exports the handler, for example --function ./api/hello.mjs.',
    exitCode: exitCodes.usage,
  }),
  'unreadable-package': (d: { path: string; root: string; reason: string }) => ({
    message: `${d.path} cannot be read: ${d.reason}. It lies in ${d.root}, the folder of the function's package.`,
    hint: 'Check its permissions. A package begins where the package.json nearest to the function is; --root names another folder.',
    exitCode: exitCodes.usage,
  }),
  'unclear-contract': (d: { path: string; because: string; contracts: readonly string[] }) => ({
    message: `coldstart cannot tell which platform ${d.path} is written for: ${d.because}.`,
    hint: `Add ${d.contracts.map((name) => `--provider ${name}`).join(' or ')}.`,
    exitCode: exitCodes.usage,
  }),
  'unclear-export': (d: { path: string; names: readonly string[] }) => ({
    message: `coldstart cannot tell which export of ${d.path} is the function: it has ${d.names.join(', ') || 'none that could be'}.`,
    hint: d.names[0] ? `Add --export ${d.names[0]}, or another of them.` : 'Add --export with its name.',
    exitCode: exitCodes.usage,
  }),
  'dotted-name': (d: { path: string; handler: string; suggestion: string }) => ({
    message: `Lambda cannot load ${d.path}: in its handler string, ${d.handler}, the file's name ends at the first dot.`,
    hint: `Rename it: mv ${d.suggestion}`,
    exitCode: exitCodes.usage,
  }),
  'bad-project-file': (d: { path: string; platform: string; reason: string }) => ({
    message: `${d.path} is not the JSON that ${d.platform} expects: ${d.reason}.`,
    hint: 'Correct it: a deployment would fail too.',
    exitCode: exitCodes.usage,
  }),
  'not-on-node': (d: { path: string; runtime: string; suggestion: string }) => ({
    message: `${d.path} is written for ${d.runtime}, which coldstart does not run.`,
    hint: d.suggestion,
    exitCode: exitCodes.usage,
  }),
  'not-javascript': (d: { path: string }) => ({
    message: `${d.path} is not JavaScript.`,
    hint: 'Build it first and give the .js, .mjs or .cjs file. Other languages are for some platforms: Python (app.py) for Lambda, Google and Vercel; Ruby (app.rb), Java (app.jar) and any executable called bootstrap for Lambda.',
    exitCode: exitCodes.usage,
  }),
  'transpiler-missing': (d: { path: string }) => ({
    message: `${d.path} is TypeScript, and nothing that transpiles it is installed.`,
    hint: 'Run npm i -D esbuild and try again; or build it first and give the .js, .mjs or .cjs file.',
    exitCode: exitCodes.usage,
  }),
  'not-transpiled': (d: { path: string; reason: string }) => ({
    message: `${d.path} could not be transpiled: ${d.reason}.`,
    hint: 'Correct what esbuild complains about and try again.',
    exitCode: exitCodes.usage,
  }),
  'runtime-missing': (d: { contract: string; install: string }) => ({
    message: `The ${d.contract} contract needs a package that is not installed.`,
    hint: `Run ${d.install} in this folder and try again.`,
    exitCode: exitCodes.usage,
  }),
  'no-cpu-share': (d: { platform: string }) => ({
    message: `A share of the CPU cannot be kept on this system (${d.platform}): it has neither control groups nor signals that stop a process.`,
    hint: 'Leave --cpu out (every environment then has the processors of this machine), or measure on Linux or macOS.',
    exitCode: exitCodes.usage,
  }),
  'no-cold-disk': (d: { reason: string }) => ({
    message: `Files cannot be dropped from memory for --cold-disk: ${d.reason}.`,
    hint: 'Leave --cold-disk out, or measure on Linux, with the project and the temporary folder (TMPDIR) on a disk.',
    exitCode: exitCodes.usage,
  }),
  'interpreter-missing': (d: { language: string; program: string }) => ({
    message: `${d.language} functions need ${d.program}, which is not on the PATH.`,
    hint: `Install ${d.language}, or add its folder to the PATH.`,
    exitCode: exitCodes.usage,
  }),
  'runtime-not-here': (d: { runtime: string; found?: string; meant?: string }) => ({
    message: d.found
      ? `The local engine cannot run this under ${d.runtime}: this machine has ${d.found}.`
      : `There is no runtime ${d.runtime}.`,
    hint: d.meant
      ? `Did you mean ${d.meant}?`
      : 'Leave --runtime out, or put that version on the PATH (Bun and Deno also in node_modules). A cloud has other versions: --provider lambda --deploy.',
    exitCode: exitCodes.usage,
  }),
  'no-containers': (d: { path: string }) => ({
    message: `${d.path} describes a container image, and coldstart neither runs nor deploys those.`,
    hint: "It would take a container runtime here and a registry (ECR, Artifact Registry) there. Give the handler's own file or an executable called bootstrap, or measure a deployed image: --target lambda:<name>, --target <url>.",
    exitCode: exitCodes.usage,
  }),
  'java-client-missing': (d: { path: string; folder: string }) => ({
    message: `${d.path} needs AWS's runtime interface client for Java, which is neither in it nor in ${d.folder}.`,
    hint: 'Add com.amazonaws:aws-lambda-java-runtime-interface-client to the dependencies and run mvn dependency:copy-dependencies -DincludeScope=runtime.',
    exitCode: exitCodes.usage,
  }),
  'class-not-named': (d: { path: string }) => ({
    message: `coldstart cannot tell which class of ${d.path} is the function.`,
    hint: 'Add --export example.Handler::handleRequest, as Lambda has it.',
    exitCode: exitCodes.usage,
  }),
  'no-compiled-sample': (d: { runtime: string }) => ({
    message: `The sample function is not compiled for ${d.runtime}.`,
    hint: 'Build fixtures/hello-go or fixtures/hello-rust of this package, or a function of yours, and name its bootstrap: --function ./bootstrap.',
    exitCode: exitCodes.usage,
  }),
  'not-executable': (d: { path: string }) => ({
    message: `${d.path} cannot be executed.`,
    hint: `Run chmod +x ${d.path}, and build it for this machine.`,
    exitCode: exitCodes.usage,
  }),
  'bootstrap-not-runnable': (d: { path: string; reason: string; hint: string }) => ({
    message: `${d.path} cannot be run here: ${d.reason}.`,
    hint: d.hint,
    exitCode: exitCodes.usage,
  }),
  'engine-failed': (d: { reason: string }) => ({
    message: `The local engine did not start: ${d.reason}.`,
    hint: d.reason.includes('mkdtemp')
      ? 'Make that folder, or set TMPDIR (TEMP on Windows) to a folder that can be written to.'
      : 'Run again with --debug; if it happens twice, please report it with that output.',
    exitCode: exitCodes.failed,
  }),
}

function whyNoFunction({ path, is }: { path: string; is?: 'folder' | 'file' }): string {
  if (is === 'folder') return `${path} is a folder, not a function.`
  return is === 'file'
    ? `${path} is a file, and --fixture takes a folder.`
    : `There is no function at ${path}.`
}
