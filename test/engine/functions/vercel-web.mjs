export async function POST(request) {
  return new Response(await request.text(), { status: 201, headers: { 'x-method': request.method } })
}
