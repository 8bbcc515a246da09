import type { Kind } from '../kind.ts'
import { post, vercel } from './rows.ts'

/** Handlers of a standard Request, in Node and on the edge. */
export const webHandlers: readonly Kind[] = [
  vercel(
    'export GET',
    `export function GET(request) { return Response.json({ url: new URL(request.url).pathname, q: new URL(request.url).searchParams.get('a') }) }`,
    { value: { url: '/api/a', q: '1' } },
    { request: { path: '/api/a?a=1' } },
  ),
  vercel(
    'export async POST',
    `export async function POST(request) { const { a } = await request.json(); return new Response('got ' + a, { status: 201, headers: { 'x-b': 'c' } }) }`,
    { value: 'got 1', status: 201, headers: { 'x-b': 'c' } },
    { request: post('{"a":1}') },
  ),
  vercel(
    'a method that is not there',
    `export function GET() { return new Response('x') }`,
    { error: '405' },
    { request: post('{}') },
  ),
  vercel(
    'HEAD of a GET',
    `export const GET = () => new Response('x', { headers: { 'x-a': '1' } })`,
    { value: '', headers: { 'x-a': '1' } },
    { request: { method: 'HEAD' } },
  ),
  vercel(
    'export default fetch',
    `export default { async fetch(request) { return Response.json({ m: request.method }) } }`,
    { value: { m: 'GET' } },
  ),
  vercel(
    'an edge function',
    `export const config = { runtime: 'edge', regions: ['fra1'] }\nexport default (req) => new Response(JSON.stringify({ edge: true }), { headers: { 'content-type': 'application/json' } })`,
    { value: { edge: true } },
  ),
  vercel(
    'an edge function with waitUntil',
    `export const config = { runtime: 'edge' }\nexport default function (request, context) { context.waitUntil(new Promise((r) => setTimeout(r, 10))); return new Response('later') }`,
    { value: 'later' },
  ),
  vercel(
    'runtime as an export',
    `export const runtime = 'edge'\nexport async function GET() { return new Response('edge get') }`,
    { value: 'edge get' },
  ),
  vercel(
    'server-sent events',
    `export async function GET() { const stream = new ReadableStream({ async start(c) { const e = new TextEncoder(); for (let i = 0; i < 3; i++) { c.enqueue(e.encode('data: ' + i + '\\n\\n')); await new Promise((r) => setTimeout(r, 5)) } c.close() } }); return new Response(stream, { headers: { 'content-type': 'text/event-stream' } }) }`,
    { value: 'data: 0\n\ndata: 1\n\ndata: 2\n\n' },
  ),
  vercel(
    'a request without parentheses and a Response of two',
    `export default async request => new Response(request.method, { status: 201 })`,
    { value: 'GET', status: 201 },
  ),
]
