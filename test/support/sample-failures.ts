/** What these tests read of a sample's error. */
interface Failed {
  readonly error?: { readonly kind: string; readonly message: string }
}

/**
 * Messages of the samples that failed. A reply that this machine could not time, since it was too busy, says nothing
 * of the function and is left out.
 */
export function failuresOf(samples: readonly Failed[]): string[] {
  return samples.flatMap(({ error }) => (error === undefined || error.kind === 'client' ? [] : error.message))
}
