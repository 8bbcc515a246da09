/** A no in AWS's words; the server writes it as the service's protocol has it. */
export class AwsRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
