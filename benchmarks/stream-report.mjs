// A process of its own for benchmarks/stats.mjs: streams a report over one run file and prints what it took.
import { streamResult } from '../dist/modules/store/read-result.js'

const baseRss = process.memoryUsage().rss
const start = performance.now()
const { summaries } = await streamResult(process.argv[2])
const ms = performance.now() - start
const [{ cold, warm }] = summaries
const peakRss = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ ms, baseRss, peakRss, cold: cold[0].wait.n, warm: warm.n }))
