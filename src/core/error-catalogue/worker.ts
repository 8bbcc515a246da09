import { exitCodes } from '../exit-codes.ts'

/** A Cloudflare Worker that cannot be run as it is. */
export const workerErrors = {
  'bundler-missing': (d: { path: string }) => ({
    message: `${d.path} is more than one module of plain JavaScript, and nothing that bundles a Worker is installed.`,
    hint: 'Run npm i -D esbuild and try again: wrangler bundles with it too.',
    exitCode: exitCodes.usage,
  }),
  'service-worker-syntax': (d: { path: string }) => ({
    message: `${d.path} is written in service-worker syntax (addEventListener('fetch', …)), which coldstart does not run.`,
    hint: 'Write it as a module: export default { fetch(request, env, ctx) { … } }.',
    exitCode: exitCodes.usage,
  }),
  'not-a-worker': (d: { path: string }) => ({
    message: `${d.path} has no default export, so it is not a Worker.`,
    hint: 'Write export default { fetch(request, env, ctx) { … } }.',
    exitCode: exitCodes.usage,
  }),
  'bad-wrangler-file': (d: { path: string; reason: string }) => ({
    message: `${d.path} is not a configuration that wrangler can read: ${d.reason}.`,
    hint: 'Correct it: wrangler would refuse it too.',
    exitCode: exitCodes.usage,
  }),
  'worker-bindings': (d: { path: string; bindings: readonly string[] }) => ({
    message: `${d.path} binds ${d.bindings.join(', ')}, which coldstart does not give to a Worker: it has only vars and --env.`,
    hint: 'Measure the deployed Worker by its URL (--target name=https://…), or give a Worker that works without them.',
    exitCode: exitCodes.usage,
  }),
  'worker-settings': (d: { path: string; settings: readonly string[] }) => ({
    message: `${d.path} sets ${d.settings.join(', ')}, which coldstart does not follow: it runs no build of yours, and makes one module of a Worker's code.`,
    hint: 'Measure the deployed Worker by its URL (--target name=https://…), or measure what your build makes, with a wrangler file that does not set it.',
    exitCode: exitCodes.usage,
  }),
  'no-worker-file': (d: { path: string; main?: string; isMissing: boolean; suggestion?: string }) => ({
    message: d.main
      ? `${d.path} describes a Worker but is not one: its main is ${d.main}${d.isMissing ? ', which is not there' : ''}.`
      : `${d.path} names no main, the module that is the Worker.`,
    hint: d.isMissing
      ? 'Build it first, or correct main.'
      : `Give that module itself: ${d.main ?? d.suggestion ?? './src/index.ts'} --provider cloudflare. The wrangler file is read with it.`,
    exitCode: exitCodes.usage,
  }),
  'compatibility-date': (d: { date: string; workerd: string; latest: string }) => ({
    message: `The Worker wants compatibility date ${d.date}, and the installed workerd ${d.workerd} knows dates until ${d.latest}.`,
    hint: 'Run npm install workerd@latest and try again, or write an earlier compatibility_date.',
    exitCode: exitCodes.usage,
  }),
}
