import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Balancer } from './index.ts'

/** Answers `/readyz` as it is told to, and everything else with its name. */
class Node {
  isReady = true
  readonly server: Server

  private constructor(name: string) {
    this.server = createServer((request, response) => {
      if (request.url === '/readyz') response.writeHead(this.isReady ? 200 : 503).end()
      else response.end(name)
    })
  }

  static async start(name: string): Promise<Node> {
    const node = new Node(name)
    node.server.listen(0, '127.0.0.1')
    await once(node.server, 'listening')
    onTestFinished(() => node.end())
    return node
  }

  get port(): number {
    const address = this.server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  end(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}

async function balanced(...nodes: Node[]): Promise<Balancer> {
  const balancer = await Balancer.open(nodes.map(({ port }) => port))
  onTestFinished(() => balancer.close())
  await vi.waitFor(() => expect(balancer.readyPorts).toHaveLength(nodes.length), 5_000)
  return balancer
}

/** Which node answers somebody new. */
function ask(balancer: Balancer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(balancer.port, '127.0.0.1', () =>
      socket.write('GET /name HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    )
    let text = ''
    socket.on('data', (data) => {
      text += data.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(text.split('\r\n').at(text.includes('chunked') ? -4 : -1) ?? ''))
  })
}

async function held(balancer: Balancer): Promise<Socket> {
  const socket = connect(balancer.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'data')
  return socket
}

test('new connections go to the ready nodes in turn, and past one that is gone or unready', async () => {
  const [one, two, three] = [await Node.start('one'), await Node.start('two'), await Node.start('three')]
  const balancer = await balanced(one, two, three)
  expect(new Set([await ask(balancer), await ask(balancer), await ask(balancer)])).toEqual(
    new Set(['one', 'two', 'three']),
  )
  two.end()
  // Even before it is looked at again.
  for (let i = 0; i < 6; i++) expect(await ask(balancer)).toMatch(/one|three/)
  three.isReady = false
  await vi.waitFor(() => expect(balancer.readyPorts).toEqual([one.port]), 5_000)
  for (let i = 0; i < 3; i++) expect(await ask(balancer)).toBe('one')
})

test('whoever is on a node that is no longer ready stays there', async () => {
  const [one, two] = [await Node.start('one'), await Node.start('two')]
  const balancer = await balanced(one, two)
  const sockets = [await held(balancer), await held(balancer)]
  expect(balancer.counts).toEqual([1, 1])
  one.isReady = false
  await vi.waitFor(() => expect(balancer.readyPorts).toEqual([two.port]), 5_000)
  expect(await ask(balancer)).toBe('two')
  expect(balancer.counts[0]).toBe(1)
  for (const socket of sockets) socket.destroy()
})
