export const localErrors = {}
