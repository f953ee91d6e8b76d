export { Balancer, type BalancerOptions } from './balancer.ts'
export { Postgres, type PostgresOptions } from './postgres.ts'
export { Redis } from './redis.ts'
export { freePort } from './server-process.ts'
