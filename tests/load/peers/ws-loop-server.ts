// The simplest thing that works: stringify once, send to each.
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { messageLike } from './message.ts'

const rooms = new Map<string, Set<WebSocket>>()
const http = createServer()
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
let count = 0

sockets.on('connection', (socket, request) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const room = searchParams.get('room') ?? ''
  const author = searchParams.get('member') ?? ''
  const members = rooms.get(room) ?? new Set()
  rooms.set(room, members.add(socket))
  socket.on('message', (data) => {
    count += 1
    const text = JSON.stringify(messageLike(room, author, data.toString(), count))
    for (const member of members) member.send(text)
  })
  socket.on('close', () => members.delete(socket))
  socket.on('error', () => {})
})

http.listen(Number(process.env.PORT), process.env.HOST, () => {
  const address = http.address()
  if (typeof address === 'object' && address) console.log(`http://localhost:${address.port}`)
})
