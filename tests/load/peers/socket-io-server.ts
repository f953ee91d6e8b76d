// socket.io as its documentation shows it: join a room, emit to the room.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { messageLike } from './message.ts'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
let count = 0

io.on('connection', (socket) => {
  const room = String(socket.handshake.query.room)
  const author = String(socket.handshake.query.member)
  void socket.join(room)
  socket.on('post', (body: string) => {
    count += 1
    io.to(room).emit('message', messageLike(room, author, body, count))
  })
})

http.listen(Number(process.env.PORT), process.env.HOST, () => {
  const address = http.address()
  if (typeof address === 'object' && address) console.log(`http://localhost:${address.port}`)
})
