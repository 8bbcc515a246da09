/**
 * Keeps the SDK from warning, on stderr and on Node 20, about what it will need in 2027: coldstart's own
 * `engines` says which Node it runs on. Must run before the first client is made.
 */
export async function quietSdk(): Promise<void> {
  const { state } = await import('@aws-sdk/core/client')
  state.warningEmitted = true
}
