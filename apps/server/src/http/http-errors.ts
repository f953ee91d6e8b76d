import type { FastifyInstance } from 'fastify'
import { errorFields, type Log } from '../observability/log.ts'

/** Paths answer GET; anything else on them is a method that is not allowed, and what is left is not found. */
export function addHttpErrors(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler(async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return reply.code(405).header('allow', 'GET, HEAD').send({ error: 'Method not allowed.' })
    return reply.code(404).send({ error: 'Not found.' })
  })
  app.setErrorHandler(async (error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status >= 400 && status < 500) return reply.code(status).send({ error: 'Bad request.' })
    log.error('request-failed', errorFields(error))
    return reply.code(500).send({ error: 'Something went wrong here.' })
  })
}
