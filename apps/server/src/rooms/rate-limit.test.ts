import { describe, expect, test } from 'vitest'
import { COMMAND_BUCKET, LOOK_UP_BLOCKS_MAX } from '../limits.ts'
import { addressBlocks, type Bucket, fullBucket, LookUpLimits, takeToken } from './rate-limit.ts'

/** How many tokens can be taken at once, and the bucket after them. */
function takeAll(bucket: Bucket, now: number): { taken: number; bucket: Bucket } {
  for (let taken = 0; ; taken++) {
    const result = takeToken(COMMAND_BUCKET, bucket, now)
    if (!result.ok) return { taken, bucket: result.bucket }
    bucket = result.bucket
  }
}

describe('[D10] a bucket', () => {
  test('gives its burst at once, then as much as comes back', () => {
    const first = takeAll(fullBucket(COMMAND_BUCKET), 1_000)
    expect(first.taken).toBe(COMMAND_BUCKET.burst)
    const second = takeAll(first.bucket, 2_000)
    expect(second.taken).toBe(COMMAND_BUCKET.perSecond)
    expect(takeAll(second.bucket, 3_600_000).taken).toBe(COMMAND_BUCKET.burst)
  })

  test('says how long to wait, and means it', () => {
    const { bucket } = takeAll(fullBucket(COMMAND_BUCKET), 0)
    const refused = takeToken(COMMAND_BUCKET, bucket, 0)
    if (refused.ok) throw new Error('A refusal was expected.')
    expect(refused.retryAfterMs).toBe(1_000 / COMMAND_BUCKET.perSecond)
    expect(takeToken(COMMAND_BUCKET, refused.bucket, refused.retryAfterMs - 1).ok).toBe(false)
    expect(takeToken(COMMAND_BUCKET, refused.bucket, refused.retryAfterMs).ok).toBe(true)
  })

  test('[A32] gains nothing from a clock that goes back', () => {
    const { bucket } = takeAll(fullBucket(COMMAND_BUCKET), 10_000)
    expect(takeToken(COMMAND_BUCKET, bucket, 0).ok).toBe(false)
  })
})

describe('an address is counted in blocks', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7', '203.0.113'],
    ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113'],
    ['::ffff:cb00:7107', '203.0.113.7', '203.0.113'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', '2001:db8:1'],
    ['2001:DB8:1:2::9', '2001:db8:1:2', '2001:db8:1'],
    ['2001:db8::9', '2001:db8:0:0', '2001:db8:0'],
    ['::1', '0:0:0:0', '0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0', 'fe80:0:0'],
    ['unknown', 'unknown', 'unknown'],
  ])('%s', (text, address, network) => {
    expect(addressBlocks(text)).toEqual({ address, network })
  })
})

describe('[D10] [A62] failed look-ups', () => {
  function limits() {
    const clock = { now: 0 }
    const lookUps = new LookUpLimits(() => clock.now)
    const fail = (address: string, times: number) => {
      for (let i = 0; i < times; i++) lookUps.failed(address)
    }
    return { clock, lookUps, fail }
  }

  test('one address may fail twenty times, then ten times a minute', () => {
    const { clock, lookUps, fail } = limits()
    fail('203.0.113.7', 19)
    expect(lookUps.wait('203.0.113.7')).toBe(0)
    fail('203.0.113.7', 1)
    expect(lookUps.wait('203.0.113.7')).toBe(6_000)
    expect(lookUps.wait('203.0.113.8')).toBe(0)
    clock.now = 6_000
    expect(lookUps.wait('203.0.113.7')).toBe(0)
  })

  test('the addresses of one IPv6 network of a person are one', () => {
    const { lookUps, fail } = limits()
    fail('2001:db8:1:2::1', 10)
    fail('2001:db8:1:2::2', 10)
    expect(lookUps.wait('2001:db8:1:2::3')).toBeGreaterThan(0)
    expect(lookUps.wait('2001:db8:1:3::1')).toBe(0)
  })

  test('a network with many addresses may fail sixty times, then once a second', () => {
    const { clock, lookUps, fail } = limits()
    for (let host = 0; host < 50; host++) fail(`203.0.113.${host}`, 1)
    clock.now = 1_000
    for (let host = 50; host < 60; host++) fail(`203.0.113.${host}`, 1)
    expect(lookUps.wait('203.0.113.250')).toBe(0)
    fail('203.0.113.251', 1)
    expect(lookUps.wait('203.0.113.250')).toBe(1_000)
    expect(lookUps.wait('203.0.114.250')).toBe(0)
  })

  test('everybody together may fail fifty times a second', () => {
    const { clock, lookUps, fail } = limits()
    for (let network = 0; network < 50; network++) fail(`198.51.${network}.1`, 1)
    expect(lookUps.wait('203.0.113.7')).toBe(20)
    clock.now = 20
    expect(lookUps.wait('203.0.113.7')).toBe(0)
  })

  test('tries made all at once are paid for afterwards', () => {
    const { lookUps, fail } = limits()
    fail('203.0.113.7', 40)
    expect(lookUps.wait('203.0.113.7')).toBe(21 * 6_000)
    fail('203.0.113.7', 400)
    expect(lookUps.wait('203.0.113.7')).toBe(21 * 6_000)
  })

  test('an address is remembered as long as anything can be held against it', () => {
    const { clock, lookUps, fail } = limits()
    fail('203.0.113.7', 40)
    let others = 0
    for (; others < LOOK_UP_BLOCKS_MAX - 1; others++) {
      clock.now += 20
      fail(`10.${others >> 16}.${(others >> 8) & 255}.${others & 255}`, 1)
      if (clock.now < 126_000) expect(lookUps.wait('203.0.113.7')).toBeGreaterThan(0)
    }
    expect(clock.now).toBeGreaterThan(126_000)
    expect(lookUps.wait('203.0.113.7')).toBe(0)
  })
})
