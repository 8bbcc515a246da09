/** Header by which the local engine reports on an instance from outside the function, as JSON. */
export const ENGINE_REPORT_HEADER = 'x-coldstart-instance'

/** Header that carries the nonce where a query or payload does not. */
export const NONCE_HEADER = 'x-coldstart-nonce'
