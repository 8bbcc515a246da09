/** The program that runs in an execution environment. */
export interface Runtime {
  /** Entry file and arguments for Node; the handler string is added where the program wants it. */
  readonly entry: string
  readonly handlerAsArgument: boolean
  /** As the result names it. */
  readonly name: string
  /** What is started in place of Node; `file` within the package where it is relative. */
  readonly program?: { readonly file: string; readonly args: readonly string[] }
  /** Folders that it reads beside those of its program, absolute: a virtual environment. */
  readonly reads?: readonly string[]
  /** Language and version, where it is not Node: `python 3.13.1`. */
  readonly language?: string
  /** It listens by itself, and says on which port on descriptor 4; the function sees nothing of the disk. */
  readonly saysPort?: true
  /** It runs before, and starts the function in an isolate of its own: what is cold is that. */
  readonly isolate?: true
  /** True for our own client, which proves to the engine which environment it is. */
  readonly own: boolean
}
