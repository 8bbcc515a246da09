/** Vercel: npx coldstart bench --function examples/vercel.mjs --provider vercel */
export default function handler(request, response) {
  response.status(200).json({ hello: 'Vercel', method: request.method })
}
