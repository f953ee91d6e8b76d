export * from './fake-clock.ts'
export * from './fake-socket.ts'
export * from './seeded-random.ts'
