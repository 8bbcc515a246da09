/**
 * One Redis command over HTTP, as Upstash's REST API takes it: https://upstash.com/docs/redis/features/restapi. A
 * function keeps nothing between two runs, so what must outlive it is kept by somebody else.
 */
export async function command(...words) {
  const { STORE_URL, STORE_TOKEN } = process.env
  if (!STORE_URL) throw new Error('STORE_URL is not set: the address of the store.')
  const response = await fetch(STORE_URL, {
    method: 'POST',
    headers: STORE_TOKEN ? { authorization: `Bearer ${STORE_TOKEN}` } : {},
    body: JSON.stringify(words),
  })
  const { result, error } = await response.json()
  if (error) throw new Error(`The store refused ${words[0]}: ${error}`)
  return result
}
