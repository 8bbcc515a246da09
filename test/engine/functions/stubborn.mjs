process.on('SIGTERM', () => console.log('not yet'))
export const handler = async () => process.pid
