import type { Kind } from '../kind.ts'
import { framework, google, post } from './rows.ts'

const pubsub = JSON.stringify({
  message: { data: Buffer.from('Ada').toString('base64'), messageId: '1' },
  subscription: 'projects/p/subscriptions/s',
})

/** What a function is sent, how it answers, what it has around it. */
export const requests: readonly Kind[] = [
  google(
    'a CloudEvent',
    `${framework}functions.cloudEvent('onEvent', (event) => { if (event.data === undefined || !event.id) throw new Error('no data'); console.log(event.type) })`,
    { status: 204 },
  ),
  google(
    'a CloudEvent with data',
    `${framework}functions.cloudEvent('onEvent', (event) => { if (Buffer.from(event.data.message.data, 'base64').toString() !== 'Ada') throw new Error('no name: ' + JSON.stringify(event.data)) })`,
    { status: 204 },
    { request: post(pubsub) },
  ),
  google(
    'a CloudEvent that fails',
    `${framework}functions.cloudEvent('onEvent', () => { throw new Error('cannot handle it') })`,
    { error: 'cannot handle it' },
  ),
  google(
    'its raw body and content type',
    `${framework}functions.http('raw', (req, res) => res.json({ raw: req.rawBody.toString(), t: req.get('content-type') }))`,
    { value: { raw: 'a=1', t: 'application/x-www-form-urlencoded' } },
    { request: post('a=1', 'application/x-www-form-urlencoded') },
  ),
  google(
    'a text body',
    `${framework}functions.http('text', (req, res) => res.send(typeof req.body + ' ' + req.body))`,
    { value: 'string plain' },
    { request: post('plain', 'text/plain') },
  ),
  google(
    'CORS by hand',
    `${framework}functions.http('cors', (req, res) => { res.set('Access-Control-Allow-Origin', '*'); if (req.method === 'OPTIONS') { res.status(204).send('') } else { res.send('Hello World!') } })`,
    { value: 'Hello World!', headers: { 'access-control-allow-origin': '*' } },
    { from: 'GoogleCloudPlatform/nodejs-docs-samples functions/http/corsEnabledFunction' },
  ),
  google(
    'a method it does not take',
    `${framework}functions.http('m', (req, res) => { switch (req.method) { case 'GET': res.status(200).send('Hello World!'); break; default: res.status(405).send({ error: 'Something blew up!' }) } })`,
    { error: '405' },
    { request: { method: 'PUT', body: 'x' } },
  ),
  google(
    'a path of its own',
    `${framework}functions.http('p', (req, res) => res.json({ p: req.path, u: req.originalUrl }))`,
    { value: { p: '/users/7', u: '/users/7?x=1' } },
    { request: { path: '/users/7?x=1' } },
  ),
  google(
    'an express app',
    `const express = require('express')\nconst app = express()\napp.get('/hi', (req, res) => res.json({ express: true }))\nexports.app = app`,
    { value: { express: true } },
    { elsewhere: 'the stand-in of Google’s build has the framework alone', request: { path: '/hi' } },
  ),
  google(
    'an express app that is registered',
    `${framework}const app = require('express')()\napp.get('/hi', (req, res) => res.json({ express: 2 }))\nfunctions.http('api', app)`,
    { value: { express: 2 } },
    { elsewhere: 'the stand-in of Google’s build has the framework alone', request: { path: '/hi' } },
  ),
  google('throws', `${framework}functions.http('bad', () => { throw new Error('broken here') })`, {
    error: 'broken here',
  }),
  google('rejects', `${framework}functions.http('bad', async () => { throw new Error('rejected here') })`, {
    error: 'rejected here',
  }),
  google(
    'a stream',
    `${framework}functions.http('s', async (req, res) => { res.set('content-type', 'text/plain'); res.write('a'); await new Promise((r) => setTimeout(r, 5)); res.end('b') })`,
    { value: 'ab' },
  ),
  google(
    'writes JSON to its log',
    `${framework}functions.http('l', (req, res) => { console.log(JSON.stringify({ severity: 'NOTICE', message: 'structured' })); res.send('logged') })`,
    { value: 'logged' },
  ),
  google(
    'globals at load',
    `${framework}const start = Date.now()\nlet count = 0\nfunctions.http('g', (req, res) => res.send(String(++count) + typeof start))`,
    { value: '1number' },
  ),
  google(
    'its variables',
    `${framework}functions.http('env', (req, res) => res.json({ s: process.env.K_SERVICE, t: process.env.FUNCTION_TARGET, y: process.env.FUNCTION_SIGNATURE_TYPE, p: process.env.PORT, x: process.env.X }))`,
    { value: { s: 'index', t: 'env', y: 'http', p: '8080', x: 'y' } },
    { elsewhere: { part: { t: 'env', x: 'y', y: 'http' } }, env: { X: 'y' }, isAlone: true },
  ),
  google(
    'writes to /tmp',
    `${framework}const fs = require('fs')\nfunctions.http('t', (req, res) => { fs.writeFileSync('/tmp/x.txt', 'x'); res.send(fs.readFileSync('/tmp/x.txt')) })`,
    { value: 'x' },
  ),
  google(
    'a background event function',
    `exports.helloPubSub = (event, context) => { if (!context) throw new Error('no context'); console.log(event) }`,
    { error: '' },
    { functionTimeout: '1s', from: '1st generation signatures need --signature-type=event; not one of ours' },
  ),
  google(
    'a CloudEvent with the type of its data',
    {
      'index.ts': `import { cloudEvent, CloudEvent } from '@google-cloud/functions-framework'\ninterface Order { id?: number }\ncloudEvent<Order>('onOrder', async (event: CloudEvent<Order>) => { console.log(event.data) })`,
    },
    { status: 204 },
  ),
]
