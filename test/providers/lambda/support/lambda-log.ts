export const id = '8f507cfc-xmpl-4697-b07a-ac58fc914c95'
export const base64 = (text: string) => Buffer.from(text).toString('base64')
export const report = (rest: string, request = id) => `REPORT RequestId: ${request}\t${rest}\t\n`
