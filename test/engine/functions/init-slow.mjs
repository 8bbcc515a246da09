// Takes 600 ms to initialise.
await new Promise((resolve) => setTimeout(resolve, 600))

export const handler = async (_event, context) => context.getRemainingTimeInMillis()
