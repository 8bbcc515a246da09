export default async function handler(req, res) {
  if (req.query.mode === 'throw') throw new Error('broken on purpose')
  if (req.query.mode === 'exit') process.exit(1)
  if (req.query.mode === 'loop') for (;;);
  if (req.query.mode === 'html') return res.status(200).send('<!doctype html><p>hello')
  res.status(200).json({ method: req.method, body: req.body ?? null, cookies: req.cookies, url: req.url })
}
