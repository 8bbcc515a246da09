/** Settings as they come of a configuration file. */
export const file = (values: Record<string, unknown>) => ({ path: 'coldstart.config.json', values })
