export default async (req, context) => {
  const mode = new URL(req.url).searchParams.get('mode')
  if (mode === 'throw') throw new Error('broken on purpose')
  if (mode === 'exit') process.exit(1)
  if (mode === 'loop') for (;;);
  return Response.json({ method: req.method, body: await req.text(), requestId: context.requestId })
}
