export const runErrors = {}
