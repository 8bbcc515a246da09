#!/usr/bin/env node
// CommonJS, since Node starts its loader of ES modules only when one is asked for: help and version, which are the
// same each time and printed by the build beforehand, need none.
const words = process.argv.slice(2).join(' ')
const printed = /^$|(?:^| )-(?:-help|h|-version|v)$/.test(words)
  ? require('../dist/cli/printed.json')[words]
  : undefined
const start = () => import('../dist/cli/bin.js')

if (printed === undefined || (process.stdout.isTTY && process.stdout.columns !== 80)) void start()
else process.stdout.on('error', start).write(printed)
