const settled = Promise.resolve()

/** Acts in the next microtask, for less than `queueMicrotask`, which makes a resource to be traced. */
export function inMicrotask(act: () => void): void {
  void settled.then(act)
}
