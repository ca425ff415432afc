import { startPlatform } from '../../../fixtures/platform/start.ts'
import { swarms } from '../../../fixtures/targets/reference/reference-swarms.ts'
import { agentSwarms } from '../../../load/agent-swarms/agent-swarms.ts'

/** @returns messages a second that came among 1000 members, as each second told, and how many were lost */
export async function swarmsBesideRedis(
  services: { redis: string; prefix: string },
  perSecond: number,
  seconds: number,
): Promise<{ delivered: number[]; lost: number; absence: string | undefined }> {
  if (!swarms) throw new TypeError('The reference platform has no swarms.')
  const platform = await startPlatform({ agents: 1, services })
  try {
    const measured = await agentSwarms.messages({
      origin: platform.url,
      headers: { authorization: 'Bearer demo-token' },
      requests: swarms,
      swarms: 100,
      members: 10,
      loads: [{ load: 'full', perSecond }],
      durationMs: 1000 * seconds,
    })
    const dataOf = (name: string) => measured.find(({ metric }) => metric === name)
    const delivered = dataOf('swarms.delivered')
    const lost = dataOf('swarms.lost')?.data
    return {
      delivered: delivered?.data.kind === 'samples' ? delivered.data.points.map(({ value }) => value) : [],
      lost: lost?.kind === 'tally' ? lost.bad : 0,
      absence: delivered?.absence,
    }
  } finally {
    await platform.stop()
  }
}
