/** What only AWS says. */
export const lambdaErrors = {}
