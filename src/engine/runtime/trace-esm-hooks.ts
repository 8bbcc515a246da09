/**
 * The module hooks of Node 20, which run in a thread of their own and so can only put marks into ES modules: what the
 * marks tell is when each is evaluated. By whom a module is imported first, CommonJS too, and when any is loaded, it says
 * on the port that it is given. Made a data URL for `module.register`.
 */
export const ESM_HOOKS = `
const asked = new Map()
let port
export function initialize(data) {
  port = data.port
}
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  if (!asked.has(found.url)) {
    asked.set(found.url, [context.parentURL ?? '', specifier])
    port.postMessage([found.url, context.parentURL ?? '', specifier])
  }
  return found
}
export async function load(url, context, next) {
  const found = await next(url, context)
  if (found.format !== 'builtin') port.postMessage([url, '', '', performance.timeOrigin + performance.now()])
  if (found.format === 'commonjs') return { ...found, source: null }
  if (found.format !== 'module' || found.source == null) return found
  const source = typeof found.source === 'string' ? found.source : new TextDecoder().decode(found.source)
  const [parent, specifier] = asked.get(url) ?? ['', '']
  const words = [url, Buffer.byteLength(source), parent, specifier, source.includes('await')].map((one) => JSON.stringify(one)).join()
  const end = source.startsWith('#!') ? source.indexOf('\\n') + 1 : 0
  return {
    ...found,
    source: source.slice(0, end) + '__coldstart.m(' + words + ');' + source.slice(end) + '\\n;__coldstart.x(' + JSON.stringify(url) + ')',
  }
}
`
