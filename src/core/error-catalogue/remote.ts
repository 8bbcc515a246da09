import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.failed

/** False for an API by which nothing is deployed, such as GitHub's; left out for those of the clouds. */
type Deploys = { readonly deploys?: boolean | undefined }

/** A platform's API said no, or could not be reached. `action` reads after "could not": `create the project`. */
export const remoteErrors = {
  'no-credentials': (d: { provider: string; reason: string; hint: string }) => ({
    message: `There are no credentials for ${d.provider}: ${d.reason}.`,
    hint: d.hint,
    exitCode,
  }),
  'bad-proxy': (d: { variable: string; scheme?: string | undefined }) => ({
    message: d.scheme
      ? `${d.variable} names a proxy of the kind ${d.scheme}, which coldstart does not speak.`
      : `${d.variable} is not the address of a proxy.`,
    hint: `Write ${d.variable}=http://host:port, with user:password@ before the host where the proxy wants a login; NO_PROXY names what is reached without it.`,
    exitCode: exitCodes.usage,
  }),
  'bad-certificates': (d: { path: string }) => ({
    message: `${d.path} holds no certificate.`,
    hint: 'Give --ca a PEM file: text that begins with -----BEGIN CERTIFICATE-----.',
    exitCode: exitCodes.usage,
  }),
  'behind-proxy': (d: { what: string; host: string; proxy: string; variable: string }) => ({
    message: `${d.what} would be measured through the proxy ${d.proxy} (${d.variable}), whose time would be part of every figure.`,
    hint: `Reach ${d.host} directly (NO_PROXY=${d.host}), or measure through the proxy all the same with --through-proxy: every sample is flagged.`,
    exitCode: exitCodes.usage,
  }),
  'login-wall': (d: { site: string; adminUrl?: string | undefined; credits: number; dollars: number }) => ({
    message: `Netlify asks for a login before it lets anybody call ${d.site}: the project is private.`,
    hint: `Open ${d.adminUrl ?? 'https://app.netlify.com'}, then Project configuration > General > Visitor access > Project visibility, and make it public (the previews too); or measure a public site of yours with --netlify-site <id>. A project can be made public only after one production deploy: --netlify-production --keep makes it, for ${d.credits} credits (about $${d.dollars.toFixed(2)}). Netlify has no API for the setting.`,
    exitCode,
  }),
  'other-account': (d: { id: string; provider: string; was: string; is: string }) => ({
    message: `${d.id} was made on ${d.provider} by ${d.was}, and these are the credentials of ${d.is}.`,
    hint: 'Nothing was touched, and the deployment stays in the ledger. Run the command with the credentials that made it; coldstart doctor shows which are found.',
    exitCode,
  }),
  'remote-unauthorized': (d: { provider: string; action: string; reason: string; hint: string }) => ({
    message: `${d.provider} does not let this account ${d.action}: ${d.reason}.`,
    hint: d.hint,
    exitCode,
  }),
  'remote-busy': (
    d: {
      provider: string
      action: string
      waitMs?: number | undefined
      reason?: string | undefined
    } & Deploys,
  ) => ({
    message: `${d.provider} could not ${d.action}: too many requests${d.reason ? ` (${d.reason})` : ''}.`,
    hint: hintWhereBusy(d),
    exitCode,
  }),
  'remote-quota': (d: { provider: string; action: string; reason: string; hint: string }) => ({
    message: `${d.provider} could not ${d.action}: a quota of the account is used up (${d.reason}).`,
    hint: d.hint,
    exitCode,
  }),
  'remote-failed': (
    d: { provider: string; action: string; reason: string; hint?: string | undefined } & Deploys,
  ) => ({
    message: `${d.provider} could not ${d.action}: ${d.reason}.`,
    hint:
      d.hint ??
      `Run again with --debug to see every call${d.deploys === false ? '' : '; coldstart destroy takes down what was made'}.`,
    exitCode,
  }),
  'remote-intercepted': (d: { provider: string; action: string; host: string; said: string }) => ({
    message: `${d.provider} could not ${d.action}: ${d.host} answered with a web page (${d.said}), which its API never sends.`,
    hint: 'A proxy, a firewall or the login page of a network is in the way. Name the proxy in HTTPS_PROXY, or have the host allowed; the credentials are not the cause.',
    exitCode,
  }),
  'remote-unreachable': (
    d: { provider: string; action: string; host: string; reason: string } & Deploys,
  ) => ({
    message: `${d.provider} could not ${d.action}: ${d.host} cannot be reached (${d.reason}).`,
    hint: `Check the network and the proxy settings, then ${d.deploys === false ? 'try again' : 'run coldstart doctor'}.`,
    exitCode,
  }),
}

function hintWhereBusy({ waitMs, deploys }: { readonly waitMs?: number | undefined } & Deploys): string {
  const seconds = waitMs ? Math.ceil(waitMs / 1000) : undefined
  if (deploys === false) return seconds ? `Try again in ${seconds} s, as it says.` : 'Try again in a minute.'
  return seconds
    ? `It says to try again in ${seconds} s. Ask for fewer deployments at once.`
    : 'Try again in a minute, with fewer deployments at once.'
}
