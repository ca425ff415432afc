import { expect, test } from '@playwright/test'
import { UnusableError } from '../../fixtures/services/service.ts'
import type { Service, ServiceName, Unavailable } from '../../fixtures/services/service.ts'
import { Held } from './held.ts'

/** Holds services that are no more than a note of what was done to them. @param crashed those that do not answer */
function holding({
  crashed,
  lacking,
  stuck,
}: Partial<Record<'crashed' | 'lacking' | 'stuck', ServiceName[]>>) {
  const done: string[] = []
  const had = new Set<ServiceName>()
  const provide = async (name: ServiceName): Promise<Service | Unavailable> => {
    done.push(`had ${name}`)
    if (lacking?.includes(name)) return { kind: 'unavailable', name, message: `No ${name}.` }
    const stop = async (): Promise<void> => {
      done.push(`ended ${name}`)
      if (stuck?.includes(name)) throw new UnusableError('keeps a table')
    }
    had.add(name)
    return { kind: 'service', name, url: '', also: {}, version: '1.0', source: 'path', prefix: 'a_', stop }
  }
  const ask = async ({ name }: Service): Promise<void> => {
    if (crashed?.includes(name)) throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  }
  return { held: new Held(provide, ask), done }
}

const told = (all: Awaited<ReturnType<Held['status']>>) =>
  all.map(({ service, fault }) => [
    service.name,
    service.kind === 'service' ? (fault ?? 'up') : service.message,
  ])

test('services that are asked for are added to those that are up, and none is started twice', async () => {
  const { held, done } = holding({ lacking: ['rabbitmq'] })
  await held.up(['postgres'])
  expect(told(await held.up(['redis', 'postgres', 'rabbitmq']))).toEqual([
    ['postgres', 'up'],
    ['redis', 'up'],
    ['rabbitmq', 'No rabbitmq.'],
  ])
  expect(done).toEqual(['had postgres', 'had redis', 'had rabbitmq'])
})

test('a service that has crashed is told as such, and had anew when it is asked for', async () => {
  const crashed: ServiceName[] = []
  const { held, done } = holding({ crashed })
  await held.up(['redis', 'haproxy'])
  crashed.push('redis')
  expect(told(await held.status())).toEqual([
    ['redis', expect.stringMatching(/^is not there: /)],
    ['haproxy', 'up'],
  ])
  await held.up(['redis', 'haproxy'])
  expect(done.slice(2)).toEqual(['ended redis', 'had redis'])
})

test('all services are ended, also where one can not be, which is told', async () => {
  const { held, done } = holding({ stuck: ['postgres'] })
  await held.up(['postgres', 'redis'])
  expect(told(await held.down())).toEqual([
    ['postgres', 'keeps a table'],
    ['redis', 'up'],
  ])
  expect(done.slice(2)).toEqual(['ended postgres', 'ended redis'])
  expect(await held.status()).toEqual([])
})
