/** Netlify: npx coldstart bench --function examples/netlify.mjs --provider netlify */
export default async (request) => Response.json({ hello: 'Netlify', method: request.method })
