// Preloaded with --import: what of macOS shows to our code, on Linux. Processes that are started get it too.
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

Object.defineProperty(process, 'platform', { value: 'darwin' })
os.platform = () => 'darwin'
os.type = () => 'Darwin'

const { fork, spawn } = childProcess
const preload = ['--import', import.meta.url]
childProcess.fork = (file, args, options) =>
  Array.isArray(args)
    ? fork(file, args, { ...options, execArgv: [...(options?.execArgv ?? []), ...preload] })
    : fork(file, { ...args, execArgv: [...(args?.execArgv ?? []), ...preload] })
childProcess.spawn = (file, args, options) =>
  file === process.execPath ? spawn(file, [...preload, ...args], options) : spawn(file, args, options)
syncBuiltinESMExports()
