throw new Error('no luck at start')
