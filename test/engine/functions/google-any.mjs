export function any(req, res) {
  if (req.query.mode === 'throw') throw new Error('broken on purpose')
  if (req.query.mode === 'exit') process.exit(1)
  res.json({ method: req.method, body: req.body, path: req.path })
}
