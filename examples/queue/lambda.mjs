/** What an order sets off: seconds may pass before it is done, so the shop does not wait for it. */
export const handler = async (event) => {
  const { order = 'none', to = 'nobody' } = event
  return { sent: `Order ${order} is on its way.`, to }
}
