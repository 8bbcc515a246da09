exports.handler = (event, _context, callback) => {
  setTimeout(() => callback(event.fail ? new Error(event.fail) : null, { echoed: event.text }), 1)
}
